"""Purses: what customers spend and hold, beside what they earn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from synfin_core.calibration import load_calibration
from synfin_core.store.dataset import Dataset

# Own transfers, card bills and wallet loads move money between purses of one customer; they spend nothing. What people
# hand each other goes round (people.yaml `cash_flow`), so it is flow and not spending.
_QUERY = """
WITH paid AS (
    SELECT * FROM transactions
    WHERE status = 'success' AND fraud_case_id IS NULL AND twin_id IS NULL AND anomaly_type IS NULL
          AND kind NOT IN ('own transfer', 'card bill', 'wallet load')),
gone AS (
    SELECT payer_customer_id AS customer_id, sum(amount_inr) AS inr, sum(amount_inr) FILTER (kind <> 'P2P') AS spent
    FROM paid GROUP BY payer_customer_id),
come AS (SELECT payee_customer_id AS customer_id, sum(amount_inr) AS inr FROM paid GROUP BY payee_customer_id),
opened AS (
    SELECT customer_id, sum(opening_balance_inr) AS inr FROM accounts
    WHERE account_type IN ('savings', 'current') GROUP BY customer_id),
period AS (SELECT epoch(max(transacted_at) - min(transacted_at)) / 86400 / 30.44 AS months FROM transactions)
SELECT {group} AS name, count(*) AS customers,
       median(opened.inr / income_month_inr) AS opening,
       median(coalesce(spent, 0) / income_month_inr / months) AS spending,
       median(gone.inr / come.inr) AS outflow
FROM customers LEFT JOIN gone USING (customer_id) LEFT JOIN come USING (customer_id)
     LEFT JOIN opened USING (customer_id), period
GROUP BY GROUPING SETS (({group}), ()) ORDER BY name NULLS LAST
"""
# Victims and mules are opened like everybody else: a case must not lift the purse that it is taken from.
_ROLE = """
CASE WHEN customer_id IN (SELECT payer_customer_id FROM transactions WHERE is_fraud) THEN 'victims'
     WHEN customer_id IN (SELECT payer_customer_id FROM transactions WHERE is_laundering) THEN 'mules' ELSE 'others' END
"""


@dataclass(frozen=True)
class Purse:
    """Medians over a group of customers (None: over all); opening and spending a month in monthly incomes."""

    name: str | None
    customers: int
    opening: float
    spending: float
    outflow: float
    target_opening: float | None


def purses(dataset: Dataset) -> list[Purse]:
    """One purse a segment, then one for everybody; people.yaml gives the rough size of openings."""
    targets = {segment.id: segment.opening_balance for segment in load_calibration().segments}
    return [Purse(**row, target_opening=targets.get(row["name"])) for row in _rows(dataset, "segment")]


def purses_by_role(dataset: Dataset) -> list[Purse]:
    """Mules, others, victims, then everybody."""
    return [Purse(**row, target_opening=None) for row in _rows(dataset, _ROLE)]


def _rows(dataset: Dataset, group: str) -> list[dict[str, Any]]:
    return dataset.sql(_QUERY.format(group=group)).to_pylist()


def purse_table(rows: list[Purse]) -> Iterator[str]:
    """The purses in Markdown."""
    yield "| customers | number | opening over income | people.yaml (assumed) | spending over income | paid over received |"
    yield "|---|---:|---:|---:|---:|---:|"
    for row in rows:
        target = "" if row.target_opening is None else f"{row.target_opening:.2f}"
        name = row.name or "**all** (promised: opening 0.5 to 2, spending under 1)"
        yield f"| {name} | {row.customers:,} | {row.opening:.2f} | {target} | {row.spending:.2f} | {row.outflow:.2f} |"


def lift_table(dataset: Dataset) -> Iterator[str]:
    """How often the ledger had to give way, in Markdown: openings lifted, insufficient-funds amounts raised."""
    refused = dataset.sql("SELECT count(*) AS n FROM transactions WHERE response_code IN ('Z9', '51')").to_pylist()[0]["n"]
    lifted, raised = dataset.manifest["ledger"]["openings_lifted"], dataset.manifest["ledger"]["declines_raised"]
    accounts = len(dataset.accounts)
    yield from ("| the ledger gave way | number | of | share |", "|---|---:|---:|---:|")
    yield f"| openings lifted | {lifted:,} | {accounts:,} accounts | {lifted / max(accounts, 1):.2%} |"
    yield f"| insufficient-funds amounts raised | {raised:,} | {refused:,} attempts | {raised / max(refused, 1):.2%} |"
