"""The words of a story: cases and their legs, as ragged arrays.

Every draw is keyed by case and leg, so cases never disturb each other.
"""

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Typology
from synfin_core.randomness import U64, Streams, mix64

# Roles of legs, one small code each. A victim, bank or merchant loses by those in LOSSES.
ROLES = (
    "none",
    "bait",
    "deposit",
    "pay-back",
    "drain",
    "test charge",
    "charge",
    "funding",
    "exit",
    "transfer",
    "fee",
    "withdrawal",
    "mandate debit",
    "loan",
    "repayment",
    "claim",
    "purchase",
    "layer",
    "innocent",
    "innocent from a new device",
)
LOSSES = ("deposit", "drain", "test charge", "charge", "transfer", "fee", "withdrawal", "mandate debit", "repayment", "claim")
ROLE = {name: code for code, name in enumerate(ROLES)}
IS_FRAUD = np.array([name in LOSSES for name in ROLES])
IS_LAUNDERING = np.array([name in ("exit", "layer") for name in ROLES])
# Where a leg's money goes: from the victim to a mule, from a party outside to the victim, to a merchant, to a party
# outside that is no mule, into cash, and from a merchant back to the customer.
TO_MULE, FROM_OUTSIDE, TO_MERCHANT, TO_OUTSIDE, TO_CASH, FROM_MERCHANT = range(6)
_LEG_BITS = 14  # legs of a case are numbered below 10,000
LEAD = 7 * 86_400_000_000  # cases may start up to a week before the period, assumed
SOME_MONDAY = 1  # date.fromordinal(1); for cases without a calendar
_GOLDEN = 0x9E3779B97F4A7C15
_UNIT_SHIFT = np.array(11, np.uint64)


@dataclass(frozen=True)
class Cases:
    """Cases of one typology by number; `start` and `length` of the period in microseconds since it began.

    `first_day` is the ordinal of the period's first date, from which weekdays and seasons follow. `tempo`: how often cases
    begin on each day on which they may, where that is not the same on all.
    """

    typology: Typology
    number: NDArray[np.int64]
    key: U64
    start: NDArray[np.int64]
    length: int
    first_day: int
    tempo: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.number)

    @classmethod
    def of(
        cls, typology: Typology, streams: Streams, numbers: NDArray[np.int64], length: int, first_day: int = SOME_MONDAY
    ) -> Self:
        """Cases of these numbers; they start anywhere in the period, or in the week before it."""
        key = case_keys(typology, streams, numbers)
        return cls(typology, numbers, key, starts_of(key, length), length, first_day)

    def draw(self, name: str) -> NDArray[np.float64]:
        """One uniform number a case for the decision `name`."""
        return drawn(self.key, name)

    def whole(self, name: str, low: int, high: int) -> NDArray[np.int64]:
        """One whole number a case, low..high included."""
        return low + (self.draw(name) * (high - low + 1)).astype(np.int64)

    def take(self, chosen: NDArray[Any]) -> Self:
        """The chosen cases."""
        return replace(self, number=self.number[chosen], key=self.key[chosen], start=self.start[chosen])


def case_keys(typology: Typology, streams: Streams, numbers: NDArray[np.int64]) -> U64:
    """The key from which everything about each case follows."""
    return key_of(numbers, np.full(len(numbers), streams.key(f"case {typology.id}"), np.uint64))


def key_of(numbers: NDArray[np.int64], words: U64) -> U64:
    """Keys of cases by their numbers and the words of their typologies."""
    return mix64(numbers.astype(np.uint64) * np.uint64(_GOLDEN) + words)


def starts_of(key: U64, length: int) -> NDArray[np.int64]:
    """When each case starts: anywhere in the period of `length` microseconds, or in the week before it."""
    lead = min(length // 8, LEAD)
    uniform = (mix64(key, 0x57A87) >> np.uint64(11)) * 2.0**-53
    return (uniform * (length + lead)).astype(np.int64) - lead


@dataclass(frozen=True)
class Legs:
    """Payments of cases. `case` is a position in the Cases; an amount is `weight` of the size, or `rupees` where set.

    `payee` counts the case's mules (or its cards, for TO_MERCHANT); `cause` is the leg it follows from, -1 for none.
    """

    case: NDArray[np.int64]
    leg: NDArray[np.int64]
    time: NDArray[np.int64]
    role: NDArray[np.uint8]
    direction: NDArray[np.uint8]
    weight: NDArray[np.float64]
    rupees: NDArray[np.float64]
    payee: NDArray[np.int64]
    cause: NDArray[np.int64]
    refused: NDArray[np.bool_]
    style: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.case)

    def take(self, chosen: NDArray[Any]) -> Self:
        """The chosen legs."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    @property
    def at_cause(self) -> NDArray[np.int64]:
        """Position of the leg that each one follows from, -1 where there is none."""
        named = self.case << _LEG_BITS | self.leg
        order = np.argsort(named, kind="stable")
        wanted = np.where(self.cause >= 0, self.case << _LEG_BITS | self.cause, -1)
        found = order[np.minimum(np.searchsorted(named[order], wanted), max(len(order) - 1, 0))]
        return np.where(named[found] == wanted, found, -1)

    def happens(self, length: int) -> NDArray[np.bool_]:
        """Which legs lie inside a period of `length` microseconds; a refund only after a purchase that was not refused."""
        inside = (self.time >= 0) & (self.time < length)
        back = np.flatnonzero(self.direction == FROM_MERCHANT)
        if len(back):
            cause = self.at_cause[back]
            bought = (cause >= 0) & inside[cause] & (self.direction[cause] == TO_MERCHANT) & ~self.refused[cause]
            inside[back] &= bought & (self.time[cause] < self.time[back])
        return inside

    def happening(self, length: int) -> Self:
        """The legs that happen inside the period."""
        return self.take(self.happens(length))

    @classmethod
    def of_all(cls, parts: list["Legs"], n_cases: list[int]) -> "Legs":
        """All parts one after the other; each part's cases come after those of the parts before it."""
        shift = np.repeat(np.cumsum([0, *n_cases[:-1]]), [len(part) for part in parts])
        columns = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)}
        return cls(**{**columns, "case": columns["case"] + shift})

    @classmethod
    def join(cls, parts: list["Legs"]) -> "Legs":
        """All parts, legs of a case numbered through in the order of the parts."""
        columns = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)}
        order = np.lexsort((columns["time"], columns["case"]))
        return cls(**{name: values[order] for name, values in columns.items()})


_DTYPES: dict[str, Any] = dict.fromkeys(("role", "direction", "style"), np.uint8) | {
    "weight": float,
    "rupees": float,
    "refused": bool,
}
NO_LEGS = Legs(**{field.name: np.zeros(0, _DTYPES.get(field.name, np.int64)) for field in fields(Legs)})


def ragged(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(position of the case, number within the case) for `counts` legs a case."""
    case = np.repeat(np.arange(len(counts)), counts)
    return case, np.arange(len(case)) - np.repeat(np.cumsum(counts) - counts, counts)


def leg_draw(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], name: str) -> NDArray[np.float64]:
    """One uniform number a leg for the decision `name`."""
    return drawn(leg_keys(cases.key[case], leg), name)


def leg_keys(case_key: U64, leg: NDArray[np.int64]) -> U64:
    """The key from which everything about each leg follows."""
    return case_key + (leg.astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN)


def drawn(key: U64, name: str) -> NDArray[np.float64]:
    """One uniform number for each key and the decision `name`."""
    return (mix64(key, _word(name)) >> _UNIT_SHIFT).astype(np.float64) * 2.0**-53


def legs_of(
    cases: Cases,
    case: NDArray[np.int64],
    leg: NDArray[np.int64],
    time: NDArray[np.int64],
    role: str,
    direction: int,
    style: NDArray[np.uint8],
    **columns: Any,
) -> Legs:
    """Legs of one role; what is not given is empty."""
    n = len(case)
    given: dict[str, Any] = {
        "weight": np.zeros(n),
        "rupees": np.zeros(n),
        "payee": np.zeros(n, np.int64),
        "cause": np.full(n, -1, np.int64),
        "refused": np.zeros(n, bool),
        **columns,
    }
    return Legs(case, leg, time, np.full(n, ROLE[role], np.uint8), np.full(n, direction, np.uint8), style=style, **given)


@cache
def _word(name: str) -> int:
    """A number for a word."""
    return int.from_bytes(name.encode()[:8].ljust(8, b"."), "little") ^ (len(name) * _GOLDEN & 0xFFFFFFFFFFFFFFFF)
