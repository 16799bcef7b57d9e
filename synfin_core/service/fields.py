"""What a field of a request may hold: the observable columns of the glossary, each with its kinds, words and bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

import pyarrow as pa

from synfin_core.errors import closest
from synfin_core.features import events, payments
from synfin_core.quality.checks.schema import RANGES, WORDS
from synfin_core.records.event_rates import KINDS
from synfin_core.schema import TABLES, Column, observable
from synfin_core.spec import FIRST_DAY, LAST_DAY

_WORDS = WORDS | {("events", "event"): KINDS}
_READ = {"transactions": payments.READ, "events": events.READ}
_MOST_ID = 10**18  # two of them and one more fit in 64 bits
_MOST = 1e12  # rupees or kilometres
_LONGEST = 120  # characters of a word
_FIRST, _LAST = datetime.combine(FIRST_DAY, time.min), datetime.combine(LAST_DAY, time.max)
_ARROW = {"id": pa.int64(), "count": pa.int64(), "money": pa.float64(), "number": pa.float64(), "flag": pa.bool_()}
_SAID = {str: "text", bool: "a flag", list: "a list", dict: "an object", type(None): "nothing"}


@dataclass(frozen=True)
class Field:
    """One field: `words` it may be one of (none: any), and its lowest and highest value where it is a number."""

    column: Column
    is_read: bool
    words: frozenset[str]
    low: float
    high: float

    @property
    def name(self) -> str:
        """As the glossary calls it."""
        return self.column.name

    @property
    def is_needed(self) -> bool:
        """Whether a score cannot do without it."""
        return self.is_read and not self.column.nullable

    @property
    def arrow(self) -> pa.DataType:
        """Its type as a column."""
        return pa.timestamp("us") if self.column.dtype == "instant" else _ARROW.get(self.column.dtype, pa.string())

    @cached_property
    def kinds(self) -> frozenset[type]:
        """Types that JSON may give it."""
        numbers: dict[str, tuple[type, ...]] = {"id": (int,), "count": (int,), "money": (int, float), "number": (int, float)}
        kinds = numbers.get(self.column.dtype, (bool,) if self.column.dtype == "flag" else (str,))
        return frozenset(kinds if self.is_needed else (*kinds, type(None)))

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.column.dtype in _ARROW:
            bounds = f"from {self.low:,.15g} to {self.high:,.15g}"
            kind = "a whole number" if self.arrow == pa.int64() else "a number"
            return "true or false" if self.column.dtype == "flag" else f"{kind} {bounds}"
        if self.column.dtype == "instant":
            return f"an instant such as 2025-06-30T18:05:09.250000, Indian time without offset, from {FIRST_DAY} to {LAST_DAY},"
        return f"one of {', '.join(sorted(self.words))}" if self.words else f"text of 1 to {_LONGEST} printable characters"

    def column_of(self, values: Sequence[Any]) -> pa.Array:
        """Values that are all well, as a column."""
        read = list(map(_instant, values)) if self.column.dtype == "instant" else values
        return pa.array(read, self.arrow)

    def are_well(self, values: Sequence[Any]) -> bool:
        """Whether all values may stand here; for 10,000 of them in a millisecond."""
        kinds = set(map(type, values))
        if not kinds <= self.kinds:
            return False
        there = [value for value in values if value is not None] if type(None) in kinds else values
        if not there or self.column.dtype == "flag":
            return True
        if self.column.dtype in _ARROW:
            return bool(self.low <= min(there) and max(there) <= self.high)
        if self.column.dtype == "instant":
            return all(map(_instant, there))
        return self._are_words(set(there))

    def fault(self, value: Any) -> str:
        """What is wrong with one value, and what is allowed; '' when nothing is."""
        if self.are_well([value]):
            return ""
        if value is None:
            return f"is missing; {self.allowed} is needed"
        near = closest(value[:60], self.words) if isinstance(value, str) and self.words else ""
        return f"is {_shown(value)}{near}; {self.allowed} is allowed"

    def _are_words(self, words: set[str]) -> bool:
        return words <= self.words if self.words else all(word.isprintable() and 0 < len(word) <= _LONGEST for word in words)


def fields_of(table: str) -> dict[str, Field]:
    """The fields of a request that tells rows of `table`, by name."""
    names = observable(table)
    return {column.name: _field(table, column) for column in TABLES[table] if column.name in names}


def _field(table: str, column: Column) -> Field:
    words = frozenset(_WORDS.get((table, column.name), ()))
    usual = (0, _MOST_ID) if column.dtype in ("id", "count") else (-_MOST, _MOST)
    low, high = RANGES.get((table, column.name), usual)
    return Field(column, column.name in _READ[table], words, low, high)


def _instant(text: str | None) -> datetime | None:
    """The instant that a text says; None for one that is none, has an offset, or lies in no year that we know."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.tzinfo is None and _FIRST <= read <= _LAST else None


def _shown(value: Any) -> str:
    """A value as a sentence shows it: short, and nothing of what lies inside another."""
    if isinstance(value, list | dict):
        return _SAID[type(value)]
    return f"{value!r:.40}" if isinstance(value, str) else f"{value!s:.40}".lower()
