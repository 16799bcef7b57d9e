"""When cases of a typology that drifts begin: their starts are moved, in their order, to days by how often they should begin.

No draw changes: who falls to which case, and for what sum, stays as it was. The mix says how often a typology acts where
nothing changes it, so its share of all cases goes with the mean over the days.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.drift import Change
from synfin_core.errors import SpecError
from synfin_core.fraud.loader import Story
from synfin_core.fraud.rhythms import moved, start_days
from synfin_core.fraud.story import Cases, Legs
from synfin_core.timeline import DAY, Period

_WEEK = 7 * DAY
_ALWAYS = -(2**62)


@dataclass(frozen=True, eq=False)
class Tempo:
    """How often cases begin on each of the `start_days`, 1 where nothing changes it; none before `onset`, microseconds since
    the period began."""

    weights: NDArray[np.float64]
    onset: int

    @classmethod
    def of(cls, changes: Sequence[Change], period: Period) -> Self:
        """All changes of one typology together."""
        days = start_days(period.length) + period.start.toordinal()
        onsets = [one.date.toordinal() - period.start.toordinal() for one in changes if one.kind == "new_typology"]
        return cls(np.prod([_weights(one, days) for one in changes], axis=0), max(onsets, default=_ALWAYS // DAY) * DAY)


def drifted(
    stories: tuple[Story, ...], shares: tuple[float, ...], changes: Sequence[Change], period: Period
) -> tuple[tuple[Story, ...], tuple[float, ...]]:
    """The stories and their shares of cases under the changes; SpecError when one names a day or a typology that is not there."""
    for change in changes:
        _check(change, stories, period)
    names = {change.typology for change in changes}
    tempos = {name: Tempo.of([one for one in changes if one.typology == name], period) for name in names}
    told = tuple(_by(story, tempos.get(story.typology.id)) for story in stories)
    means = {name: float(tempo.weights.mean()) for name, tempo in tempos.items()}
    return told, tuple(share * means.get(story.typology.id, 1.0) for story, share in zip(stories, shares, strict=True))


def _check(change: Change, stories: tuple[Story, ...], period: Period) -> None:
    if change.typology not in {story.typology.id for story in stories}:
        raise SpecError(f"drift names {change.typology}, which typologies leaves out; name it there too, or leave the change out")
    for name, day in (("date", change.date), ("until", change.until)):
        if day is not None and not period.start <= day <= period.end:
            raise SpecError(
                f"drift: {name} of {change.typology} is {day}; a day of the period, {period.start} to {period.end}, is allowed"
            )


def _weights(change: Change, days: NDArray[np.int64]) -> NDArray[np.float64]:
    """How often cases begin on each day (an ordinal) under one change."""
    since = days - change.date.toordinal()
    match change.kind:
        case "sudden":
            share = since >= 0
        case "gradual":
            whole = (change.until or change.date) - change.date
            share = np.clip(since / whole.days, 0.0, 1.0)
        case "recurring":
            share = (since >= 0) & (since % change.every_days < change.days)
        case "new_typology":
            return (since >= 0).astype(float)
    return np.asarray(1.0 + (change.factor - 1.0) * share, float)


def _by(story: Story, tempo: Tempo | None) -> Story:
    """The story, its cases begun by a tempo."""
    return story if tempo is None else replace(story, legs=partial(_legs, story.legs, tempo))


def _legs(act: Callable[[Cases], Legs], tempo: Tempo, cases: Cases) -> Legs:
    """The legs of cases whose starts were drawn evenly."""
    days = start_days(cases.length)
    whole, first = len(days) * DAY, int(days[0]) * DAY
    start = (moved((cases.start - first) / whole, tempo.weights) * whole).astype(np.int64) + first
    return _not_before(act(replace(cases, start=start, tempo=tempo.weights)), tempo.onset, len(cases))


def _not_before(legs: Legs, onset: int, n_cases: int) -> Legs:
    """The legs, those of a case that would begin before the onset later by whole weeks."""
    begins = np.full(n_cases, np.iinfo(np.int64).max)
    np.minimum.at(begins, legs.case, legs.time)
    weeks = np.maximum(-(-(onset - begins) // _WEEK), 0)
    return replace(legs, time=legs.time + weeks[legs.case] * _WEEK)
