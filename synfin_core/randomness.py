"""Named random streams: a decision draws from a counter-based generator keyed by seed, scope and the decision's name.

No state travels, so order and worker count cannot matter; item i of a stream is the same for any length drawn.
"""

from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
_ID_BITS = 48
_LAST_SHIFT = np.array(31, np.uint64)  # arrays without an axis: half the cost of scalars where few values are mixed
_ROUNDS = tuple((np.array(a, np.uint64), np.array(b, np.uint64)) for a, b in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)))
_ID_MASK = np.uint64((1 << _ID_BITS) - 1)
_HALF = np.uint64(_ID_BITS // 2)


class Streams:
    """All streams of one scope (say, one shard) under one seed."""

    def __init__(self, seed: int, *scope: int | str) -> None:
        self._prefix = "/".join(str(part) for part in (seed, *scope))

    def key(self, name: str) -> int:
        """64-bit key of the stream `name`."""
        return int.from_bytes(self._digest(name)[:8], "little")

    def raw(self, name: str, n: int) -> U64:
        """n uniform 64-bit integers."""
        words = np.frombuffer(self._digest(name), dtype=np.uint64)
        draws: U64 = np.random.Philox(key=words).random_raw(n)
        return draws

    def u16(self, name: str, n: int) -> NDArray[np.uint16]:
        """n uniform 16-bit integers."""
        return self.raw(name, (n + 3) // 4).view(np.uint16)[:n]

    def u32(self, name: str, n: int) -> NDArray[np.uint32]:
        """n uniform 32-bit integers."""
        return self.raw(name, (n + 1) // 2).view(np.uint32)[:n]

    def unit(self, name: str, n: int) -> NDArray[np.float64]:
        """n uniform numbers in [0, 1) with 53 bits."""
        return (self.raw(name, n) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def _digest(self, name: str) -> bytes:
        return blake2b(f"{self._prefix}/{name}".encode(), digest_size=16).digest()


class Pick:
    """Weighted choice by table: one cell holds one index, so a draw is one look-up.

    `weights`: non-negative, any scale. With n weights the table has 2**16 cells, or 64 cells an index where that is more.
    """

    def __init__(self, weights: NDArray[np.float64]) -> None:
        count = len(weights)
        self.bits = min(max(16, int(count).bit_length() + 6), 24)
        edges = np.cumsum(weights, dtype=np.float64)
        cells = 1 << self.bits
        bounds = np.rint(edges / edges[-1] * cells).astype(np.int64) if count and edges[-1] > 0 else np.full(count, cells)
        self.table = np.repeat(np.arange(count, dtype=np.uint16 if count < 65_536 else np.int32), np.diff(bounds, prepend=0))

    def draw(self, streams: Streams, name: str, n: int) -> NDArray[Any]:
        """n indices, item i the same for any n."""
        if self.bits == 16:
            return self.table[streams.u16(name, n)]
        return self.table[streams.u32(name, n) >> np.uint32(32 - self.bits)]

    def of(self, hashes: U64) -> NDArray[Any]:
        """The index that each 64-bit hash stands for."""
        return self.table[hashes >> np.uint64(64 - self.bits)]


def mix64(value: U64, key: int = 0) -> U64:
    """A bijection of 64-bit integers that looks random (the finaliser of SplitMix64)."""
    z = value + np.uint64(key & 0xFFFFFFFFFFFFFFFF)
    for shift, multiplier in _ROUNDS:
        z ^= z >> shift
        z *= multiplier
    z ^= z >> _LAST_SHIFT
    return z


def chance(hashes: U64, probability: float | NDArray[np.float64]) -> NDArray[np.bool_]:
    """True where the top 32 bits of a hash fall below `probability`."""
    return (hashes >> np.uint64(32)).astype(np.float64) < np.asarray(probability) * 2.0**32


def scramble(items: NDArray[Any], key: int) -> NDArray[np.int64]:
    """Distinct 15-digit ids for distinct items below 2**48: a keyed bijection that says nothing about the item.

    A Feistel network of four rounds on two halves of 24 bits; every id is at least 1.
    """
    value = items.astype(np.uint64) & _ID_MASK
    left, right = value >> _HALF, value & np.uint64((1 << 24) - 1)
    for turn in range(4):
        mixed = (right + np.uint64((key >> (turn * 8)) & 0xFFFFFFFF)) * np.uint64(0x9E3779B97F4A7C15)
        left, right = right, left ^ (mixed >> np.uint64(40))
    return ((left << _HALF) | right).astype(np.int64) + 1


def share_out(total: int, weights: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole parts of `total` in proportion to `weights`; what rounding leaves goes by keyed `draws` in [0, 1), one each.

    Systematic: each part is its exact share rounded down or up, and the parts sum to `total`.
    """
    if total <= 0 or weights.sum() <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = total * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    rest = int(total - parts.sum())
    if rest > 0:
        priority = np.where(exact > parts, (exact - parts) - draws, -np.inf)
        parts[np.argsort(-priority, kind="stable")[:rest]] += 1
    return parts
