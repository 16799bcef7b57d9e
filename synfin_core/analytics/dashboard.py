"""A slice of a dataset in figures and small tables, from its aggregates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from synfin_core.analytics.interval import wilson
from synfin_core.schema import TRANSACTIONS
from synfin_core.store.cube import Cube
from synfin_core.store.slice import Slice

_DAYS_APART = 62  # up to so many days a step is a day, else a week
_MOST_ROWS = 200  # of a drill
LOOKED_AT = ("rail", "category", "state", "fraud_type")
_DRILLED = (
    "transacted_at", "amount_inr", "is_fraud", "rail", "kind", "category", "city", "state", "payer_segment", "status",
    "decline_reason", "fraud_type", "fraud_role", "fraud_severity", "transaction_id", "fraud_case_id",
)  # fmt: skip
DRILLED = tuple(column for name in _DRILLED for column in TRANSACTIONS if column.name == name)

_SUMS = """
    SELECT coalesce(sum(n), 0)::BIGINT AS n, coalesce(sum(n_fraud), 0)::BIGINT AS n_fraud,
           coalesce(sum(n_failed), 0)::BIGINT AS n_failed, coalesce(sum(moved_inr), 0) AS moved_inr,
           coalesce(sum(lost_inr), 0) AS taken_inr
    FROM {rows}"""
_CASES = """
    SELECT count(*) AS n_cases, coalesce(sum(loss_inr), 0) AS loss_inr, coalesce(sum(held_inr), 0) AS held_inr,
           coalesce(sum(restored_inr), 0) AS restored_inr
    FROM (SELECT DISTINCT fraud_case_id, loss_inr, held_inr, restored_inr FROM {rows})"""
_STEPS = """
    SELECT date_trunc('{step}', day) AS day, sum(n)::BIGINT AS n, sum(n_fraud)::BIGINT AS n_fraud,
           sum(n_failed)::BIGINT AS n_failed, sum(moved_inr) AS moved_inr, sum(lost_inr) AS taken_inr
    FROM {rows} GROUP BY ALL ORDER BY day"""
_HOURS = "SELECT weekday, hour, sum(n)::BIGINT AS n, sum(n_fraud)::BIGINT AS n_fraud FROM {rows} GROUP BY ALL"
_AMOUNTS = """
    SELECT from_inr, sum(n - n_fraud)::BIGINT AS honest, sum(n_fraud)::BIGINT AS fraud FROM {rows} GROUP BY ALL ORDER BY from_inr"""
_GROUPS = """
    SELECT CAST({by} AS VARCHAR) AS name, sum(n)::BIGINT AS n, sum(n_fraud)::BIGINT AS n_fraud, sum(lost_inr) AS taken_inr
    FROM {rows} WHERE {by} IS NOT NULL GROUP BY ALL ORDER BY n DESC, name"""
_WORDS = "SELECT DISTINCT CAST({by} AS VARCHAR) AS word FROM cube_days WHERE {by} IS NOT NULL ORDER BY word"


@dataclass(frozen=True)
class Figures:
    """Payments (`n`), of them fraud and failed; rupees moved, and taken by completed fraud payments.

    Cases with a payment in the slice, each whole: rupees lost, held on their way, restored to the loser.
    """

    n: int
    n_fraud: int
    n_failed: int
    moved_inr: float
    taken_inr: float
    n_cases: int
    loss_inr: float
    held_inr: float
    restored_inr: float

    @property
    def fraud_rate(self) -> float:
        """Share of payments that are fraud, 0-1."""
        return self.n_fraud / max(self.n, 1)

    @property
    def failed_rate(self) -> float:
        """Share of payments that failed, 0-1."""
        return self.n_failed / max(self.n, 1)

    @property
    def value_bps(self) -> float:
        """Rupees taken by fraud out of 10,000 rupees moved."""
        return self.taken_inr / max(self.moved_inr, 1.0) * 10_000


@dataclass(frozen=True, eq=False)
class Course:
    """The sums of a slice, and their course; `step` is that of `over_time`: day or week."""

    figures: Figures
    step: str
    over_time: pd.DataFrame


@dataclass(frozen=True, eq=False)
class View(Course):
    """All that the dashboard draws of a slice."""

    hours: pd.DataFrame
    amounts: pd.DataFrame
    groups: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Bounds:
    """What can be filtered by: the days of a dataset and the words of each list."""

    first: date
    last: date
    words: dict[str, tuple[str, ...]]


def bounds(cube: Cube) -> Bounds | None:
    """What can be filtered by; None where there is no payment."""
    days = cube.sql("SELECT min(day) AS first, max(day) AS last FROM cube_days").to_pylist()[0]
    if days["first"] is None:
        return None
    return Bounds(**days, words={by: tuple(cube.sql(_WORDS.format(by=by))["word"].to_pylist()) for by in LOOKED_AT})


def figures(cube: Cube, chosen: Slice) -> Figures:
    """The sums of a slice."""
    sums: dict[str, Any] = cube.sql(_SUMS.format(rows=cube.rows("days", chosen))).to_pylist()[0]
    cases: dict[str, Any] = cube.sql(_CASES.format(rows=cube.rows("cases", chosen))).to_pylist()[0]
    return Figures(**sums, **cases)


def course(cube: Cube, chosen: Slice) -> Course:
    """What is shown first of a slice."""
    days = cube.rows("days", chosen)
    span = cube.sql(f"SELECT max(day) - min(day) AS days FROM {days}")["days"][0].as_py()
    step = "day" if span is None or span <= _DAYS_APART else "week"
    return Course(figures(cube, chosen), step, cube.sql(_STEPS.format(step=step, rows=days)).to_pandas())


def view(cube: Cube, chosen: Slice, first: Course | None = None) -> View:
    """All of a slice; `first` is its course where that is known already."""
    known = first or course(cube, chosen)
    return View(
        known.figures,
        known.step,
        known.over_time,
        cube.sql(_HOURS.format(rows=cube.rows("hours", chosen))).to_pandas(),
        cube.sql(_AMOUNTS.format(rows=cube.rows("amounts", chosen))).to_pandas(),
        {by: groups(cube, chosen, by) for by in LOOKED_AT},
    )


def groups(cube: Cube, chosen: Slice, by: str) -> pd.DataFrame:
    """A row a rail, category, state or typology: name, n, n_fraud, taken_inr, and the fraud rate with its 95% interval (0-1)."""
    found = cube.sql(_GROUPS.format(by=by, rows=cube.rows("days", chosen))).to_pandas()
    low, high = wilson(found["n_fraud"], found["n"])
    return found.assign(rate=found["n_fraud"] / found["n"], low=low, high=high)


def drill(cube: Cube, chosen: Slice, only_fraud: bool = False, most: int = _MOST_ROWS) -> pd.DataFrame:
    """The first payments of a slice by time, at most so many."""
    columns = ", ".join(column.name for column in DRILLED)
    where = f"{chosen.where()}{' AND is_fraud' if only_fraud else ''}"
    query = f"SELECT {columns} FROM transactions WHERE {where} ORDER BY transacted_at, transaction_id LIMIT {int(most)}"
    return cube.sql(query).to_pandas()
