"""Measure every fact in a dataset: ratio, standard error between customers, and whether it fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts import all_facts
from synfin_core.store.dataset import Dataset

RELATIVE_TOLERANCE = 0.10
STANDARD_ERRORS = 3.0

# Payers are the clusters: the payments of one customer are alike, so errors between rows would be far too small.
_QUERY = """
WITH payments AS (
    SELECT t.*, account_type FROM transactions t LEFT JOIN accounts ON account_id = payer_account_id
    WHERE fraud_case_id IS NULL AND twin_id IS NULL AND anomaly_type IS NULL
          AND kind NOT IN ('refund', 'reversal') AND ({of_attempts} OR status = 'success')),
payers AS (
    SELECT coalesce(payer_customer_id, merchant_id) AS payer,
           sum(CAST({top} AS DOUBLE)) AS y, sum(CAST({bottom} AS DOUBLE)) AS x
    FROM payments WHERE {where} GROUP BY payer),
whole AS (SELECT sum(y) / sum(x) AS ratio, sum(x) AS n FROM payers WHERE x IS NOT NULL)
SELECT ratio, sqrt(sum((y - ratio * x) ** 2)) / n AS standard_error
FROM payers, whole GROUP BY ratio, n
"""


@dataclass(frozen=True)
class Measured:
    """A fact beside what the dataset has; `value` is None where its period holds no such payment."""

    fact: Fact
    value: float | None
    standard_error: float

    @property
    def tolerance(self) -> float:
        """A tenth of the target, or three standard errors where that is more."""
        return max(RELATIVE_TOLERANCE * abs(self.fact.target), STANDARD_ERRORS * self.standard_error)

    @property
    def fits(self) -> bool:
        """Within the tolerance."""
        return self.value is not None and abs(self.value - self.fact.target) <= self.tolerance


def measure(dataset: Dataset, facts: Iterable[Fact] | None = None) -> list[Measured]:
    """Every fact beside the dataset, outside cases, twins and anomalies; successful payments unless a fact is of attempts."""
    return [_measure(dataset, fact) for fact in (all_facts() if facts is None else facts)]


def _measure(dataset: Dataset, fact: Fact) -> Measured:
    query = _QUERY.format(top=fact.top, bottom=fact.bottom, where=fact.where, of_attempts=str(fact.of_attempts).upper())
    rows = dataset.sql(query).to_pylist()
    if not rows or rows[0]["ratio"] is None or not isfinite(rows[0]["ratio"]):
        return Measured(fact, None, 0.0)
    return Measured(fact, rows[0]["ratio"], rows[0]["standard_error"] or 0.0)
