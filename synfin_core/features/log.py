"""What a state remembers: entries of many keys (customers, pairs, devices ...), each with a time and whole numbers.

A log is a few runs, each sorted by key and then in the order of the stream; a new run is merged with those that are not much
larger, so that a single entry costs little and a million entries cost one sort. Entries that no window can reach any more are
folded into the newest of them, so that sums over a key's life stay exact in whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_FEW = 256  # entries
_GROWTH = 4  # a run is merged when the next one has a quarter of its entries


@dataclass(frozen=True, eq=False)
class Run:
    """[entry] keys, ascending, and seconds; [value, entry] whole numbers. Entries of one key lie in the order of the stream."""

    keys: Ints
    seconds: Ints
    values: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, entries: NDArray[np.intp]) -> "Run":
        """Some of its entries, in the order named."""
        return Run(self.keys[entries], self.seconds[entries], taken(self.values, entries))


class Log:
    """Entries of the last `horizon` seconds, the last `keep` of each key however old, and one more that sums up the rest.

    `values` names the whole numbers of an entry; `n` (entries) and `first_at` (second of the first one, else 0) are always there.
    """

    def __init__(self, values: tuple[str, ...], horizon: int, keep: int = 0) -> None:
        self.values = ("n", "first_at", *values)
        self._horizon, self._keep = horizon, keep
        self._clock = 0
        self._runs: list[Run] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def fork(self) -> "Log":
        """A log that remembers the same and goes its own way; the runs are never written to, so that nothing is copied."""
        other = Log(self.values[2:], self._horizon, self._keep)
        other._clock, other._runs = self._clock, self._runs.copy()
        return other

    def entries(self, keys: Ints) -> Run:
        """The entries of `keys` (different, ascending), older runs first; in place of a key stands its index in `keys`."""
        found = [self._found(run, keys) for run in self._runs]
        if not found:
            nothing = np.empty(0, np.int64)
            return Run(nothing, nothing, np.empty((len(self.values), 0), np.int64))
        return found[0] if len(found) == 1 else _joined(found)

    def append(self, run: Run) -> None:
        """Remember a run of entries that come after all others in the stream."""
        if not len(run):
            return
        self._clock = max(self._clock, int(run.seconds.max()))
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) < _GROWTH * len(self._runs[-1]):
            later, earlier = self._runs.pop(), self._runs.pop()
            self._runs.append(self._folded(_merged(earlier, later)))

    def _found(self, run: Run, keys: Ints) -> Run:
        """The entries of one run."""
        low = np.searchsorted(run.keys, keys, "left")
        counts = np.searchsorted(run.keys, keys, "right") - low
        index = np.repeat(np.arange(len(keys)), counts)
        entries = np.arange(len(index)) + np.repeat(low - (np.cumsum(counts) - counts), counts)
        return Run(index, run.seconds[entries], taken(run.values, entries))

    def _folded(self, run: Run) -> Run:
        """Without the entries that no window reaches: the newest of them takes up the sum of all."""
        starts = np.flatnonzero(np.diff(run.keys, prepend=run.keys[0] - 1))
        lengths = np.diff(starts, append=len(run))
        newest = np.repeat(starts + lengths - self._keep, lengths)
        old = (run.seconds < self._clock - self._horizon) & (np.arange(len(run)) < newest)
        per_key = np.add.reduceat(old, starts, dtype=np.int64)
        if per_key.max() < 2:
            return run
        kept = ~old
        last_old = (starts + per_key - 1)[per_key > 0]
        kept[last_old] = True
        sums = np.concatenate([np.zeros((len(run.values), 1), np.int64), np.cumsum(run.values, axis=1)], axis=1)
        values = run.values.copy()
        values[:, last_old] = sums[:, last_old + 1] - sums[:, starts[per_key > 0]]
        return Run(run.keys, run.seconds, values).take(np.flatnonzero(kept))


def taken(values: Ints, entries: NDArray[np.intp]) -> Ints:
    """[value, entry] some entries; many of them row by row, which takes a fifth of the time of an index along the second axis."""
    if len(entries) < _FEW:
        return values.take(entries, axis=1)
    out = np.empty((len(values), len(entries)), np.int64)
    for row, target in zip(values, out, strict=True):
        np.take(row, entries, out=target, mode="clip")
    return out


def _joined(runs: list[Run]) -> Run:
    return Run(
        np.concatenate([run.keys for run in runs]),
        np.concatenate([run.seconds for run in runs]),
        np.concatenate([run.values for run in runs], axis=1),
    )


def _merged(earlier: Run, later: Run) -> Run:
    joined = _joined([earlier, later])
    return joined.take(np.argsort(joined.keys, kind="stable"))
