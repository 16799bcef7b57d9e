"""Events as arrays, each numbered by what it belongs to, so that no other event can change its id."""

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import U64, Pick, mix64, scramble
from synfin_core.records.devices import Ints
from synfin_core.records.event_rates import CHANNELS, KIND, KINDS, SEEN
from synfin_core.simulate import Shard
from synfin_core.world.population import PRIMARY

OF_PAYMENT, BY_CHANCE, OF_DAY, OF_SIM, OF_REINSTALL = range(5)  # what the number of an event counts
DRAWN_CHANNEL = 255
_LOW_BITS, _SCHEME_BIT, _ITEM_BITS = 48, 46, 28


@dataclass(frozen=True)
class EventRows:
    """n events: kind and number make the id; `who` is a position in the shard, `row` a payment (-1 for none).

    `channel` is a code of CHANNELS, or DRAWN_CHANNEL; `case` and `twin` positions in the shard's, -1 for none;
    `added` the party of a new payee.
    """

    kind: NDArray[np.uint8]
    scheme: NDArray[np.uint8]
    number: Ints
    time: Ints
    who: Ints
    slot: NDArray[np.uint8]
    channel: NDArray[np.uint8]
    thief: NDArray[np.bool_]
    case: NDArray[np.int32]
    twin: NDArray[np.int32]
    row: Ints
    added: Ints
    merchant: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.time)

    @classmethod
    def of(cls, kind: str, scheme: int, number: Ints, time: Ints, who: NDArray[np.integer], **columns: Any) -> Self:
        """Events of one kind; what is not given stays empty."""
        n = len(time)
        given: dict[str, Any] = {
            "kind": np.full(n, KIND[kind], np.uint8),
            "scheme": np.full(n, scheme, np.uint8),
            "slot": np.full(n, PRIMARY, np.uint8),
            "channel": np.full(n, DRAWN_CHANNEL, np.uint8),
            "thief": np.zeros(n, bool),
            "case": np.full(n, -1, np.int32),
            "twin": np.full(n, -1, np.int32),
            "row": np.full(n, -1, np.int64),
            "added": np.full(n, -1, np.int64),
            "merchant": np.full(n, -1, np.int32),
            **columns,
        }
        return cls(number=number, time=time, who=who.astype(np.int64), **given)

    @classmethod
    def of_payments(cls, shard: Shard, kind: str, at: Ints, time: Ints, payee: bool = False, **columns: Any) -> Self:
        """One event for each payment in rows `at`, with its number, and its payer's (or payee's) customer and account."""
        rows = shard.books.rows
        number = (shard.people.shard << 30) + (rows.stream[at].astype(np.int64) << 22) + rows.item[at]
        who, slot = (rows.payee, rows.payee_slot) if payee else (rows.payer, rows.payer_slot)
        given = {"slot": slot[at], "case": rows.case[at], "twin": rows.twin[at], "row": at, **columns}
        return cls.of(kind, OF_PAYMENT, number, time, who[at], **given)

    def take(self, chosen: NDArray[Any]) -> Self:
        """The chosen events."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    @classmethod
    def join(cls, parts: list["EventRows"]) -> "EventRows":
        """All parts one after the other."""
        return cls(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)})

    @property
    def plain_ids(self) -> Ints:
        """53 bits that tell every event of a run from every other."""
        counted = np.where(
            self.scheme > 0, (np.maximum(self.scheme, 1).astype(np.int64) - 1 << _SCHEME_BIT) + self.number, self.number
        )
        return (((self.scheme > 0).astype(np.int64) << 4 | self.kind) << _LOW_BITS) | counted


def item_numbers(shard: Shard, n: int) -> Ints:
    """Numbers of n items of one stream of the shard."""
    return (shard.people.shard << _ITEM_BITS) + np.arange(n)


def event_ids(plain: Ints, key: int) -> Ints:
    """Ids below 2**53, so that a double holds them: a keyed bijection that says nothing about the event."""
    low = scramble(plain & ((1 << _LOW_BITS) - 1), key) - 1
    high = (plain >> _LOW_BITS) ^ (mix64(low.astype(np.uint64), key) >> np.uint64(59)).astype(np.int64)
    return (high << _LOW_BITS | low) + 1


def channels(events: EventRows, hashes: U64) -> NDArray[np.uint8]:
    """Where each event is seen: given, or drawn by its kind's shares."""
    drawn = _channel_cells()[events.kind, (hashes >> np.uint64(48)).astype(np.int64)]
    return np.where(events.channel == DRAWN_CHANNEL, drawn, events.channel)


@cache
def _channel_cells() -> NDArray[np.uint8]:
    """[kind, 65,536] code of CHANNELS in each cell, by SEEN; the first one where that says nothing."""
    cells = np.zeros((len(KINDS), 1 << 16), np.uint8)
    for name, shares in SEEN.items():
        cells[KIND[name]] = np.array([CHANNELS.index(one) for one in shares], np.uint8)[Pick(np.array([*shares.values()])).table]
    return cells
