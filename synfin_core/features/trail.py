"""Histories of the keys that a batch names: what the log remembers of them, and then the batch's own entries."""

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synfin_core.features.log import Ints, Log, Run, taken

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


class Trail:
    """[entry, by key and then in the order of the stream] the histories of some keys; makes the log longer by the new entries.

    `keys` (new entries in the order of the stream; negative: none) with their `seconds` and `values`; `asked` are further keys
    whose histories are wanted without an entry of their own.
    """

    def __init__(
        self, log: Log, keys: Ints, seconds: Ints, values: Mapping[str, NDArray[np.generic]], asked: Ints | None = None
    ) -> None:
        self._entered = np.flatnonzero(keys >= 0)
        new = keys[self._entered]
        codes, self._keys = _coded(new if asked is None else np.concatenate([new, asked]))
        old = log.entries(self._keys)
        self._n_old, total = len(old), len(old) + len(new)
        bits = max(total, 1).bit_length()
        packed = np.concatenate([old.keys, codes[: len(new)]]) << bits | np.arange(total)
        packed.sort()
        self._order = packed & ((1 << bits) - 1)
        self._codes = packed >> bits
        counts = np.bincount(self._codes, minlength=len(self._keys))
        self._starts = np.cumsum(counts) - counts
        self._seconds = np.concatenate([old.seconds, seconds[self._entered]])[self._order]
        self._new = np.flatnonzero(self._order >= self._n_old)
        self._names = log.values
        self._raw = self._sorted_values(old.values, {name: array[self._entered] for name, array in values.items()})
        self._sums: dict[str, Ints] = {}
        log.append(Run(self._keys[self._codes[self._new]], self._seconds[self._new], taken(self._raw, self._new)))

    def _sorted_values(self, old: Ints, values: Mapping[str, NDArray[np.generic]]) -> Ints:
        """[value, entry] old and new ones; a key without a history gets its `first_at` here."""
        given = {"n": np.ones(len(self._new), np.bool_), "first_at": np.zeros(len(self._new), np.bool_), **values}
        raw = np.empty((len(self._names), len(self._order)), np.int64)
        for name, before, row in zip(self._names, old, raw, strict=True):
            together = np.concatenate([before, given[name]], dtype=np.int64)
            np.take(together, self._order, out=row, mode="clip")
        begun = self._starts[self._starts < len(self._order)]
        begun = begun[(self._order[begun] >= self._n_old)]
        raw[1, begun] = self._seconds[begun]
        return raw

    def sums(self, name: str) -> Ints:
        """[entry + 1] sum of a value over all entries before; only differences inside one key mean anything."""
        if name not in self._sums:
            raw = self.raw(name)
            self._sums[name] = np.concatenate([np.zeros(1, np.int64), np.cumsum(raw)])
        return self._sums[name]

    def raw(self, name: str) -> Ints:
        """[entry] a value of each entry."""
        return self._raw[self._names.index(name)]

    @property
    def seconds(self) -> Ints:
        """[entry] its second."""
        return self._seconds

    @cached_property
    def _shift(self) -> int:
        return int(self._seconds.max() - self._base + 1).bit_length() if len(self._seconds) else 1

    @cached_property
    def _base(self) -> int:
        return int(self._seconds.min()) if len(self._seconds) else 0

    @cached_property
    def _packed(self) -> Ints:
        """[entry] key and second in one ascending number."""
        return self._codes << self._shift | (self._seconds - self._base)

    def from_second(self, codes: Ints, seconds: Ints) -> Rows:
        """The first entry of each key at or after a second; where there is none, the end of the key's entries."""
        since = np.minimum(np.maximum(seconds - self._base, 0), (1 << self._shift) - 1)
        return np.searchsorted(self._packed, (codes << self._shift) + since)

    def at_entries(self, n: int, first: int = 0, step: int = 1) -> "Look":
        """What was known just before the entries first, first + step ... as they were given, one a row of n."""
        given = self._entered[self._order[self._new] - self._n_old]
        mine = given % step == first if step > 1 else np.ones(len(given), np.bool_)
        places = self._new[mine]
        return Look(self, places, self._codes[places], self._seconds[places], given[mine] // step, n)

    def at(self, keys: Ints, seconds: Ints) -> "Look":
        """What was known of each key (negative: none) before a second; the keys were named when the trail was made."""
        rows = np.flatnonzero(keys >= 0)
        codes = np.searchsorted(self._keys, keys[rows])
        return Look(self, self.from_second(codes, seconds[rows]), codes, seconds[rows], rows, len(keys))

    def starts(self, codes: Ints) -> Ints:
        """The first entry of each key."""
        return self._starts[codes]


class Look:
    """Questions about the histories of some keys, each before one entry; answers are [row], empty (NaN) in rows without a key."""

    def __init__(self, trail: Trail, places: Rows, codes: Ints, seconds: Ints, rows: Rows, n: int) -> None:
        self._trail, self._places, self._seconds, self._rows, self._n = trail, places, seconds, rows, n
        self._codes, self._starts = codes, trail.starts(codes)
        self._windows: dict[int, Rows] = {}

    def total(self, name: str) -> Floats:
        """Sum of a value since the first entry."""
        sums = self._trail.sums(name)
        return self._spread(sums[self._places] - sums[self._starts])

    def is_new(self) -> Floats:
        """1 where there was no entry yet, else 0."""
        return self._spread(self._places == self._starts)

    def within(self, name: str, window: int) -> Floats:
        """Sum of a value in the last `window` seconds."""
        sums = self._trail.sums(name)
        return self._spread(sums[self._places] - sums[self._since(window)])

    def since_last(self) -> Floats:
        """Seconds since the last entry; empty for the first."""
        seconds = self._trail.seconds
        return self._answer(lambda last, own: own - seconds[last], self._places - 1)

    def since_latest(self, name: str, horizon: int) -> Floats:
        """Seconds since the last entry with a value above zero; empty when there was none in the last `horizon` seconds."""
        marked = np.where(self._trail.raw(name) > 0, np.arange(len(self._trail.seconds)), -1)
        latest = np.concatenate([[-1], np.maximum.accumulate(marked)])[self._places]
        seconds = self._trail.seconds
        age = self._answer(lambda last, own: own - seconds[last], latest)
        return np.where(age <= horizon, age, np.nan)

    def since_first(self) -> Floats:
        """Seconds since the first entry; 0 for the first."""
        sums = self._trail.sums("first_at")
        first = sums[self._places] - sums[self._starts]
        return self._spread(np.where(first > 0, self._seconds - first, 0))

    def last(self, name: str) -> Floats:
        """A value of the last entry; empty for the first."""
        raw = self._trail.raw(name)
        return self._answer(lambda last, own: raw[last], self._places - 1)

    def mean_of_last(self, name: str, most: int) -> Floats:
        """Mean of a value over the last `most` entries; empty for the first."""
        since = np.maximum(self._places - most, self._starts)
        sums = self._trail.sums(name)
        with np.errstate(invalid="ignore"):
            return self._spread((sums[self._places] - sums[since]) / (self._places - since))

    def _since(self, window: int) -> Rows:
        """The first entry of each window."""
        if window not in self._windows:
            self._windows[window] = self._trail.from_second(self._codes, self._seconds - window)
        return self._windows[window]

    def _answer(self, of: Callable[[Rows, Ints], Ints], entries: Rows) -> Floats:
        """Of an earlier entry of the same key, where there is one."""
        known = entries >= self._starts
        answer = np.full(len(entries), np.nan)
        answer[known] = of(entries[known], self._seconds[known])
        return self._spread(answer)

    def _spread(self, answers: NDArray[np.generic]) -> Floats:
        """To the rows that asked."""
        out = np.full(self._n, np.nan)
        out[self._rows] = answers
        return out


def _coded(keys: Ints) -> tuple[Ints, Ints]:
    """(index of each key, the different keys, ascending)."""
    codes, different = pd.factorize(keys)
    order = np.argsort(different)
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[codes], different[order]
