"""The scorecard: verdicts, the shares that fit, and figures beyond one column."""

from dataclasses import replace
from typing import Any

import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts import all_facts
from synfin_core.fidelity.measure import measure
from synfin_core.fidelity.populations import POPULATIONS
from synfin_core.fidelity.scorecard import Scorecard, scorecard
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

YEAR = {"start": "2025-01-01", "end": "2025-12-31"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """A year of payments with some fraud."""
    return generate(Spec.create(count=100_000, fraud_rate=0.02, seed=7, **YEAR))


@pytest.fixture(scope="module")
def card(dataset: Dataset) -> Scorecard:
    """Every figure in it."""
    return scorecard(dataset)


def test_most_figures_fit_even_in_a_small_dataset(card: Scorecard) -> None:
    """Of those that count, and of those that are evidence."""
    assert card.share_met is not None
    assert card.evidence_met is not None
    assert card.share_met > 0.85
    assert card.evidence_met > 0.8
    assert len(card.held) > 120
    assert len(card.evidence) > 50


def test_only_held_figures_with_a_value_count(card: Scorecard) -> None:
    """What is assumed, of another country, or of another time is shown."""
    for row in card.held:
        assert row.fact.confidence in {"quoted", "derived"}
        assert not row.fact.shown_only
        assert row.value is not None
    assert {row.verdict for row in card.rows} == {"fits", "does not fit", "shown only", "not in this period"}
    assert set(card.misfits) < set(card.held)


def test_the_dict_tells_all_of_it(card: Scorecard) -> None:
    """One row a figure, each with target, measured, source and verdict."""
    told = card.as_dict()
    assert told["figures"] == len(told["rows"]) == len(card.rows)
    assert sum(told["verdicts"].values()) == told["figures"]
    assert told["held"] == len(card.held)


@pytest.mark.parametrize("values", [{"states": ["Kerala"]}, {"segments": ["farmer"]}, {"rails": ["UPI"]}])
def test_a_part_of_india_is_not_held_against_all_of_it(values: dict[str, list[str]]) -> None:
    """Nothing counts, so no share is told."""
    card = scorecard(generate(Spec.create(count=2_000, seed=7, **values)))
    assert {row.verdict for row in card.rows} == {"not comparable"}
    assert card.share_met is None


def test_another_mix_of_fraud_is_not_held_against_the_published_one() -> None:
    """Figures of cases alone are left out; those of banks are where banks have letters for names."""
    card = scorecard(generate(Spec.create(count=5_000, seed=7, typologies=["sim_swap"], bank_names="letters")))
    left_out = {
        row.fact.of if "payer_bank" not in row.fact.top + row.fact.where else "bank" for row in card.rows if not row.is_comparable
    }
    assert left_out == {"cases", "bank"}


@pytest.mark.parametrize(
    "values",
    [{"difficulty": "hard"}, {"drift": [{"kind": "sudden", "typology": "sim_swap", "date": "2025-06-01", "factor": 5}]}],
    ids=["difficulty", "drift"],
)
def test_fraud_of_another_difficulty_or_with_drift_is_not_held_against_the_published(values: dict[str, Any]) -> None:
    """Figures of cases are left out, and those of honest life still count."""
    card = scorecard(generate(Spec.create(count=5_000, seed=7, **YEAR, **values)))
    assert {row.fact.of for row in card.rows if not row.is_comparable} == {"cases"}
    assert card.held


def test_one_payment_has_no_error_and_breaks_nothing() -> None:
    """Figures without a payment have no value; no number is made up."""
    card = scorecard(generate(Spec(count=1, fraud_rate=0.0)))
    assert any(row.value is None for row in card.rows)
    assert all(row.verdict != "fits" or row.value is not None for row in card.rows)


def test_no_rows_measure_nothing(dataset: Dataset) -> None:
    """Every figure is not in this period, or shown."""
    card = scorecard(Dataset(dataset.spec, dataset.manifest, tables={}))
    assert {row.value for row in card.rows} == {None}
    assert card.share_met is None


@pytest.mark.parametrize("population", POPULATIONS)
def test_every_population_has_figures_and_members(dataset: Dataset, population: str) -> None:
    """A fact that adds up ones over ones is one."""
    assert population in {fact.of for fact in all_facts()}
    plain = Fact("ones", 1.0, "assumed", "2025", "assumed", top="1", of=population)  # type: ignore[arg-type]
    [row] = measure(dataset, [plain])
    assert row.value == 1
    assert row.standard_error == 0


def test_errors_are_those_of_a_sum_over_members(dataset: Dataset) -> None:
    """Of a share among customers: the root of p(1-p)/n, because each customer is a cluster."""
    fact = Fact("women", 0.5, "assumed", "2025", "assumed", top="CAST(gender = 'female' AS INT)", of="customers")
    [row] = measure(dataset, [fact])
    [n] = dataset.sql("SELECT count(*) AS n FROM customers").to_pylist()
    assert row.value is not None
    assert row.standard_error == pytest.approx((row.value * (1 - row.value) / n["n"]) ** 0.5, rel=0.15)


def test_a_narrower_tolerance_is_the_facts_own(dataset: Dataset) -> None:
    """The source may say what is near enough."""
    [fact] = [fact for fact in all_facts() if fact.name == "UPI P2M share of count"]
    [row] = measure(dataset, [replace(fact, tolerance=0.3)])
    assert row.tolerance == pytest.approx(0.3 * fact.target)


@pytest.mark.parametrize(
    "name",
    [
        "Spending that goes with one percent of income, percent",
        "Transfers to somebody paid before, second half",
        "Shops of a customer by place, Zipf's exponent",
        "Trips of a customer in a year",
        "Instalments paid on day 5 of the month",
        "Burstiness of a customer's payments",
        "Transfers' links that are returned (reciprocity)",
        "Friends of a customer who pay each other (clustering)",
        "Purchases at the busiest tenth of merchants",
        "Tail of grocery tickets, exponent",
        "salaried_mid, groceries",
        "Groceries and supermarkets, ticket from 22 to 6",
    ],
)
def test_habits_go_beyond_one_column(card: Scorecard, name: str) -> None:
    """Each is measured beside a figure that is named or assumed."""
    [row] = [row for row in card.rows if row.fact.name == name]
    assert row.value is not None
    assert row.value > 0
    assert row.fact.source


def test_spending_rises_with_income(card: Scorecard) -> None:
    """The elasticity that the calibration implies lies between those of a flat tax on spending and of luxury."""
    [row] = [row for row in card.rows if row.fact.name.startswith("Spending that goes")]
    assert 0.8 < row.fact.target < 1.1
    assert row.value is not None
    assert 0.7 < row.value < 1.4


def test_days_of_bills_follow_the_calendar(card: Scorecard) -> None:
    """Instalments fall on the days that calendar.yaml gives, to within four standard errors."""
    days = load_calibration().raw["calendar"]["salary_cycle"]["emi_and_nach_days"]
    rows = [row for row in card.rows if row.fact.name.startswith("Instalments paid on day")]
    assert len(rows) == sum(share >= 0.1 for day, share in days.items() if day != "other")
    for row in rows:
        assert row.value == pytest.approx(row.fact.target, abs=4 * row.standard_error + 0.02)
