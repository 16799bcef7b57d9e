"""Promises that every typology keeps, found from the loader."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.loader import file_names, stories
from synfin_core.fraud.story import IS_FRAUD, TO_MULE, Cases
from synfin_core.randomness import Streams

LENGTH = 365 * 86_400_000_000
STORIES = stories(load_calibration())


def test_every_file_has_a_block_and_is_loaded() -> None:
    """The loader pairs files and blocks by name."""
    assert tuple(story.typology.id for story in STORIES) == file_names()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.typology.id)
def test_legs_follow_from_the_case_alone(story) -> None:  # type: ignore[no-untyped-def]
    """A case has the same legs whether it is made alone or among a thousand."""
    many = story.legs(Cases.of(story.typology, Streams(1, "test"), np.arange(1_000), LENGTH))
    alone = story.legs(Cases.of(story.typology, Streams(1, "test"), np.array([417]), LENGTH))

    assert np.array_equal(np.sort(many.time[many.case == 417]), np.sort(alone.time))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.typology.id)
def test_steps_stay_inside_the_calibration(story) -> None:  # type: ignore[no-untyped-def]
    """Fraud legs of a case number as fraud.yaml says; shares of a case's size sum to one, a pay-back aside."""
    low, high = story.typology.figures["steps"]["count"]
    cases = Cases.of(story.typology, Streams(1, "test"), np.arange(2_000), LENGTH)
    legs = story.legs(cases)
    counts = np.bincount(legs.case[IS_FRAUD[legs.role]], minlength=len(cases))
    shares = np.bincount(legs.case, np.where(legs.direction == TO_MULE, legs.weight, 0.0), len(cases))

    assert counts.min() >= low and counts.max() <= high * 1.3
    assert np.all((shares == 0) | (np.abs(shares - 1) < 1e-9))
