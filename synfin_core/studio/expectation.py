"""What a spec will make, told before anything is made: customers, days, fraud, cases, size and time."""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from synfin_core.simulate import cases_for, population_for
from synfin_core.spec import Spec
from synfin_core.studio.quick import most_rows
from synfin_core.studio.words import plural, seconds, size, whole

ROW_BYTES = 95  # in the library, all tables (measured, 250,000 payments)
_SMALL_ROWS_A_SECOND = 120_000  # into the library, in the server (measured, 2 cores)
_JOB_ROWS_A_SECOND = 250_000  # into the library, as a job (measured, 2 cores)
_JOB_START_SECONDS = 2.0  # process, imports and plan (measured)
Mix = str | tuple[tuple[str, float], ...] | None
_KNOTS = (100, 1_000, 10_000)  # fraud rows; between them a case grows with the logarithm, beyond them it stays


@dataclass(frozen=True)
class Expectation:
    """Figures of a dataset to come."""

    spec: Spec
    n_customers: int
    start: date
    end: date
    n_fraud: int
    n_cases: int

    @property
    def n_bytes(self) -> int:
        """What it takes in the library."""
        return self.spec.count * ROW_BYTES

    @property
    def seconds(self) -> float:
        """From the press to the first chart."""
        if self.spec.count <= most_rows():
            return self.spec.count / _SMALL_ROWS_A_SECOND
        return _JOB_START_SECONDS + self.spec.count / _JOB_ROWS_A_SECOND

    @property
    def sentence(self) -> str:
        """All of it in words."""
        ready = f"ready in {'about ' if self.seconds >= 1 else ''}{seconds(self.seconds)}"
        fraud = f"about {plural(self.n_fraud, 'fraud payment')} in {plural(self.n_cases, 'case')}" if self.n_fraud else "no fraud"
        return (
            f"Expect **{whole(self.spec.count)} payments** of {plural(self.n_customers, 'customer')} from {self.start:%d %b %Y} "
            f"to {self.end:%d %b %Y}, **{fraud}**; about {size(self.n_bytes)} on disk, {ready}."
        )


@lru_cache(maxsize=256)
def expect(spec: Spec) -> Expectation:
    """Count without making anything; SpecError when the spec cannot be met."""
    population = population_for(spec)
    n_fraud = round(spec.count * spec.fraud_rate)
    n_cases = max(round(n_fraud / _rows_a_case(n_fraud, spec.fraud_mix)), 1) if n_fraud else 0
    return Expectation(spec, population.n_customers, population.period.start, population.period.end, n_fraud, n_cases)


def _rows_a_case(n_fraud: int, mix: Mix) -> float:
    """Fraud rows of a case, on average over the typologies of a mix: few rows leave no room for long cases."""
    return float(np.interp(math.log10(n_fraud), [math.log10(rows) for rows in _KNOTS], _rows_a_case_at_knots(mix)))


@lru_cache(maxsize=16)
def _rows_a_case_at_knots(mix: Mix) -> list[float]:
    """The cases of three datasets, drawn but not made: a quarter of a second for each mix (measured)."""
    return [rows / max(_n_cases(Spec(count=rows * 50, fraud_rate=0.02, fraud_mix=mix)), 1) for rows in _KNOTS]


def _n_cases(spec: Spec) -> int:
    return cases_for(spec, population_for(spec)).n_cases
