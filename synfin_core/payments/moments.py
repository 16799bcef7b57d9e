"""When: a day by season, festival and weekday, an hour by rail and night owl, and instants that can never tie across links."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import U64
from synfin_core.timeline import DAY, DAY_CURVES, HOUR, HOUR_CELLS, MINUTE, Period
from synfin_core.world.people import People

STEP = 32  # microseconds; each link owns one residue of it
LOCAL = 0
BATCH = 30 * MINUTE  # NEFT batches (payments.yaml neft.batches, recollected)


def moments(people: People, who: NDArray[np.int32], hours: NDArray[np.uint8] | int, curve: str, draws: U64) -> NDArray[np.int64]:
    """Times for payments of these people: one 64-bit draw each, split into day, hour and microsecond."""
    period = people.population.period
    cells = period.cells
    day_index = (draws >> np.uint64(64 - cells)).astype(np.int64)
    table = period.day_table[DAY_CURVES.index(curve)].reshape(-1)
    day = table[(people.state.astype(np.int64) << cells)[who] + day_index].astype(np.int64)
    return _in_window(people, who, day) * DAY + time_of_day(people, people.segment[who], hours, draws)


def time_of_day(people: People, segment: NDArray[np.uint8], hours: NDArray[np.uint8] | int, draws: U64) -> NDArray[np.int64]:
    """Microseconds since midnight, from the low 44 bits of each draw."""
    table = people.population.period.hour_table
    row = (np.asarray(hours, np.int64) * table.shape[1] + segment) << HOUR_CELLS
    hour = table.reshape(-1)[row + ((draws >> np.uint64(32)) & np.uint64((1 << HOUR_CELLS) - 1)).astype(np.int64)]
    return hour.astype(np.int64) * HOUR + (((draws & np.uint64(0xFFFFFFFF)) * np.uint64(HOUR)) >> np.uint64(32)).astype(np.int64)


def _in_window(people: People, who: NDArray[np.int32], day: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days squeezed into each customer's active window, where windows are shorter than the period."""
    population = people.population
    if population.window_days >= population.period.days:
        return day
    return people.active_from[who] + day * population.window_days // population.period.days


def own_residue(time: NDArray[np.int64], link: int | NDArray[np.int64]) -> NDArray[np.int64]:
    """The nearest instant that belongs to `link`: its residue within STEP shifts by a keyed amount each minute."""
    return time - time % STEP + (link + time // MINUTE * 13) % STEP


def separate(time: NDArray[np.int64], later: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Instants of one link made distinct: of two that tie, the second (rows in `later` last) moves on by STEP."""
    for _ in range(64):
        ordered = np.sort(time)
        if not np.any(ordered[1:] == ordered[:-1]):
            return time
        order = np.lexsort((np.arange(len(time)), later if later is not None else np.zeros(len(time)), time))
        ties = np.flatnonzero(time[order][1:] == time[order][:-1]) + 1
        time = time.copy()
        time[order[ties]] += STEP
    raise RuntimeError("instants could not be told apart in 64 rounds")  # every repair loop has a bound


def batched(time: NDArray[np.int64], draws: NDArray[np.uint16]) -> NDArray[np.int64]:
    """NEFT: settled in half-hourly batches, each spread over four minutes."""
    return time - time % BATCH + draws.astype(np.int64) * (4 * MINUTE // 65_536)


def inside(period: Period, time: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which times lie in the period."""
    return (time >= 0) & (time < period.length)
