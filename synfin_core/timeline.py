"""Days, hours, festivals and pay days as arrays of weights. Times are int64 microseconds since the period's first midnight."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.drift import Change

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DAY_CURVES = ("upi_p2m", "upi_p2p", "neft_rtgs", "card")
HOUR_CURVES = ("upi_p2m", "upi_p2p", "card_pos", "card_ecom", "atm", "aeps", "neft_rtgs", "night")
HOUR_CELLS = 12
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NIGHT = (22, 23, 0, 1, 2, 3, 4, 5)
_P2M_SHARE_OF_LIFT = 0.6  # calendar.yaml generator_assumed.lift_rules


@dataclass(frozen=True)
class Month:
    """A month, or the part of it in the period: first and last day as offsets, and the days that pay it."""

    year: int
    month: int
    first: int
    length: int

    def offset(self, day: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """Day offset of a day of month, the last day where the month is shorter."""
        return self.first + np.minimum(np.asarray(day), self.length) - 1


class Period:
    """The days of a run, with every weight that depends on the date, and how frauds drift over them."""

    def __init__(self, start: date, end: date, calibration: Calibration, drift: tuple[Change, ...] = ()) -> None:
        self.start, self.end, self.drift = start, end, drift
        self.days = (end - start).days + 1
        self.calibration = calibration
        self.dates = [start + timedelta(days=offset) for offset in range(self.days)]
        self.cells = 14 if self.days <= 800 else 16

    @property
    def length(self) -> int:
        """Microseconds in the period."""
        return self.days * DAY

    @property
    def n_months(self) -> float:
        """Length in average months."""
        return self.days * 12 / 365.25

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Every month that the period touches; offsets may lie outside the period."""
        found, year, month = [], self.start.year, self.start.month
        while date(year, month, 1) <= self.end:
            first = (date(year, month, 1) - self.start).days
            found.append(Month(year, month, first, monthrange(year, month)[1]))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return tuple(found)

    @cached_property
    def month_of_day(self) -> NDArray[np.int16]:
        """Number of the month of each day, from 0."""
        return np.array([(day.year - self.start.year) * 12 + day.month - self.start.month for day in self.dates], np.int16)

    @cached_property
    def weekday(self) -> NDArray[np.int8]:
        """0 Monday to 6 Sunday, for each day."""
        return np.array([day.weekday() for day in self.dates], np.int8)

    @cached_property
    def festival_lift(self) -> NDArray[np.float64]:
        """[of payments at large | by card, state, day] multiplier; the largest of the festivals that overlap (lift_rules)."""
        return self._festivals[0]

    @cached_property
    def festival_of(self) -> NDArray[np.int16]:
        """[of payments at large | by card, state, day] index of the festival that lifts the day, -1 where none."""
        return self._festivals[1]

    @cached_property
    def festival_chance(self) -> NDArray[np.float64]:
        """[of payments at large | by card, state, day] share of a day's shopping that the festival moves to its own categories."""
        lift = self.festival_lift
        return np.where(self.festival_of >= 0, _P2M_SHARE_OF_LIFT * np.maximum(lift - 1, 0) / lift, 0.0)

    @cached_property
    def _festivals(self) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
        states = self.calibration.states
        lift = np.ones((2, len(states), self.days))
        which = np.full((2, len(states), self.days), -1, np.int16)
        for index, festival in enumerate(self.calibration.festivals):
            rows = [place for place, state in enumerate(states) if festival.states is None or state.code in festival.states]
            for by_card, highest in enumerate((festival.volume_lift, festival.card_lift)):
                for day, factor in self._ramp(festival.dates.values(), festival.window, highest):
                    better = [row for row in rows if abs(factor - 1) > abs(lift[by_card, row, day] - 1)]
                    lift[by_card, better, day], which[by_card, better, day] = factor, index
        return lift, which

    def _ramp(self, days: object, window: tuple[int, int], lift: float) -> list[tuple[int, float]]:
        """(day offset, multiplier) over a festival's window: linear up to the day itself, and down after it."""
        ramp = []
        for text in days:  # type: ignore[attr-defined]
            centre = (date.fromisoformat(text) - self.start).days
            for shift in range(window[0], window[1] + 1):
                reach = abs(window[0] if shift < 0 else window[1]) + 1
                if 0 <= centre + shift < self.days:
                    ramp.append((centre + shift, 1 + (lift - 1) * (1 - abs(shift) / reach)))
        return ramp

    @cached_property
    def day_weights(self) -> NDArray[np.float64]:
        """[curve, state, day] weight: growth, day of month, weekday, festivals; scaled to mean 1 over the days."""
        calendar = self.calibration.raw["calendar"]
        growth = calendar["monthly_seasonality_upi_daily_mean"]["monthly_growth"]["value"]
        by_month_day = calendar["salary_cycle"]["spend_multiplier_by_day_of_month"]
        base = np.array([(1 + growth) ** (offset / 30.4375) * by_month_day[day.day - 1] for offset, day in enumerate(self.dates)])
        weights = np.empty((len(DAY_CURVES), len(self.calibration.states), self.days))
        for curve, name in enumerate(DAY_CURVES):
            days = calendar["day_of_week"]["upi_p2m" if name == "card" else name]  # day_of_week_for
            week = np.array([days[word] for word in _WEEKDAYS])[self.weekday]
            weights[curve] = base * week * (1.0 if name == "neft_rtgs" else self.festival_lift[int(name == "card")])
        return weights / weights.mean(axis=2, keepdims=True)

    @cached_property
    def day_table(self) -> NDArray[np.uint16]:
        """[curve, state, 2**cells] day offset in each cell, in proportion to `day_weights`."""
        cells = 1 << self.cells
        edges = np.cumsum(self.day_weights, axis=2)
        bounds = np.rint(edges / edges[:, :, -1:] * cells).astype(np.int64)
        counts = np.diff(bounds, axis=2, prepend=0).reshape(-1)
        days = np.tile(np.arange(self.days, dtype=np.uint16), counts.size // self.days)
        return np.repeat(days, counts).reshape(len(DAY_CURVES), -1, cells)

    @cached_property
    def hour_table(self) -> NDArray[np.uint8]:
        """[curve, segment, 2**HOUR_CELLS] hour in each cell; a segment's nights weigh by its `night_owl`."""
        curves = self.calibration.raw["calendar"]["hour_of_day"]
        night = [0.0] * 2 + [1.0] * 8 + [0.0] * 14  # nach: 02:00-10:00 flat (calendar.yaml curve_for)
        segments = self.calibration.segments
        table = np.empty((len(HOUR_CURVES), len(segments), 1 << HOUR_CELLS), np.uint8)
        for row, name in enumerate(HOUR_CURVES):
            for column, segment in enumerate(segments):
                weights = np.array(curves.get(name, night), dtype=np.float64)
                weights[list(_NIGHT)] *= 1.0 if name == "night" else segment.night_owl
                bounds = np.rint(np.cumsum(weights) / weights.sum() * (1 << HOUR_CELLS)).astype(np.int64)
                table[row, column] = np.repeat(np.arange(24, dtype=np.uint8), np.diff(bounds, prepend=0))
        return table
