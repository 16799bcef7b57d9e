"""Rhythms: moments move in order, only inside their day or period, to where the weights are."""

from datetime import date

import numpy as np
import pandas as pd

from synfin_core.calibration import load_calibration
from synfin_core.fraud.rhythms import BANKING, LATE, WORKING_WEEK, awake, before, begin, centred, within_day, within_week
from synfin_core.fraud.story import Cases
from synfin_core.randomness import Streams
from synfin_core.timeline import DAY, HOUR

FIRST = date(2024, 7, 3)  # a Wednesday
TYPOLOGY = load_calibration().typologies[0]
TIMES = np.arange(-3 * DAY, 30 * DAY, 7 * HOUR // 11)


def _cases(days: int = 365) -> Cases:
    return Cases.of(TYPOLOGY, Streams(3, "test"), np.arange(5_000), days * DAY, FIRST.toordinal())


def _dates(time: np.ndarray) -> pd.Series:
    return pd.Series(pd.Timestamp(FIRST) + pd.to_timedelta(time, unit="us"))


def test_a_day_keeps_its_moments_in_order_and_in_the_hours_that_weigh() -> None:
    """No moment leaves its day or passes another; hours of no weight stay empty."""
    moved = within_day(TIMES, BANKING)

    assert np.array_equal(moved // DAY, TIMES // DAY) and np.all(np.diff(moved) >= 0)
    assert _dates(moved).dt.hour.between(9, 17).all()


def test_a_week_goes_by_the_calendar() -> None:
    """Moments stay in their week, Monday to Sunday, and in order; hardly any falls on a Sunday."""
    moved = _dates(within_week(_cases(), TIMES, WORKING_WEEK, BANKING))

    assert moved.dt.to_period("W").equals(_dates(TIMES).dt.to_period("W")) and moved.is_monotonic_increasing
    assert (moved.dt.day_of_week == 6).mean() < 0.01


def test_what_the_night_held_back_is_done_by_noon() -> None:
    """Nothing happens from two to eight; order is kept, and other hours stay as they are."""
    moved = awake(TIMES)
    kept = (TIMES % DAY < 2 * HOUR) | (TIMES % DAY >= 12 * HOUR)

    assert not _dates(moved).dt.hour.between(2, 7).any() and np.all(np.diff(moved) >= 0)
    assert np.array_equal(moved[kept], TIMES[kept])


def test_cases_begin_in_the_months_days_and_hours_that_weigh() -> None:
    """Weights of nought leave months, weekdays, days of the month and hours empty; cases stay in their order."""
    start = _cases().start
    months = (0.0,) * 3 + (1.0,) * 9
    days = (1.0,) * 10 + (0.0,) * 21
    week = (1.0,) * 5 + (0.0,) * 2
    begun = begin(_cases(), LATE, week=week, month_days=days, months=months).start
    dates = _dates(begun)

    assert dates.dt.month.min() == 4 and dates.dt.day.max() == 10 and dates.dt.day_of_week.max() == 4
    assert not dates.dt.hour.between(2, 8).any()
    assert np.all(np.diff(begun[np.argsort(start, kind="stable")] // DAY) >= 0)


def test_a_short_period_keeps_its_cases() -> None:
    """Seasons move cases inside the period only: a month keeps all of them."""
    begun = begin(_cases(30), LATE, months=(1.0,) * 6 + (0.1, 5.0) + (1.0,) * 4).start

    assert begun.min() >= -7 * DAY and begun.max() < 30 * DAY


def test_before_a_date() -> None:
    """Midnight of the date itself is no longer before it."""
    assert before(_cases(), np.array([DAY - 1, DAY]), date(2024, 7, 4)).tolist() == [True, False]


def test_long_cases_lie_around_their_moment() -> None:
    """A case that lasts ten days begins five days earlier; one that lasts no time stays."""
    cases = _cases().take(np.array([0, 1]))

    assert (cases.start - centred(cases, np.array([10 * DAY, 0])).start).tolist() == [5 * DAY, 0]
