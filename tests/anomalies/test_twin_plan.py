"""The plan of twins: whole, keyed, and the same whoever makes it."""

from pathlib import Path

import numpy as np
import pytest

from synfin_core.anomalies.twin_plan import MOST_ROWS, plan_twins
from synfin_core.fraud.difficulty import difficulties
from synfin_core.run import generate
from synfin_core.simulate import Plan, plan
from synfin_core.spec import Spec

A_CASE = difficulties()["realistic"].twins_a_case


@pytest.fixture(scope="module")
def chosen() -> Plan:
    """The plan of 300,000 payments at the default rate."""
    return plan(Spec(count=300_000, fraud_rate=0.01, seed=2))


def test_three_a_case_below_the_bound(chosen: Plan) -> None:
    """Each typology has three twins for each of its cases, each number once."""
    for story in chosen.cases.stories:
        cases, twins = chosen.cases.numbers(story.code), chosen.twins.numbers(story.code)
        assert len(twins) == len(np.unique(twins)) == A_CASE * len(cases)


def test_twins_stay_when_another_typology_is_taken_away(chosen: Plan) -> None:
    """With the cases of the others fixed, their twins keep number, shard and customer."""
    others = [story.code for story in chosen.cases.stories[1:]]
    without = plan_twins(chosen.cases.of_stories(others), chosen.population, chosen.spec.count)
    kept = chosen.twins.of_stories(others)

    assert 0 < kept.n_cases < chosen.twins.n_cases
    assert np.array_equal(without.bounds, kept.bounds)
    assert np.array_equal(without.table[:5], kept.table[:5])  # a ring has no meaning for who pays no mule


def test_fewer_in_proportion_above_the_bound() -> None:
    """At the highest rate each typology with 30 cases keeps the same share of its twins, within a twelfth of one a case."""
    crowded = plan(Spec(count=300_000, fraud_rate=0.2, seed=2))
    pairs = [(crowded.cases.numbers(story.code), crowded.twins.numbers(story.code)) for story in crowded.cases.stories]
    share = {len(twins) / len(cases) for cases, twins in pairs if len(cases) >= 30}

    assert len(share) > 5 and 0 < max(share) < A_CASE
    assert max(share) - min(share) < 1 / 12
    assert MOST_ROWS < 0.1


def test_any_number_of_workers_makes_the_same_twins_and_anomalies(tmp_path: Path) -> None:
    """Fingerprints of every table agree."""
    spec = Spec(count=60_000, fraud_rate=0.02, anomaly_rate=0.02, seed=6)
    one, two = (generate(spec, workers=workers, folder=tmp_path / str(workers)).manifest for workers in (1, 2))

    assert one["fingerprints"] == two["fingerprints"]
    assert one["rows"]["twins"] > 100 and one["rows"]["anomalies"] == 1_200
