"""Ties of cases: told by number and key alone, in the shares that fraud.yaml asks for, one after the other where one leads."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError
from synfin_core.fraud import combinations
from synfin_core.fraud.combinations import (
    ALONE,
    CHAINED,
    COORDINATED,
    NOTHING,
    PROGRESSIVE,
    RUN,
    Ties,
    cases_of,
    chains,
    growth_of,
    ties_of,
)
from synfin_core.fraud.difficulty import stories_at
from synfin_core.fraud.loader import stories
from synfin_core.randomness import Streams
from synfin_core.spec import DEFAULT_START
from synfin_core.timeline import DAY, Period

CALIBRATION = load_calibration()
STORIES = {story.typology.id: story for story in stories(CALIBRATION)}
YEAR = Period(DEFAULT_START, DEFAULT_START.replace(month=12, day=31), CALIBRATION)
FIGURES = CALIBRATION.raw["fraud"]["combinations"]


def _ties(name: str, numbers: np.ndarray) -> Ties:
    return ties_of((STORIES[name],), np.zeros(len(numbers), np.int64), numbers, Streams(3, "test"), YEAR)


@pytest.mark.parametrize("name", ["qr_scam", "loan_takeover"])
def test_ties_follow_from_the_number_alone(name: str) -> None:
    """A case has the same ties whether it is told alone or among a thousand."""
    many, alone = _ties(name, np.arange(1_000)), _ties(name, np.array([417]))
    for field in ("kind", "run", "step", "size", "shared", "home", "key", "start"):
        assert getattr(many, field)[417] == getattr(alone, field)[0]


def test_rings_and_learning_thieves_have_their_shares_of_cases() -> None:
    """Within three standard errors, which runs of six make larger; what they have in common is told for each."""
    ties = _ties("qr_scam", np.arange(120_000))
    for kind, code in (("coordinated", COORDINATED), ("progressive", PROGRESSIVE)):
        share = FIGURES[kind]["share_of_cases"]
        assert abs((ties.kind == code).mean() - share) < 3 * (RUN * share * (1 - share) / len(ties.kind)) ** 0.5
    assert ((ties.shared == NOTHING) == (ties.kind == ALONE)).all()


def test_a_ring_acts_within_days_and_a_thief_at_intervals() -> None:
    """Starts of one ring lie within the days of fraud.yaml; those of one thief follow each other by about his gap."""
    ties = _ties("qr_scam", np.arange(60_000))
    for kind, least, most in ((COORDINATED, 0, FIGURES["coordinated"]["days"]), (PROGRESSIVE, 1.5, 18)):
        mine = np.flatnonzero(ties.kind == kind)
        same = np.diff(mine) == 1
        same &= ties.run[mine[1:]] == ties.run[mine[:-1]]
        gap = np.diff(ties.start[mine])[same] / DAY
        assert np.abs(gap).max() <= most and (kind == COORDINATED or gap.min() >= least)


def test_a_thief_takes_more_each_time_and_no_more_on_average() -> None:
    """Factors of a run grow by 1.4-2.2 and have the mean 1; all other cases keep their size."""
    ties = _ties("qr_scam", np.arange(60_000))
    growth, mine = growth_of(CALIBRATION, ties), np.flatnonzero(ties.kind == PROGRESSIVE)
    follows = np.flatnonzero(ties.run[mine[1:]] == ties.run[mine[:-1]])
    ratio = growth[mine[follows + 1]] / growth[mine[follows]]

    assert (growth[ties.kind != PROGRESSIVE] == 1).all()
    assert ratio.min() >= 1.4 - 1e-9 and ratio.max() <= 2.2 + 1e-9
    assert growth[mine].mean() == pytest.approx(1)


@pytest.mark.parametrize("name", list(chains(CALIBRATION)))
def test_a_chained_case_begins_after_the_one_that_leads_to_it(name: str) -> None:
    """Its first leg comes after the last one of the case of the same number, in the same shard."""
    chain, numbers = chains(CALIBRATION)[name], np.arange(3_000)
    ties, before = _ties(name, numbers), _ties(chain.first.typology.id, numbers)
    chained = ties.kind == CHAINED
    first = _bound(STORIES[name], numbers, np.minimum)
    last = _bound(chain.first, numbers, np.maximum)

    assert abs(chained.sum() / (chained | (ties.kind == ALONE)).sum() - chain.share) < 0.04
    assert (ties.home[chained] == before.home[chained]).all()
    assert (first[chained] > last[chained]).all()


@pytest.mark.parametrize("difficulty", ["easy", "hard"])
@pytest.mark.parametrize("name", list(chains(CALIBRATION)))
def test_it_does_so_at_every_difficulty(name: str, difficulty: str) -> None:
    """Also where a preset draws the first story out over more weeks."""
    numbers, told = np.arange(3_000), {story.typology.id: story for story in stories_at(CALIBRATION, difficulty)}
    chained = ties_of((told[name],), np.zeros(3_000, np.int64), numbers, Streams(3, "test"), YEAR).kind == CHAINED
    first = _bound(told[name], numbers, np.minimum)
    last = _bound(told[chains(CALIBRATION)[name].first.typology.id], numbers, np.maximum)

    assert (first[chained] > last[chained]).all()


def _bound(story, numbers: np.ndarray, bound: np.ufunc) -> np.ndarray:  # type: ignore[no-untyped-def]
    """First or last instant of each case."""
    cases = cases_of(story, Streams(3, "test"), numbers, YEAR)
    legs = story.legs(cases)
    found = np.full(len(numbers), np.iinfo(np.int64).max if bound is np.minimum else np.iinfo(np.int64).min)
    bound.at(found, legs.case, legs.time)
    return found


@pytest.mark.parametrize(("first", "then"), [("sim_swpa", "ato"), ("ato", "sim_swap"), ("ato", "ato")])
def test_an_unknown_typology_or_a_circle_is_refused(first: str, then: str) -> None:
    """Both names are told."""
    rows = [{"from": first, "to": then}, {"from": "sim_swap", "to": "ato"}]
    with pytest.raises(CalibrationError, match=f"from '{first}' to '{then}'"):
        combinations.refuse_circles(rows, set(STORIES))
