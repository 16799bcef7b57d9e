"""What the generator makes is sound, whatever was asked for; checks say what they ask."""

from math import isfinite
from typing import Any

import pytest

from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.check import FAMILIES
from synfin_core.quality.checks import CHECKS
from synfin_core.quality.subject import subject_of
from synfin_core.run import generate
from synfin_core.spec import Spec

SPECS: list[dict[str, Any]] = [
    {"count": 1},
    {"count": 100},
    {"count": 2_000, "fraud_rate": 0.05},
    {"count": 20_000, "fraud_rate": 0.0},
    {"count": 20_000, "fraud_rate": 0.2},
    {"count": 20_000, "start": "2025-08-01", "end": "2025-08-01"},
    {"count": 20_000, "start": "2023-01-01", "end": "2027-12-31"},
    {"count": 20_000, "states": ["Kerala"]},
    {"count": 20_000, "segments": ["farmer"]},
    {"count": 20_000, "rails": ["UPI"]},
    {"count": 20_000, "typologies": ["card_testing"]},
    {"count": 20_000, "bank_names": "letters", "min_cases": 1},
]


def test_what_is_made_is_sound(sound: Assessment) -> None:
    """Every check that can be judged holds, in every family."""
    assert sound.broken == ()
    assert sound.score == 100
    assert sound.families.keys() >= set(FAMILIES) - {"leakage"}


@pytest.mark.parametrize("values", SPECS, ids=str)
def test_whatever_is_asked_for_is_sound(values: dict[str, Any]) -> None:
    """One row, no fraud, one day, five years, one state, one rail: nothing is blamed that is as asked."""
    assert assess(subject_of(generate(Spec.create(seed=7, **values)))).broken == ()


def test_few_rows_are_not_judged_by_what_needs_many() -> None:
    """Of one payment no statistic is said to hold, and each says how many it needs."""
    found = assess(subject_of(generate(Spec(count=1, fraud_rate=0.0))))
    assert "statistics" not in found.families
    assert {one.detail for one in found.found if one.check.id == "amounts spread"} == {"1 of at least 2,000 that it needs"}


def test_checks_are_told_apart_and_say_what_they_ask() -> None:
    """Ids are unique; goal, unit, limits and source are there; every family has checks."""
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert {check.family for check in CHECKS} == set(FAMILIES)
    for check in CHECKS:
        assert check.goal
        assert check.unit
        assert check.low <= check.high
        assert isfinite(check.high)
        assert check.source in {"by construction", "assumed"}


def test_the_score_is_that_of_the_weakest_family(sound: Assessment) -> None:
    """One broken check among many of its family weighs as much as that family has checks."""
    worst = min(sound.families.values())
    assert sound.score == 100 * worst
    assert (
        sound.as_dict()["judged"] == len(sound.judged) == sum(one["verdict"] != "not judged" for one in sound.as_dict()["checks"])
    )
