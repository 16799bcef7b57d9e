"""Payments that follow a timetable: one row for each holder and month, or week, inside the period and its windows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.moments import inside
from synfin_core.randomness import U64, Streams, chance
from synfin_core.timeline import DAY
from synfin_core.world.people import People

WEEKS_A_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True)
class Timetable:
    """Rows of a timetable: who, the day offset, a 64-bit draw each, and the number of the month or week."""

    who: NDArray[np.int32]
    day: NDArray[np.int64]
    draws: U64
    turn: NDArray[np.int64]


def monthly(
    people: People, streams: Streams, name: str, holds: NDArray[np.bool_], day_of_month: NDArray[np.int64], scale: float
) -> Timetable:
    """Once a month on each holder's day; day 0 stands for the last working day of the month."""
    period = people.population.period
    who = np.flatnonzero(holds)
    wanted = day_of_month[who]
    last = np.array([last_working(month.first + month.length - 1, period.start.weekday()) for month in period.months])
    offsets = np.array([month.offset(np.maximum(wanted, 1)) for month in period.months])
    day = np.where(wanted == 0, last[:, None], offsets)
    draws = streams.raw(name, len(period.months) * len(people)).reshape(-1, len(people))[:, who]
    return _kept(people, who, day, draws, scale)


def weekly(
    people: People, streams: Streams, name: str, holds: NDArray[np.bool_], weekday: NDArray[np.int64], scale: float
) -> Timetable:
    """Once a week on each holder's weekday (0 Monday)."""
    period = people.population.period
    who = np.flatnonzero(holds)
    weeks = period.days // 7 + 2
    day = (weekday[who] - period.start.weekday()) % 7 + 7 * np.arange(weeks)[:, None]
    draws = streams.raw(name, weeks * len(people)).reshape(-1, len(people))[:, who]
    return _kept(people, who, day, draws, scale)


def last_working(day: int, first_weekday: int) -> int:
    """The day offset itself, or the Friday before where it falls on a weekend."""
    return day - max((first_weekday + day) % 7 - 4, 0)


def _kept(people: People, who: NDArray[np.int64], day: NDArray[np.int64], draws: U64, scale: float) -> Timetable:
    start = people.active_from[who]
    kept = (day >= start) & (day < start + people.population.window_days) & inside(people.population.period, day * DAY)
    if scale < 1:
        kept &= chance(draws << np.uint64(20), scale)
    turn, column = np.nonzero(kept)
    return Timetable(who[column].astype(np.int32), day[kept], draws[kept], turn)


def days_by_share(shares: list[tuple[int, int, float]], draws: NDArray[np.float64]) -> NDArray[np.int64]:
    """A day of month for each draw in [0, 1): spans (first, last, share), uniform inside a span."""
    edges = np.cumsum([share for *_, share in shares]) / sum(share for *_, share in shares)
    span = np.minimum(np.searchsorted(edges, draws, side="right"), len(shares) - 1)
    within = (draws - np.concatenate([[0], edges[:-1]])[span]) / np.diff(edges, prepend=0)[span]
    first = np.array([span[0] for span in shares])[span]
    last = np.array([span[1] for span in shares])[span]
    return first + (within * (last - first + 1)).astype(np.int64)
