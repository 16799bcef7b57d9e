"""When things happen in a story: hours of the day and days of the calendar by weight, sleep, and the end of a scheme.

Moments are moved in their order, never drawn anew: a day's (or a period's) time is stretched where weights are small and
squeezed where they are large, so that what came first stays first.
"""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.story import LEAD, Cases, Legs
from synfin_core.timeline import DAY, HOUR

Weights = tuple[float, ...]

# 24 weights each, hour 0 first; all assumed, after the timing that fraud.yaml tells in words.
BANKING: Weights = (0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 8, 10, 9, 6, 7, 8, 4, 1, 0, 0, 0, 0, 0, 0)
MORNING: Weights = (0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 10, 8, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
DAYTIME: Weights = (0.2, 0, 0, 0, 0, 0, 0.2, 0.5, 2, 4, 7, 8, 8, 6, 6, 6, 7, 7, 7, 6, 5, 3, 2, 1)
EVENING: Weights = (2, 1, 0.5, 0.3, 0.2, 0.3, 0.6, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 5, 6, 8, 9, 9, 7, 4)
SMALL_HOURS: Weights = (2, 6, 9, 10, 9, 4, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5)
LATE: Weights = (7, 4, 0, 0, 0, 0, 0, 0, 0, 0.3, 0.4, 0.4, 0.4, 0.5, 0.5, 0.5, 0.6, 0.8, 1.5, 3, 5, 8, 10, 9)
RUSH: Weights = (0, 0, 0, 0, 0, 0, 0, 0.5, 1, 1.5, 2, 4, 5, 3, 1, 1, 2, 4, 8, 10, 8, 3, 0.5, 0)
# Mandates run outside the peak: 00:00-10:00, 13:00-17:00, from 21:30 (calendar.yaml autopay_windows, npci_peak); shares assumed.
MANDATES: Weights = (4, 5, 6, 6, 6, 6, 5, 4, 3, 2, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 2)

# Monday first: calendar.yaml day_of_week neft_rtgs, with every second Saturday and all Sundays closed (national_bank_holidays).
WORKING_WEEK: Weights = (1.20, 1.15, 1.13, 1.13, 1.18, 0.40, 0.02)
ASLEEP, UP, CAUGHT_UP = 2 * HOUR, 8 * HOUR, 12 * HOUR  # what the night held back is done by noon, assumed
WEEK_SHIFT = 2  # days by which a move inside the week may shorten or lengthen a span


def within_day(time: NDArray[np.int64], hours: Weights) -> NDArray[np.int64]:
    """Times moved inside their own day to where the hours weigh."""
    midnight = time - time % DAY
    return midnight + (moved((time % DAY) / DAY, np.array(hours)) * DAY).astype(np.int64)


def within_week(cases: Cases, time: NDArray[np.int64], week: Weights, hours: Weights) -> NDArray[np.int64]:
    """Times moved inside their own calendar week, Monday to Sunday, to where weekday and hour weigh."""
    since = (time + (cases.first_day - 1) * DAY) % (7 * DAY)
    cells = np.outer(week, np.array(hours) / sum(hours)).reshape(-1)
    return time - since + (moved(since / (7 * DAY), cells) * 7 * DAY).astype(np.int64)


def awake(time: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times from bedtime to noon moved, in order, between getting up and noon; others stay."""
    into = time % DAY
    later = UP + ((into - ASLEEP) * ((CAUGHT_UP - UP) / (CAUGHT_UP - ASLEEP))).astype(np.int64)
    return np.where((into >= ASLEEP) & (into < CAUGHT_UP), time - into + later, time)


def begin(cases: Cases, hours: Weights, *, week: Weights = (), month_days: Weights = (), months: Weights = ()) -> Cases:
    """The cases with their starts moved to days by weekday (7), day of month (31) and month (12), and to hours by weight (24).

    Where cases have a tempo of their own, a day's weight is multiplied by it.
    """
    start = cases.start
    if week or month_days or months:
        days = start_days(cases.length)
        weights = _day_weights(cases.first_day + days, week, month_days, months)
        whole, first = len(days) * DAY, int(days[0]) * DAY
        share = (start - first) / whole
        if cases.tempo is not None:
            share, weights = _evened(share, cases.tempo), weights * cases.tempo
        start = (moved(share, weights) * whole).astype(np.int64) + first
    return replace(cases, start=within_day(start, hours))


def start_days(length: int) -> NDArray[np.int64]:
    """The days on which a case may start, counted from the first of a period of `length` microseconds; LEAD goes before it."""
    return np.arange(-(-min(length // 8, LEAD) // DAY) * -1, -(-length // DAY))


def centred(cases: Cases, length: NDArray[np.int64]) -> Cases:
    """The cases moved back by half of what they last, so that payments of long ones are no rarer early in the period than late.

    Those with a tempo stay, because it says when they begin.
    """
    if cases.tempo is not None:
        return cases
    return replace(cases, start=cases.start - length // 2)


def not_before(cases: Cases, legs: Legs) -> Legs:
    """The legs, those of a case that would begin before cases of its typology may start later by whole weeks."""
    if cases.tempo is None or cases.tempo[0]:
        return legs
    onset = start_days(cases.length)[np.flatnonzero(cases.tempo)[0]] * DAY
    first = np.full(len(cases), np.iinfo(np.int64).max)
    np.minimum.at(first, legs.case, legs.time)
    weeks = np.maximum(-((first - onset) // (7 * DAY)), 0)
    return replace(legs, time=legs.time + weeks[legs.case] * 7 * DAY)


def before(cases: Cases, time: NDArray[np.int64], day: date) -> NDArray[np.bool_]:
    """Which times come before a date."""
    return time < (day.toordinal() - cases.first_day) * DAY


def _day_weights(ordinals: NDArray[np.int64], week: Weights, month_days: Weights, months: Weights) -> NDArray[np.float64]:
    """The weight of each day, given as ordinals."""
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    weights = np.ones(len(days))
    weights *= np.array(week)[(ordinals - 1) % 7] if week else 1.0
    weights *= np.array(months)[month.astype(np.int64) % 12] if months else 1.0
    weights *= np.array(month_days)[(days - month).astype(np.int64)] if month_days else 1.0
    return weights


def moved(share: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of a span, 0-1, moved in order so that its equal cells hold as much as they weigh."""
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    return np.interp(share, edges / edges[-1], np.linspace(0.0, 1.0, len(edges)))


def _evened(share: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of a span that were `moved` by these weights, as they were before."""
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    return np.interp(share, np.linspace(0.0, 1.0, len(edges)), edges / edges[-1])
