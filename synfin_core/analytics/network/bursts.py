"""Temporal clusters: a day on which far more payers reach an account or a merchant than usually do."""

from collections.abc import Iterator

from synfin_core.analytics.network.data import TOTAL_INR, Data
from synfin_core.analytics.network.finding import Finding, Member, paid_by

WINDOW_HOURS = 24
FEWEST_PAYERS = 4
SURE = 15.0  # log-likelihood ratio of the window's payers beside the usual rate, assumed: of all windows of all, few by chance
LEAST_TOLD = 0.1  # payers a day that are told as a number
_NOT_PAID = ("own transfer", "refund", "reversal", "wallet load", "card bill")

# A payer counts once a day; the widest window of each account or merchant is held against its rate on all other days.
_BURSTS = f"""
    WITH period AS (
        SELECT greatest(date_diff('hour', min(transacted_at), max(transacted_at)) / {WINDOW_HOURS}.0, 2) AS windows
        FROM transactions),
    paid AS (
        SELECT transaction_id, transacted_at, amount_inr, payer_account_id, status, merchant_id IS NOT NULL AS is_merchant,
               coalesce(merchant_id, payee_account_id) AS id
        FROM transactions
        WHERE payer_account_id IS NOT NULL AND kind NOT IN {_NOT_PAID} AND coalesce(merchant_id, payee_account_id) IS NOT NULL),
    daily AS (
        SELECT is_merchant, id, min(transacted_at) AS paid_at FROM paid
        GROUP BY is_merchant, id, payer_account_id, CAST(transacted_at AS DATE)),
    counted AS (
        SELECT is_merchant, id, paid_at, count(*) OVER recent AS n, count(*) OVER (PARTITION BY is_merchant, id) AS total
        FROM daily
        WINDOW recent AS (PARTITION BY is_merchant, id ORDER BY paid_at
                          RANGE BETWEEN INTERVAL {WINDOW_HOURS} HOUR PRECEDING AND CURRENT ROW)),
    widest AS (
        SELECT is_merchant, id, n, paid_at AS ends_at, total FROM counted WHERE n >= {FEWEST_PAYERS}
        QUALIFY row_number() OVER (PARTITION BY is_merchant, id ORDER BY n DESC, paid_at) = 1),
    compared AS (SELECT *, (total - n + 0.5) / (windows - 1) AS usual FROM widest, period),
    found AS (SELECT * FROM compared WHERE n * ln(n / usual) - (n - usual) >= {SURE})
    SELECT f.is_merchant, f.id, any_value(f.n) AS n, any_value(f.usual) AS usual, min(p.transacted_at) AS first_at,
           max(p.transacted_at) AS last_at, {TOTAL_INR} AS amount_inr, count(*) FILTER (p.status = 'failed') AS n_failed,
           list(p.transaction_id ORDER BY p.transacted_at, p.transaction_id) AS payments,
           list(DISTINCT p.payer_account_id) AS payers
    FROM found f JOIN paid p ON p.is_merchant = f.is_merchant AND p.id = f.id
         AND p.transacted_at BETWEEN f.ends_at - INTERVAL {WINDOW_HOURS} HOUR AND f.ends_at
    GROUP BY f.is_merchant, f.id ORDER BY f.id"""


def bursts(data: Data) -> Iterator[Finding]:
    """The busiest day of accounts and merchants, where it is far out of the usual."""
    for row in data.sql(_BURSTS).to_pylist():
        usual, payers = float(row["usual"]), sorted(row["payers"])
        failed = f"; {row['n_failed']:,} of the payments failed" if row["n_failed"] else ""
        often = f"there are {usual:.1f} on a usual day" if usual >= LEAST_TOLD else "on most days there is none"
        centre = Member("merchant" if row["is_merchant"] else "account", row["id"])
        yield Finding(
            "burst",
            centre,
            paid_by(payers, centre),
            1 - min(usual / len(payers), 1),
            f"{len(payers):,} payers paid ₹{row['amount_inr']:,.0f} within a day; {often}{failed}",
            row["first_at"],
            row["last_at"],
            row["amount_inr"],
            tuple(row["payments"]),
        )
