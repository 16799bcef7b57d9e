"""Facts come from the calibration, and measuring one gives what a plain query gives."""

import re
from datetime import date
from pathlib import Path

import pytest

from synfin_core.calibration import FOLDER
from synfin_core.fidelity.facts import all_facts
from synfin_core.fidelity.measure import Measured, measure
from synfin_core.fidelity.purses import lift_table, purse_table, purses, purses_by_role
from synfin_core.fidelity.table import calibration_table
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

_OUTSIDE = "fraud_case_id IS NULL AND twin_id IS NULL AND anomaly_type IS NULL"
_HONEST = f"{_OUTSIDE} AND status = 'success' AND kind NOT IN ('refund', 'reversal')"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """A year of payments."""
    return generate(Spec.create(count=100_000, fraud_rate=0.01, seed=7, start="2025-01-01", end="2025-12-31"))


@pytest.fixture(scope="module")
def rows(dataset: Dataset) -> dict[str, Measured]:
    """Every fact, measured."""
    return {f"{row.fact.name}, {row.fact.period}": row for row in measure(dataset)}


def test_every_fact_has_a_source() -> None:
    """The source stands in SOURCES.md, or the figure says that it has none."""
    sources = set(re.findall(r"\*\*(\w+)\*\*", Path(FOLDER, "SOURCES.md").read_text(encoding="utf-8")))
    assert {fact.source for fact in all_facts()} <= sources | {"assumed", "recollected"}


def test_facts_are_told_apart_by_name_and_period() -> None:
    """No two lines of the table are the same figure, and no target is missing."""
    facts = all_facts()
    assert len({(fact.name, fact.period) for fact in facts}) == len(facts) > 80
    assert all(fact.target > 0 for fact in facts)


def test_only_strong_figures_are_held_to_the_tolerance() -> None:
    """What is recollected or assumed is no evidence against the data."""
    assert {fact.confidence for fact in all_facts() if fact.is_held} == {"quoted", "derived"}


def test_a_ticket_is_the_average_of_honest_successful_payments(dataset: Dataset, rows: dict[str, Measured]) -> None:
    """The measured value is what a plain query gives."""
    query = f"SELECT avg(amount_inr) AS ticket FROM transactions WHERE rail = 'UPI' AND {_HONEST}"
    assert rows["UPI ticket, all, 2025-07"].value == pytest.approx(dataset.sql(query).to_pylist()[0]["ticket"])


def test_errors_are_those_between_customers(dataset: Dataset, rows: dict[str, Measured]) -> None:
    """Payments of one customer are alike, so the error is larger than one between rows would be."""
    query = f"SELECT stddev(amount_inr) / sqrt(count(*)) AS error FROM transactions WHERE rail = 'UPI' AND {_HONEST}"
    assert rows["UPI ticket, all, 2025-07"].standard_error > dataset.sql(query).to_pylist()[0]["error"]


def test_another_year_is_not_held_against_this_one(rows: dict[str, Measured]) -> None:
    """A figure of 2024 has no value in a dataset of 2025."""
    other = rows["Diwali 2024-10-31, count beside a mean day, 2024-10-31"]
    assert other.value is None
    assert not other.fits


def test_the_table_has_a_line_for_every_fact(rows: dict[str, Measured]) -> None:
    """A heading, a rule, and the facts, each with the same number of cells."""
    lines = list(calibration_table(rows.values()))
    assert len(lines) == len(rows) + 2
    assert {line.count("|") for line in lines} == {lines[0].count("|")}


def test_purses_are_believable(dataset: Dataset) -> None:
    """Half of the customers spend less than they earn and open with half to two monthly incomes."""
    found = purses(dataset)
    assert found[-1].name is None
    assert found[-1].spending < 1
    assert 0.5 <= found[-1].opening <= 2
    assert len(list(purse_table(found))) == len(found) + 2


def test_victims_and_mules_open_like_others() -> None:
    """No case lifts the purse that it is taken from, and no opening had to be lifted for one; so little fraud leaves others."""
    dataset = generate(Spec(count=100_000, fraud_rate=0.003, seed=7))
    found = {row.name: row for row in purses_by_role(dataset)}
    assert min(row.customers for row in found.values()) > 20
    assert 0.5 < found["victims"].opening / found["others"].opening < 2
    assert dataset.manifest["ledger"]["openings_lifted"] == 0
    assert len(list(lift_table(dataset))) == 4


@pytest.mark.parametrize(
    "name",
    ["UPI ticket, all", "UPI ticket, P2P", "UPI ticket, P2M", "UPI P2M share of count", "UPI P2M share of value"],
)
def test_upi_looks_like_upi(rows: dict[str, Measured], name: str) -> None:
    """The five leading figures fit even in a small dataset."""
    row = rows[f"{name}, 2025-07"]
    assert row.fits, f"{row.value} for {row.fact.target}, allowed {row.tolerance} off"


def test_months_that_a_dataset_does_not_have_are_not_judged() -> None:
    """A spring says nothing of autumn, and is held to its own months."""
    spring = generate(Spec(count=20_000, seed=3, start=date(2025, 2, 1), end=date(2025, 6, 30)))
    growth = {one.fact.period: one.verdict for one in measure(spring) if one.fact.name.startswith("UPI payments a day")}

    assert {growth[month] for month in ("2025-07", "2025-09", "2025-11")} == {"not in this period"}
    assert {growth[month] for month in ("2025-04", "2025-06")} <= {"fits", "does not fit"}
