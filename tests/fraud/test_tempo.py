"""Tempo: cases of a typology that drifts begin when the changes say; who falls and for what stays as it was."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from synfin_core.calibration import load_calibration
from synfin_core.drift import Change
from synfin_core.errors import SpecError
from synfin_core.fraud.combinations import CHAINED, COORDINATED, cases_of, chains, ties_of
from synfin_core.fraud.loader import stories
from synfin_core.fraud.tempo import drifted
from synfin_core.randomness import Streams
from synfin_core.spec import Spec
from synfin_core.timeline import DAY, Period

PERIOD = Period(date(2025, 1, 1), date(2025, 12, 31), load_calibration())
STORIES = stories(load_calibration())
N = 6_000
SIGMAS = 3.5  # of the binomial, for 20 fixed comparisons


def _change(kind: str, typology: str, **keys: Any) -> Change:
    return Spec.create(drift=[{"kind": kind, "typology": typology, **keys}]).drift[0]


def _period(*changes: Change) -> Period:
    return Period(PERIOD.start, PERIOD.end, PERIOD.calibration, changes)


def _begun(typology: str, *changes: Change) -> NDArray[np.int64]:
    """The day in the period on which each of N cases makes its first payment."""
    story = next(one for one in STORIES if one.typology.id == typology)
    legs = story.legs(cases_of(story, Streams(5, "test"), np.arange(N), _period(*changes)))
    first = np.full(N, PERIOD.length)
    np.minimum.at(first, legs.case, legs.time)
    return first // DAY


def _ordinal(day: str) -> int:
    return (date.fromisoformat(day) - PERIOD.start).days


def _within(found: NDArray[np.bool_], usual: NDArray[np.bool_], factor: float) -> bool:
    """Whether the odds of `found` are `factor` times those of `usual`, within sampling error of both."""
    odds = factor * usual.mean() / (1 - usual.mean())
    share = odds / (1 + odds)
    error = np.sqrt(share * (1 - share) * (1 / len(found) + 1 / len(usual)))
    return bool(abs(found.mean() - share) < SIGMAS * error)


@pytest.mark.parametrize("typology", ["qr_scam", "ecom_nondelivery", "betting_gateway", "aeps_clone", "velocity_abuse"])
@pytest.mark.parametrize("factor", [0.25, 3.0])
def test_after_a_sudden_change_cases_are_as_often_as_it_says(typology: str, factor: float) -> None:
    """The odds of beginning after the date are the factor times what they were, whatever the typology's season."""
    after = _ordinal("2025-08-01")

    assert _within(
        _begun(typology, _change("sudden", typology, date="2025-08-01", factor=factor)) >= after, _begun(typology) >= after, factor
    )


def test_a_gradual_change_goes_up_in_a_line() -> None:
    """Half way between its days a typology is half way to its factor; after them it stays there."""
    drifting = _begun("qr_scam", _change("gradual", "qr_scam", date="2025-03-01", until="2025-09-01", factor=5))
    months = [
        drifting[(drifting >= _ordinal(day)) & (drifting < _ordinal(day) + 30)].size
        for day in ("2025-01-15", "2025-05-17", "2025-10-15")
    ]
    none, half, full = months

    assert abs(half / none - 3) < 0.9 and abs(full / half - 5 / 3) < 0.4


def test_a_recurring_change_comes_back() -> None:
    """On the days of the change cases are as often as it says, every time; a ring or a learning thief may reach beyond them."""
    change = _change("recurring", "qr_scam", date="2025-02-10", days=5, every_days=30, factor=6)
    inside = np.zeros(PERIOD.days + 1, bool)
    for first, last in change.spans(PERIOD.end):
        inside[(first - PERIOD.start).days : (last - PERIOD.start).days + 1] = True
    usual, drifting = _begun("qr_scam"), _begun("qr_scam", change)

    assert len(change.spans(PERIOD.end)) == 11
    assert 4.5 < inside[drifting].mean() / (1 - inside[drifting].mean()) * (1 - inside[usual].mean()) / inside[usual].mean() < 6.5


@pytest.mark.parametrize("typology", [story.typology.id for story in STORIES])
def test_a_new_typology_has_no_payment_before_its_date(typology: str) -> None:
    """Not one leg of any case, however long or seasonal it is; and it does begin soon afterwards."""
    begun = _begun(typology, _change("new_typology", typology, date="2025-06-18"))
    day = _ordinal("2025-06-18")

    assert begun.min() >= day
    assert np.mean(begun < day + 60) > 0.1


@pytest.mark.parametrize("typology", ["sim_swap", "task_scam"])
def test_a_case_that_another_leads_to_still_follows_it(typology: str) -> None:
    """Where the first typology drifts, the second goes with it: its first payment comes after the last one of the first."""
    drift = _period(_change("sudden", typology, date="2025-08-01", factor=8))
    led, chain = next((name, chain) for name, chain in chains(PERIOD.calibration).items() if chain.first.typology.id == typology)
    story = next(one for one in STORIES if one.typology.id == led)
    numbers, streams = np.arange(N), Streams(5, "test")
    chained = ties_of((story,), np.zeros(N, np.int64), numbers, streams, drift).kind == CHAINED
    last, first = np.full(N, -PERIOD.length), np.full(N, 2 * PERIOD.length)
    for cases, bound, found in ((chain.first, np.maximum, last), (story, np.minimum, first)):
        legs = cases.legs(cases_of(cases, streams, numbers, drift))
        bound.at(found, legs.case, legs.time)

    assert chained.sum() > 500
    assert (first[chained] > last[chained]).all()


def test_a_ring_stays_together() -> None:
    """However rare cases become, those of a ring lie within its days; and drift leaves each case its shard and its ring."""
    drift, numbers = _period(_change("sudden", "qr_scam", date="2025-03-01", factor=0.02)), np.arange(20_000)
    story = next(one for one in STORIES if one.typology.id == "qr_scam")
    ties, usual = (
        ties_of((story,), np.zeros(len(numbers), np.int64), numbers, Streams(5, "test"), period) for period in (drift, PERIOD)
    )
    ring = np.flatnonzero(ties.kind == COORDINATED)
    same = ties.run[ring[1:]] == ties.run[ring[:-1]]
    days = PERIOD.calibration.raw["fraud"]["combinations"]["coordinated"]["days"]

    assert np.abs(np.diff(ties.start[ring])[same]).max() <= days * DAY
    assert np.array_equal(ties.home, usual.home) and np.array_equal(ties.kind, usual.kind)


def test_changes_of_one_typology_multiply() -> None:
    """A typology may come new and then grow."""
    new = _change("new_typology", "qr_scam", date="2025-04-01")
    grows = _change("sudden", "qr_scam", date="2025-10-01", factor=4)
    later = _ordinal("2025-10-01")

    assert _begun("qr_scam", new, grows).min() >= _ordinal("2025-04-01")
    assert _within(_begun("qr_scam", new, grows) >= later, _begun("qr_scam", new) >= later, 4)


def test_the_share_of_a_typology_goes_with_its_mean_over_the_days() -> None:
    """Where nothing changes it, it acts as the mix says: a typology that exists for half of the days has half of the cases."""
    middle = PERIOD.start + timedelta(days=PERIOD.days // 2)
    shares = drifted(STORIES, (1.0,) * len(STORIES), _period(Change("new_typology", "qr_scam", middle)))
    found = dict(zip((story.typology.id for story in STORIES), shares, strict=True))

    assert found.pop("qr_scam") == pytest.approx(0.5, abs=0.02)
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            Change("new_typology", "qr_scam", date(2026, 1, 1)),
            "drift: date of qr_scam is 2026-01-01; a day of the period, 2025-01-01 to",
        ),
        (Change("gradual", "qr_scam", date(2025, 5, 1), date(2026, 5, 1), 2.0), "drift: until of qr_scam is 2026-05-01; a day of"),
        (Change("new_typology", "task_scam", date(2025, 5, 1)), "drift names task_scam, which typologies leaves out"),
    ],
)
def test_a_change_outside_the_run_is_refused(change: Change, sentence: str) -> None:
    """A day outside the period, and a typology that does not act, are told in one sentence."""
    told = tuple(story for story in STORIES if story.typology.id == "qr_scam")
    with pytest.raises(SpecError, match=sentence):
        drifted(told, (1.0,), _period(change))
