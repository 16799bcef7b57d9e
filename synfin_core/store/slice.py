"""A slice of the payments of a dataset: those of some days, states, rails, kinds of fraud, categories."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from synfin_core.errors import WrongUse

_MOST_WORDS, _LONGEST = 64, 80  # of one list, and letters of a word
WORDS = {"states": "state", "rails": "rail", "typologies": "fraud_type", "categories": "category"}  # and the columns they filter


@dataclass(frozen=True)
class Slice:
    """Payments from `first` to `last` (days, both included) that have one of the words of each list; all of it where empty."""

    first: date | None = None
    last: date | None = None
    states: tuple[str, ...] = ()
    rails: tuple[str, ...] = ()
    typologies: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    @classmethod
    def create(cls, asked: Mapping[str, Any]) -> "Slice":
        """From plain JSON types, as links and jobs carry them; WrongUse when they are of another shape."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(asked) - known):
            raise WrongUse(f"a slice got {unknown[0]!r:.60}; {', '.join(sorted(known))} are allowed.")
        first, last = (_day(name, asked.get(name)) for name in ("first", "last"))
        return cls(first, last, **{name: _words(name, asked.get(name) or ()) for name in WORDS})

    @property
    def is_whole(self) -> bool:
        """Nothing is filtered."""
        return self == Slice()

    @property
    def has_days(self) -> bool:
        """Days are filtered."""
        return self.first is not None or self.last is not None

    @property
    def digest(self) -> str:
        """Ten hex digits, the same for the same slice."""
        return sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()[:10]

    def as_dict(self) -> dict[str, Any]:
        """What `create` takes, without what is empty."""
        told = {name: str(value) if isinstance(value, date) else value for name, value in asdict(self).items()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value}

    def where(self, day: str | None = None) -> str:
        """The condition in SQL over payments, or over an aggregate of them that has a column `day`; 'TRUE' for all of it."""
        lists = [f"CAST({WORDS[name]} AS VARCHAR) IN ({_literals(getattr(self, name))})" for name in WORDS if getattr(self, name)]
        return " AND ".join([*self._days(day), *lists]) or "TRUE"

    def of(self, source: str, relation: str) -> str:
        """The rows of `source` in the slice, to be read as `relation`."""
        if relation == "transactions":
            return f"(FROM {source} WHERE {self.where()}) AS {relation}"
        picked = f"(SELECT transaction_id FROM transactions WHERE {self.where()})"  # a flat row has another state than its payment
        return f"(FROM {source} SEMI JOIN {picked} USING (transaction_id)) AS {relation}"

    def _days(self, day: str | None) -> list[str]:
        first, last = self.first, self.last
        if day:
            return [*([f"{day} >= DATE '{first}'"] if first else []), *([f"{day} <= DATE '{last}'"] if last else [])]
        found = [f"transacted_at >= TIMESTAMP '{first} 00:00:00'"] if first else []
        return [*found, f"transacted_at < TIMESTAMP '{last + timedelta(days=1)} 00:00:00'"] if last else found


def _day(name: str, value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        raise WrongUse(f"{name} is {value!r:.40}; a day such as 2025-06-30 is allowed.") from None


def _words(name: str, value: Any) -> tuple[str, ...]:
    """Words in one order, so that the same slice is spelled in one way."""
    if not isinstance(value, (list, tuple)) or len(value) > _MOST_WORDS or not all(_is_word(word) for word in value):
        raise WrongUse(f"{name} is {value!r:.60}; a list of at most {_MOST_WORDS} words is allowed.")
    return tuple(sorted(set(value)))


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _literals(words: tuple[str, ...]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)
