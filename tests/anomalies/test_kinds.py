"""Every typology has a kind of twin, and every kind ends innocently."""

import numpy as np
import pytest

from synfin_core.anomalies.kinds import kinds, kinds_of, twin_stories
from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError
from synfin_core.fraud.loader import file_names, stories
from synfin_core.fraud.story import TO_MULE, Cases
from synfin_core.randomness import Streams

LENGTH = 365 * 86_400_000_000
STORIES = stories(load_calibration())
TWINS = twin_stories(STORIES)


@pytest.mark.parametrize("typology", file_names())
def test_every_typology_has_a_twin(typology: str) -> None:
    """At least one kind names the typology among those that it looks like."""
    assert any(typology in kind.looks_like for kind in kinds())


def test_kinds_name_typologies_that_exist() -> None:
    """No kind looks like what nobody makes, and each tells its story in a sentence."""
    assert {typology for kind in kinds() for typology in kind.looks_like} == set(file_names())
    assert all(kind.sentence.endswith(".") and kind.sentence.count("\n") == 0 for kind in kinds())


def test_a_typology_without_a_kind_is_named() -> None:
    """The error says which typology lacks a twin, and where to give it one."""
    with pytest.raises(CalibrationError, match="anomalies/twins: no kind has 'moon_shot' in LOOKS_LIKE"):
        kinds_of("moon_shot")


@pytest.mark.parametrize("twin", TWINS, ids=lambda story: story.typology.id)
def test_no_twin_pays_a_mule(twin) -> None:  # type: ignore[no-untyped-def]
    """Money goes to outside persons, companies, merchants and into cash, whom no other shard has to know."""
    legs = twin.legs(Cases.of(twin.typology, Streams(1, "test"), np.arange(300), LENGTH))

    assert len(legs) > 0
    assert not np.any(legs.direction == TO_MULE)


@pytest.mark.parametrize(("story", "twin"), list(zip(STORIES, TWINS, strict=True)), ids=file_names())
def test_a_twin_has_the_outer_shape_of_its_typology(story, twin) -> None:  # type: ignore[no-untyped-def]
    """As many payments and as far apart: means of 2,000 each within a fifth, on other keys."""
    shapes = []
    for one in (story, twin):
        cases = Cases.of(one.typology, Streams(1, "test"), np.arange(2_000), LENGTH)
        legs = one.legs(cases)
        first, last = np.full(len(cases), LENGTH * 3), np.full(len(cases), -LENGTH)
        np.minimum.at(first, legs.case, legs.time)
        np.maximum.at(last, legs.case, legs.time)
        made = last >= first
        shapes.append((np.bincount(legs.case, minlength=len(cases))[made].mean(), (last - first)[made].mean()))

    assert shapes[1] == pytest.approx(shapes[0], rel=0.2)
    assert shapes[1] != shapes[0]
