"""What a field of a request may hold: the observable columns of the glossary, each with its kinds, words and bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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

    def column_of(self, values: Sequence[Any]) -> pa.Array | None:
        """Values as a column; None when one of them may not stand here. Takes a millisecond for 10,000."""
        if self.column.dtype == "instant":
            return _instants(values) if set(map(type, values)) <= self.kinds else None
        return self._numbers(values) if self.column.dtype in _ARROW else self._texts(values)

    def fault(self, value: Any) -> str:
        """What is wrong with one value, and what is allowed; '' when nothing is."""
        if self.column_of([value]) is not None:
            return ""
        if value is None:
            return f"is missing; {self.allowed} is needed"
        near = closest(value[:60], self.words) if isinstance(value, str) and self.words else ""
        return f"is {_shown(value)}{near}; {self.allowed} is allowed"

    def _numbers(self, values: Sequence[Any]) -> pa.Array | None:
        """Flags as well, which have no bounds."""
        if not set(map(type, values)) <= self.kinds:
            return None
        try:
            column = pa.array(values, self.arrow)
        except (OverflowError, pa.ArrowInvalid):  # more than 64 bits hold
            return None
        ends = pc.min_max(column)
        low, high = ends["min"].as_py(), ends["max"].as_py()
        return column if low is None or self.column.dtype == "flag" or self.low <= low <= high <= self.high else None

    def _texts(self, values: Sequence[Any]) -> pa.Array | None:
        try:
            different = set(values)
        except TypeError:  # a list or an object
            return None
        is_well = set(map(type, different)) <= self.kinds and self._are_words(different - {None})
        return pa.array(values, pa.string()) if is_well else None

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


def _instants(texts: Sequence[str]) -> pa.Array | None:
    """The instants that texts say; None when one is none, has an offset, or lies in no year that we know."""
    try:
        read = list(map(datetime.fromisoformat, texts))
        is_well = not texts or _FIRST <= min(read) <= max(read) <= _LAST
    except (ValueError, TypeError):  # no instant, or one with an offset among those without
        return None
    return pa.array(read, pa.timestamp("us")) if is_well else None


def _shown(value: Any) -> str:
    """A value as a sentence shows it: short, and nothing of what lies inside another."""
    if isinstance(value, list | dict):
        return _SAID[type(value)]
    return f"{value!r:.40}" if isinstance(value, str) else f"{value!s:.40}".lower()
