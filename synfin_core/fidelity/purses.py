"""Purses: what customers spend and hold, beside what they earn."""

from collections.abc import Iterator
from dataclasses import dataclass

from synfin_core.calibration import load_calibration
from synfin_core.store.dataset import Dataset

# Own transfers, card bills and wallet loads move money between purses of one customer; they spend nothing. What people
# hand each other goes round (people.yaml `cash_flow`), so it is flow and not spending.
_QUERY = """
WITH paid AS (
    SELECT * FROM transactions
    WHERE status = 'success' AND fraud_case_id IS NULL AND kind NOT IN ('own transfer', 'card bill', 'wallet load')),
gone AS (
    SELECT payer_customer_id AS customer_id, sum(amount_inr) AS inr, sum(amount_inr) FILTER (kind <> 'P2P') AS spent
    FROM paid GROUP BY payer_customer_id),
come AS (SELECT payee_customer_id AS customer_id, sum(amount_inr) AS inr FROM paid GROUP BY payee_customer_id),
opened AS (
    SELECT customer_id, sum(opening_balance_inr) AS inr FROM accounts
    WHERE account_type IN ('savings', 'current') GROUP BY customer_id),
period AS (SELECT epoch(max(transacted_at) - min(transacted_at)) / 86400 / 30.44 AS months FROM transactions)
SELECT segment, count(*) AS customers,
       median(opened.inr / income_month_inr) AS opening,
       median(coalesce(spent, 0) / income_month_inr / months) AS spending,
       median(gone.inr / come.inr) AS outflow
FROM customers LEFT JOIN gone USING (customer_id) LEFT JOIN come USING (customer_id)
     LEFT JOIN opened USING (customer_id), period
GROUP BY GROUPING SETS ((segment), ()) ORDER BY segment NULLS LAST
"""


@dataclass(frozen=True)
class Purse:
    """Medians over the customers of a segment (None: over all); opening and spending a month in monthly incomes."""

    segment: str | None
    customers: int
    opening: float
    spending: float
    outflow: float
    target_opening: float | None


def purses(dataset: Dataset) -> list[Purse]:
    """One purse a segment, then one for everybody; people.yaml gives the rough size of openings."""
    targets = {segment.id: segment.opening_balance for segment in load_calibration().segments}
    return [Purse(**row, target_opening=targets.get(row["segment"])) for row in dataset.sql(_QUERY).to_pylist()]


def purse_table(rows: list[Purse]) -> Iterator[str]:
    """The purses in Markdown."""
    yield "| segment | customers | opening over income | people.yaml (assumed) | spending over income | paid over received |"
    yield "|---|---:|---:|---:|---:|---:|"
    for row in rows:
        target = "" if row.target_opening is None else f"{row.target_opening:.2f}"
        name = row.segment or "**all** (promised: opening 0.5 to 2, spending under 1)"
        yield f"| {name} | {row.customers:,} | {row.opening:.2f} | {target} | {row.spending:.2f} | {row.outflow:.2f} |"
