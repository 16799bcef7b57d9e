"""Accounts that payers find within days of each other, and that hardly anybody else pays: nobody sees where the money goes."""

from collections.abc import Iterator

from synfin_core.analytics.network.data import TOTAL_INR, Data
from synfin_core.analytics.network.finding import Finding, account, paid_by

WINDOW_DAYS = 21  # a ring acts within days, its victims pay within days more, assumed
FEWEST_PAYERS = 4
LEAST_SHARE = 0.7  # of all who ever pay the account, assumed
SURE = 8.0  # log-likelihood ratio of the window's new payers beside the usual rate, assumed

_GATHERED = f"""
    WITH paid AS (
        SELECT transaction_id, transacted_at, amount_inr, payer_account_id, payee_account_id AS account
        FROM transactions
        WHERE kind = 'P2P' AND merchant_id IS NULL AND status <> 'failed' AND payer_account_id IS NOT NULL
              AND payee_account_id IS NOT NULL),
    period AS (
        SELECT greatest(date_diff('hour', min(transacted_at), max(transacted_at)) / 24.0 / {WINDOW_DAYS}, 2) AS windows
        FROM transactions),
    firsts AS (SELECT account, payer_account_id, min(transacted_at) AS first_at FROM paid GROUP BY ALL),
    counted AS (
        SELECT account, first_at, count(*) OVER recent AS n, count(*) OVER (PARTITION BY account) AS total
        FROM firsts
        WINDOW recent AS (PARTITION BY account ORDER BY first_at
                          RANGE BETWEEN INTERVAL {WINDOW_DAYS} DAY PRECEDING AND CURRENT ROW)),
    widest AS (
        SELECT account, n, first_at AS ends_at, total FROM counted
        WHERE n >= {FEWEST_PAYERS} AND n >= {LEAST_SHARE} * total
        QUALIFY row_number() OVER (PARTITION BY account ORDER BY n DESC, first_at) = 1),
    compared AS (SELECT *, (total - n + 0.5) / (windows - 1) AS usual FROM widest, period),
    found AS (SELECT * FROM compared WHERE n > usual AND n * ln(n / usual) - (n - usual) >= {SURE})
    SELECT f.account, any_value(f.n) AS n, any_value(f.total) AS total, any_value(f.usual) AS usual,
           min(p.transacted_at) AS first_at, max(p.transacted_at) AS last_at, {TOTAL_INR} AS amount_inr,
           list(p.transaction_id ORDER BY p.transacted_at, p.transaction_id) AS payments,
           list(p.payer_account_id ORDER BY p.transacted_at, p.transaction_id) AS payers
    FROM found f
    JOIN firsts USING (account)
    JOIN paid p ON p.account = f.account AND p.payer_account_id = firsts.payer_account_id
    WHERE firsts.first_at BETWEEN f.ends_at - INTERVAL {WINDOW_DAYS} DAY AND f.ends_at
    GROUP BY f.account ORDER BY f.account"""


def gathered(data: Data) -> Iterator[Finding]:
    """Accounts that four payers or more pay for the first time within three weeks, and hardly anybody outside of them."""
    for row in data.sql(_GATHERED).to_pylist():
        centre = account(row["account"])
        yield Finding(
            "shared payee",
            centre,
            paid_by(row["payers"], centre),
            1 - float(row["usual"]) / row["n"],
            f"{row['n']} payers paid this account for the first time within {WINDOW_DAYS} days, ₹{row['amount_inr']:,.0f} in all; "
            f"{row['total'] - row['n']} others ever did",
            row["first_at"],
            row["last_at"],
            row["amount_inr"],
            tuple(row["payments"]),
        )
