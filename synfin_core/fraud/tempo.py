"""When cases of a typology that drifts begin: starts drawn evenly are moved, in their order, to days by how often they should.

No draw changes: who falls to which case, and for what sum, stays as it was. The mix says how often a typology acts where
nothing changes it, so its share of all cases goes with the mean over the days.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Typology
from synfin_core.drift import Change
from synfin_core.errors import SpecError
from synfin_core.fraud.loader import Story
from synfin_core.fraud.rhythms import moved, start_days
from synfin_core.fraud.story import Cases
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64
from synfin_core.timeline import DAY, Period


@lru_cache(maxsize=256)
def tempo_of(typology: str, period: Period) -> NDArray[np.float64] | None:
    """How often cases begin on each of the `start_days`, 1 where nothing changes it; None of a typology that does not drift."""
    days = start_days(period.length) + period.start.toordinal()
    weights = [_weights(change, days) for change in period.drift if change.typology == typology]
    return np.prod(weights, axis=0) if weights else None


def begun(typology: str, even: Ints, period: Period) -> Ints:
    """Starts that were drawn evenly, microseconds since the period began, as the typology's tempo has them."""
    tempo = tempo_of(typology, period)
    if tempo is None:
        return even
    days = start_days(period.length)
    whole, first = len(days) * DAY, int(days[0]) * DAY
    return (moved((even - first) / whole, tempo) * whole).astype(np.int64) + first


def cases_at(typology: Typology, number: Ints, key: U64, start: Ints, period: Period) -> Cases:
    """Cases with these starts, and the tempo of their typology."""
    return Cases(typology, number, key, start, period.length, period.start.toordinal(), tempo_of(typology.id, period))


def drifted(stories: tuple[Story, ...], shares: tuple[float, ...], period: Period) -> tuple[float, ...]:
    """Shares of cases under the drift of the period; SpecError when that names a day or a typology that is not there."""
    for change in period.drift:
        _check(change, stories, period)
    tempos = (tempo_of(story.typology.id, period) for story in stories)
    return tuple(share if tempo is None else share * float(tempo.mean()) for share, tempo in zip(shares, tempos, strict=True))


def _check(change: Change, stories: tuple[Story, ...], period: Period) -> None:
    if change.typology not in {story.typology.id for story in stories}:
        raise SpecError(f"drift names {change.typology}, which typologies leaves out; name it there too, or leave the change out")
    for name, day in (("date", change.date), ("until", change.until)):
        if day is not None and not period.start <= day <= period.end:
            allowed = f"a day of the period, {period.start} to {period.end}, is allowed"
            raise SpecError(f"drift: {name} of {change.typology} is {day}; {allowed}")


def _weights(change: Change, days: Ints) -> NDArray[np.float64]:
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
