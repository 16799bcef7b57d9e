"""Days that are known beforehand: bank holidays and festivals."""

from datetime import date

import numpy as np

from synfin_core.calibration import Calibration
from synfin_core.features.columns import Flags, word_numbers
from synfin_core.features.log import Ints
from synfin_core.spec import FIRST_DAY, LAST_DAY
from synfin_core.timeline import Period

_EPOCH = date(1970, 1, 1)
_SUNDAY, _SATURDAY = 6, 5


class Almanac:
    """The years that calendar.yaml has festivals for; days outside them have none."""

    def __init__(self, calibration: Calibration) -> None:
        period = Period(FIRST_DAY, LAST_DAY, calibration)
        self._first = (FIRST_DAY - _EPOCH).days
        self._festive = period.festival_of[0] >= 0
        fixed = calibration.raw["calendar"]["national_bank_holidays"]["fixed"]
        self._closed = np.array([_is_closed(day, fixed) for day in period.dates])
        codes = word_numbers([state.code for state in calibration.states])
        self._order = np.argsort(codes)
        self._codes = codes[self._order]

    def is_festival(self, days: Ints, states: Ints) -> Flags:
        """[row] whether a festival of a state (its word number) lifts payments on a day since 1970."""
        found = np.minimum(np.searchsorted(self._codes, states), len(self._codes) - 1)
        known = (self._codes[found] == states) & self._covers(days)
        return known & self._festive[self._order[found], np.where(known, days - self._first, 0)]

    def is_bank_holiday(self, days: Ints) -> Flags:
        """[row] whether banks are closed on a day since 1970 (calendar.yaml national_bank_holidays)."""
        known = self._covers(days)
        return known & self._closed[np.where(known, days - self._first, 0)]

    def _covers(self, days: Ints) -> Flags:
        return (days >= self._first) & (days < self._first + len(self._closed))


def _is_closed(day: date, fixed: list[str]) -> bool:
    """Sundays, second and fourth Saturdays, and the fixed days."""
    is_even_saturday = day.weekday() == _SATURDAY and (day.day - 1) // 7 in (1, 3)
    return day.weekday() == _SUNDAY or is_even_saturday or f"{day:%m-%d}" in fixed
