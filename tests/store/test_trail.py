"""A case is followed to the paisa: all that was taken is found again, in every account and at every exit."""

from collections import defaultdict
from math import isclose

import pytest

from synfin_core.errors import WrongUse
from synfin_core.run import generate, make
from synfin_core.simulate import plan
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.trail import Trail, follow

SPEC = Spec(count=60_000, fraud_rate=0.02, seed=9)


@pytest.fixture(scope="module")
def crimes() -> Dataset:
    """60,000 payments in several shards."""
    return generate(SPEC)


@pytest.fixture(scope="module")
def crossing() -> list[int]:
    """Cases whose payments lie in two shards or more, those in most shards first."""
    chosen, seen = plan(SPEC), defaultdict(set)
    for number in range(chosen.population.n_shards):
        tables = make(chosen, number, None).tables or {}
        for case in tables["transactions"].column("fraud_case_id").drop_null().unique().to_pylist():
            seen[case].add(number)
    return [case for case, shards in seen.items() if len(shards) > 1]


def _paise(rupees: float) -> int:
    return round(rupees * 100)


def _adds_up(trail: Trail) -> bool:
    """Taken is found again at the ends; each account received what it passed on, paid out and kept."""
    accounts = trail.accounts.to_pylist()
    shares = ("passed_on_inr", "left_inr", "kept_inr")
    return (
        _paise(trail.case["taken_inr"]) == sum(_paise(row["inr"]) for row in trail.ends.to_pylist())
        and _paise(trail.case["taken_inr"]) == sum(_paise(trail.case[name]) for name in ("exits_inr", "held_inr", "kept_inr"))
        and all(_paise(row["received_inr"]) == sum(_paise(row[name]) for name in shares) for row in accounts)
        and all(row["kept_inr"] >= 0 for row in accounts)
        and trail.case["kept_inr"] >= 0
    )


def test_cases_that_cross_shards_add_up_to_the_paisa(crimes: Dataset, crossing: list[int]) -> None:
    """Every one of them, and mules of at least one passed it on through three layers."""
    trails = [follow(crimes, case) for case in crossing]

    assert len(trails) > 20
    assert all(_adds_up(trail) for trail in trails)
    assert max(row["layer"] for trail in trails for row in trail.accounts.to_pylist()) >= 3


def test_every_kind_of_case_adds_up(crimes: Dataset) -> None:
    """One case of each typology: with many victims, of customers who steal, in shops and in cash."""
    chosen = crimes.sql("SELECT min(fraud_case_id) AS id FROM fraud_cases GROUP BY fraud_type ORDER BY id").to_pylist()
    trails = [follow(crimes, row["id"]) for row in chosen]

    assert len(trails) > 15 and all(_adds_up(trail) for trail in trails)
    for trail in trails:
        lost = max(trail.case["taken_inr"] - trail.case["given_inr"], 0)
        assert trail.case["fraud_type"] == "triangulation" or isclose(trail.case["loss_inr"], lost, abs_tol=0.005)


def test_the_timeline_begins_before_the_loss_and_ends_with_what_became_known(crimes: Dataset) -> None:
    """In time order: events and payments of the case, each once, then what was noticed."""
    trail = follow(crimes)
    case, rows = trail.case, trail.timeline.to_pylist()
    instants = [row["happened_at"] for row in rows]

    assert instants == sorted(instants)
    assert sum(row["what"] == "payment" for row in rows) == case["n_legs"]
    assert [row["happened_at"] for row in rows if row["step"] == "noticed"] == [case["noticed_at"]]
    assert instants[0] <= case["started_at"]


def test_an_unknown_case_is_refused(crimes: Dataset) -> None:
    """The number that came is told, and where to find others; a dataset without fraud has none to follow."""
    with pytest.raises(WrongUse, match="no fraud case 12; a fraud_case_id"):
        follow(crimes, 12)
    with pytest.raises(WrongUse, match="no fraud case to follow"):
        follow(generate(Spec(count=2_000, fraud_rate=0.0)))
