"""Payments as arrays: one dataclass of columns that every habit fills and the ledger reads."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

SUCCESS, FAILED, REVERSED = range(3)
NOBODY = -1
NO_SLOT = 255
NO_CATEGORY = 255


def among(codes: NDArray[np.uint8], *members: int) -> NDArray[np.bool_]:
    """Whether each code is one of `members`: one look-up a row, where `np.isin` takes five passes."""
    table = np.zeros(256, bool)
    table[list(members)] = True
    return table[codes]


@dataclass
class Rows:
    """n payments. `payer` and `payee` are positions in the shard (NOBODY where outside), `*_party` indices of the id space.

    `amount` is rupees until `settle`, then whole paise as float64; `time` microseconds since the period began; `item` the
    number in its stream; `related` a position in the same Rows (NOBODY where none); `part` the share of the related amount.
    """

    stream: NDArray[np.uint8]
    item: NDArray[np.int64]
    time: NDArray[np.int64]
    payer: NDArray[np.int32]
    payer_slot: NDArray[np.uint8]
    payer_party: NDArray[np.int64]
    payee: NDArray[np.int32]
    payee_slot: NDArray[np.uint8]
    payee_party: NDArray[np.int64]
    merchant: NDArray[np.int32]
    category: NDArray[np.uint8]
    place: NDArray[np.uint8]
    style: NDArray[np.uint8]
    amount: NDArray[np.float64]
    status: NDArray[np.uint8]
    reason: NDArray[np.uint8]
    related: NDArray[np.int32]
    part: NDArray[np.float32]
    case: NDArray[np.int32]
    role: NDArray[np.uint8]
    twin: NDArray[np.int32]
    anomaly: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.time)

    @classmethod
    def of(cls, stream: int, n: int, **columns: Any) -> Self:
        """n rows of one stream; what is not given stays empty."""
        empty: dict[str, Any] = {
            "stream": np.full(n, stream, np.uint8),
            "item": np.arange(n),
            "payer": np.full(n, NOBODY, np.int32),
            "payer_slot": np.full(n, NO_SLOT, np.uint8),
            "payer_party": np.full(n, NOBODY, np.int64),
            "payee": np.full(n, NOBODY, np.int32),
            "payee_slot": np.full(n, NO_SLOT, np.uint8),
            "payee_party": np.full(n, NOBODY, np.int64),
            "merchant": np.full(n, NOBODY, np.int32),
            "category": np.full(n, NO_CATEGORY, np.uint8),
            "place": np.zeros(n, np.uint8),
            "status": np.zeros(n, np.uint8),
            "reason": np.zeros(n, np.uint8),
            "related": np.full(n, NOBODY, np.int32),
            "part": np.zeros(n, np.float32),
            "case": np.full(n, NOBODY, np.int32),
            "role": np.zeros(n, np.uint8),
            "twin": np.full(n, NOBODY, np.int32),
            "anomaly": np.zeros(n, np.uint8),
        }
        return cls(**{**empty, **columns})

    def take(self, chosen: NDArray[Any] | slice) -> Self:
        """The chosen rows; `related` must not be used across a choice that drops rows in between."""
        if isinstance(chosen, slice):
            return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})
        at = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return replace(self, **{field.name: getattr(self, field.name).take(at) for field in fields(self)})

    @classmethod
    def join(cls, parts: "list[Rows]") -> "Rows":
        """All parts one after the other; `related` keeps pointing inside its own part."""
        parts = [part for part in parts if len(part)] or parts[:1]
        starts = np.cumsum([0] + [len(part) for part in parts])
        columns = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)}
        shift = np.repeat(starts[:-1], np.diff(starts)).astype(np.int32)
        columns["related"] = np.where(columns["related"] >= 0, columns["related"] + shift, NOBODY).astype(np.int32)
        return cls(**columns)


@dataclass(frozen=True, eq=False)
class Moves:
    """What of payments moves balances: the columns of Rows that say when, whose and how much."""

    time: NDArray[np.int64]
    payer: NDArray[np.int32]
    payer_slot: NDArray[np.uint8]
    payee: NDArray[np.int32]
    payee_slot: NDArray[np.uint8]
    amount: NDArray[np.float64]
    status: NDArray[np.uint8]

    @classmethod
    def of(cls, parts: list[Rows], chosen: list[NDArray[np.int64]] | None = None) -> Self:
        """Those of all parts one after the other, or of the rows `chosen` of each."""
        some: Sequence[Any] = chosen or [slice(None)] * len(parts)
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name)[at] for part, at in zip(parts, some, strict=True)]) for name in names))
