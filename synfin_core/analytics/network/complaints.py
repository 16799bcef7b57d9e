"""Accounts and merchants about which several customers complain: an event that the bank sees on its day, no label."""

from collections.abc import Iterator
from typing import Any

from synfin_core.analytics.network.data import Data
from synfin_core.analytics.network.finding import Finding, Member, paid_by

WINDOW_DAYS = 7  # between the payments complained about, assumed
FEWEST_CUSTOMERS = 2
SURE = 4.0  # log-likelihood ratio of the window's complaints beside those that so many payments usually cause, assumed

# The week of payments about which most customers complain, of each account and merchant, beside the rate of all such.
_WEEKS = f"""
    WITH paid AS (
        SELECT transaction_id, transacted_at, amount_inr, payer_account_id, merchant_id IS NOT NULL AS is_merchant,
               coalesce(merchant_id, payee_account_id) AS id
        FROM transactions WHERE coalesce(merchant_id, payee_account_id) IS NOT NULL),
    complained AS (
        SELECT is_merchant, id, e.customer_id, min(transacted_at) AS paid_at
        FROM events e JOIN paid USING (transaction_id) WHERE e.event = 'complaint' GROUP BY ALL),
    weeks AS (
        SELECT is_merchant, id, paid_at, count(*) OVER week AS n
        FROM complained
        WINDOW week AS (PARTITION BY is_merchant, id ORDER BY paid_at
                        RANGE BETWEEN INTERVAL {WINDOW_DAYS} DAY PRECEDING AND CURRENT ROW)),
    worst AS (
        SELECT is_merchant, id, max(n) AS n, arg_max(paid_at, n) AS ends_at FROM weeks
        GROUP BY ALL HAVING max(n) >= {FEWEST_CUSTOMERS}),
    rates AS (
        SELECT is_merchant, count(*) AS paid,
               (SELECT count(*) FROM complained c WHERE c.is_merchant = paid.is_merchant) AS complained,
               greatest(date_diff('hour', min(transacted_at), max(transacted_at)) / 24.0 / {WINDOW_DAYS}, 1) AS weeks
        FROM paid GROUP BY is_merchant),
    taken AS (SELECT is_merchant, id, count(*) AS paid FROM paid SEMI JOIN worst USING (is_merchant, id) GROUP BY ALL),
    compared AS (
        SELECT w.*, t.paid * r.complained / r.paid / r.weeks AS usual
        FROM worst w JOIN taken t USING (is_merchant, id) JOIN rates r USING (is_merchant)),
    found AS (SELECT * FROM compared WHERE n > usual AND n * ln(n / usual) - (n - usual) >= {SURE})
    SELECT f.is_merchant, f.id, any_value(f.n) AS n, any_value(f.usual) AS usual, min(p.transacted_at) AS first_at,
           max(p.transacted_at) AS last_at, sum(p.amount_inr) AS amount_inr,
           list(p.transaction_id ORDER BY p.transacted_at) AS payments,
           list(p.payer_account_id ORDER BY p.transacted_at) FILTER (p.payer_account_id IS NOT NULL) AS payers
    FROM found f
    JOIN paid p ON p.is_merchant = f.is_merchant AND p.id = f.id
         AND p.transacted_at BETWEEN f.ends_at - INTERVAL {WINDOW_DAYS} DAY AND f.ends_at
    SEMI JOIN (SELECT transaction_id FROM events WHERE event = 'complaint') e ON e.transaction_id = p.transaction_id
    GROUP BY ALL ORDER BY f.id"""


def complained_about(data: Data) -> Iterator[Finding]:
    """Merchants, and accounts of payees, about which two customers or more complain within a week's payments."""
    for row in data.sql(_WEEKS).to_pylist():
        yield _finding(row)


def complained_payments(data: Data) -> frozenset[int]:
    """Ids of the payments that customers complained about."""
    query = "SELECT DISTINCT transaction_id FROM events WHERE event = 'complaint' AND transaction_id IS NOT NULL"
    return frozenset(data.sql(query)["transaction_id"].to_pylist())


def _finding(row: dict[str, Any]) -> Finding:
    customers, usual = int(row["n"]), float(row["usual"])
    centre = Member("merchant" if row["is_merchant"] else "account", row["id"])
    return Finding(
        "shared merchant" if row["is_merchant"] else "shared payee",
        centre,
        paid_by(row["payers"] or (), centre),
        1 - usual / customers,
        f"{customers} customers complained about payments of ₹{row['amount_inr']:,.0f} to it within {WINDOW_DAYS} days; "
        f"so many payments usually bring {usual:.2g} complaints",
        row["first_at"],
        row["last_at"],
        row["amount_inr"],
        tuple(row["payments"]),
    )
