"""Accounts and merchants about which several customers complain: an event that the bank sees on its day, no label."""

from collections.abc import Iterator
from typing import Any

from synfin_core.analytics.network.data import TOTAL_INR, Data
from synfin_core.analytics.network.finding import Finding, Kind, Member, Thing, paid_by

MERCHANT_DAYS, ACCOUNT_DAYS = 7, 30  # between the payments complained about; people wait longer for money lent or invested, assumed
FEWEST_CUSTOMERS = 2
SURE = 4.0  # log-likelihood ratio of the window's complaints beside those that so many payments usually cause, assumed

# The days of payments about which most customers complain, of each payee, beside the rate of all payees.
_COMPLAINED = """
    WITH paid AS (
        SELECT transaction_id, transacted_at, amount_inr, payer_account_id, {payee} AS id FROM transactions WHERE {only}),
    complained AS (
        SELECT id, e.customer_id, min(transacted_at) AS paid_at
        FROM events e JOIN paid USING (transaction_id) WHERE e.event = 'complaint' GROUP BY ALL),
    counted AS (
        SELECT id, paid_at, count(*) OVER recent AS n
        FROM complained
        WINDOW recent AS (PARTITION BY id ORDER BY paid_at RANGE BETWEEN INTERVAL {days} DAY PRECEDING AND CURRENT ROW)),
    worst AS (
        SELECT id, n, paid_at AS ends_at FROM counted WHERE n >= {fewest}
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY n DESC, paid_at) = 1),
    rate AS (
        SELECT (SELECT count(*) FROM complained) / count(*)
               / greatest(date_diff('hour', min(transacted_at), max(transacted_at)) / 24.0 / {days}, 1) AS usual_share
        FROM paid),
    compared AS (
        SELECT w.*, count(*) * any_value(usual_share) AS usual FROM worst w JOIN paid USING (id), rate GROUP BY ALL),
    found AS (SELECT * FROM compared WHERE n > usual AND n * ln(n / usual) - (n - usual) >= {sure})
    SELECT f.id, any_value(f.n) AS n, any_value(f.usual) AS usual, min(p.transacted_at) AS first_at,
           max(p.transacted_at) AS last_at, {total_inr} AS amount_inr,
           list(p.transaction_id ORDER BY p.transacted_at, p.transaction_id) AS payments,
           list(p.payer_account_id ORDER BY p.transacted_at, p.transaction_id) FILTER (p.payer_account_id IS NOT NULL) AS payers
    FROM found f
    JOIN paid p ON p.id = f.id AND p.transacted_at BETWEEN f.ends_at - INTERVAL {days} DAY AND f.ends_at
    SEMI JOIN (SELECT transaction_id FROM events WHERE event = 'complaint') e ON e.transaction_id = p.transaction_id
    GROUP BY f.id ORDER BY f.id"""


def complained_merchants(data: Data) -> Iterator[Finding]:
    """Merchants about which two customers or more complain for payments of one week."""
    query = _query("merchant_id", "merchant_id IS NOT NULL", MERCHANT_DAYS)
    yield from (_finding("shared merchant", "merchant", MERCHANT_DAYS, row) for row in data.sql(query).to_pylist())


def complained_payees(data: Data) -> Iterator[Finding]:
    """Accounts about which two customers or more complain for payments of one month."""
    query = _query("payee_account_id", "merchant_id IS NULL AND payee_account_id IS NOT NULL", ACCOUNT_DAYS)
    yield from (_finding("shared payee", "account", ACCOUNT_DAYS, row) for row in data.sql(query).to_pylist())


def complained_payments(data: Data) -> frozenset[int]:
    """Ids of the payments that customers complained about."""
    query = "SELECT DISTINCT transaction_id FROM events WHERE event = 'complaint' AND transaction_id IS NOT NULL"
    return frozenset(data.sql(query)["transaction_id"].to_pylist())


def _query(payee: str, only: str, days: int) -> str:
    return _COMPLAINED.format(payee=payee, only=only, days=days, fewest=FEWEST_CUSTOMERS, sure=SURE, total_inr=TOTAL_INR)


def _finding(kind: Kind, thing: Thing, days: int, row: dict[str, Any]) -> Finding:
    customers, usual, centre = int(row["n"]), float(row["usual"]), Member(thing, row["id"])
    return Finding(
        kind,
        centre,
        paid_by(row["payers"] or (), centre),
        1 - usual / customers,
        f"{customers} customers complained about payments of ₹{row['amount_inr']:,.0f} to it within {days} days; "
        f"so many payments usually bring {usual:.2g} complaints",
        row["first_at"],
        row["last_at"],
        row["amount_inr"],
        tuple(row["payments"]),
    )
