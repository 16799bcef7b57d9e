"""Features count what they say: each against a plain query over the same payments."""

import numpy as np
import pytest

from tests.features.conftest import Given

BEFORE = "q.transacted_at < p.transacted_at"
HOUR = f"{BEFORE} AND date_trunc('second', q.transacted_at) >= date_trunc('second', p.transacted_at) - INTERVAL 1 HOUR"
MONTH = HOUR.replace("1 HOUR", "30 DAY")
DAY = HOUR.replace("1 HOUR", "24 HOUR")
SAME_PAYER = "q.payer_customer_id = p.payer_customer_id"
TO_PAYER = "q.payee_customer_id = p.payer_customer_id AND q.payee_customer_id IS DISTINCT FROM q.payer_customer_id"
SAME_DEVICE = "q.device_id = p.device_id"
PAID = "sum(q.amount_inr) FILTER (q.status <> 'failed')"

QUERIES = {
    "paid_n_1h": ("count(q.transaction_id)", f"{SAME_PAYER} AND {HOUR}"),
    "paid_n_30d": ("count(q.transaction_id)", f"{SAME_PAYER} AND {MONTH}"),
    "paid_inr_30d": (f"coalesce({PAID}, 0)", f"{SAME_PAYER} AND {MONTH}"),
    "failed_n_24h": ("count(*) FILTER (q.status = 'failed')", f"{SAME_PAYER} AND {DAY}"),
    "received_inr_24h": (f"coalesce({PAID}, 0)", f"{TO_PAYER} AND {DAY}"),
    "payer_n_payers": ("count(DISTINCT coalesce(q.payer_customer_id * 2, q.merchant_id * 2 + 1))", f"{TO_PAYER} AND {BEFORE}"),
    "own_device_days": (
        "date_diff('second', min(q.transacted_at), p.transacted_at) / 86400.0",
        f"{SAME_PAYER} AND {SAME_DEVICE} AND {BEFORE}",
    ),
    "device_n_users": ("count(DISTINCT q.payer_customer_id)", f"{SAME_DEVICE} AND {BEFORE} AND q.payer_customer_id IS NOT NULL"),
    "payee_asked_n_24h": (
        "count(q.transaction_id)",
        "coalesce(q.payee_customer_id * 2, q.merchant_id * 2 + 1) = coalesce(p.payee_customer_id * 2, p.merchant_id * 2 + 1) "
        f"AND q.payee_customer_id IS DISTINCT FROM q.payer_customer_id AND {DAY}",
    ),
}


@pytest.mark.parametrize("name", QUERIES)
def test_it_is_what_a_query_over_the_past_finds(given: Given, name: str) -> None:
    """Counts, sums, degrees and ages, for customers with a device, one payment in a hundred."""
    what, where = QUERIES[name]
    chosen = "transaction_id % 100 = 7 AND payer_segment IS NOT NULL AND device_id IS NOT NULL"
    found = given.dataset.sql(
        f"SELECT p.transaction_id, {what} AS value FROM (FROM transactions WHERE {chosen}) p "
        f"LEFT JOIN transactions q ON {where} GROUP BY p.transaction_id, p.transacted_at"
    ).to_pandas()
    ours = given.features.select(["transaction_id", name]).to_pandas().set_index("transaction_id")[name]
    values = ours.loc[found["transaction_id"]].to_numpy(np.float64)
    wanted = found["value"].to_numpy(np.float64)
    known = ~np.isnan(values)
    assert known.sum() > 200
    np.testing.assert_allclose(values[known], np.nan_to_num(wanted[known]), rtol=1e-5, atol=1e-3)
    assert np.nan_to_num(wanted[~known]).sum() == 0 or name == "payee_asked_n_24h"


def test_entropy_is_that_of_the_categories_before(given: Given) -> None:
    """Of category, or of kind where there is none, over all the earlier payments of the payer."""
    row = given.features.num_rows - 5
    one = given.payments.slice(row, 1).to_pylist()[0]
    before = given.payments.slice(0, row).to_pandas()
    own = before[before["payer_customer_id"] == one["payer_customer_id"]]
    shares = own["category"].astype(object).fillna(own["kind"]).value_counts(normalize=True)
    assert given.features["category_entropy"][row].as_py() == pytest.approx(-(shares * np.log(shares)).sum(), rel=1e-5)


def test_events_count_from_the_second_after_them(given: Given) -> None:
    """Never an event of the same second, which may have come after the payment."""
    found = given.dataset.sql(
        "SELECT p.transaction_id, date_diff('second', max(e.occurred_at), p.transacted_at) / 60.0 AS minutes "
        "FROM transactions p JOIN events e ON e.customer_id = p.payer_customer_id AND e.event = 'payee added' "
        "AND date_trunc('second', e.occurred_at) < date_trunc('second', p.transacted_at) "
        "AND e.occurred_at >= p.transacted_at - INTERVAL 29 DAY GROUP BY p.transaction_id, p.transacted_at"
    ).to_pandas()
    ours = given.features.select(["transaction_id", "minutes_since_payee_added"]).to_pandas().set_index("transaction_id")
    values = ours.loc[found["transaction_id"], "minutes_since_payee_added"].to_numpy(np.float64)
    np.testing.assert_allclose(values, found["minutes"].to_numpy(np.float64), rtol=1e-5, atol=1e-3)
