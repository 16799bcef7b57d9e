"""Draws that cover what they are drawn from: a shard of a few hundred customers is a cross-section, not a chance handful.

A Latin hypercube (mckay79) keyed by the shard: the first draw has one customer in each n-th of [0, 1), and the shards of a run
take turns within each such part. It orders the customers, and later draws are spread evenly among neighbours in that order.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import Streams

NEIGHBOURS = 16  # customers next to each other in the first draw among whom every later one is spread evenly, assumed


class Hypercube:
    """Uniform draws in [0, 1) for n customers of one of `n_shards`; `run` are the streams that those share."""

    def __init__(self, streams: Streams, n: int, run: Streams, shard: int, n_shards: int) -> None:
        self._streams, self._n = streams, n
        part = np.argsort(streams.raw("part", n), kind="stable")
        turn = (run.raw("turn", n)[part] + np.uint64(shard)) % np.uint64(n_shards)
        self.first = (part + (turn + streams.unit("first", n)) / n_shards) / n
        self._block = part // NEIGHBOURS

    def next(self, name: str) -> NDArray[np.float64]:
        """A draw of this name: one in each part of [0, 1) for every block; the last has fewer, wider parts."""
        order = np.lexsort((self._streams.raw(f"{name} part", self._n), self._block))
        place = np.empty(self._n, np.int64)
        place[order] = np.arange(self._n) % NEIGHBOURS
        parts = np.minimum(NEIGHBOURS, self._n - self._block * NEIGHBOURS)
        return (place + self._streams.unit(name, self._n)) / parts


def divided(draws: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Which of up to 256 weighted parts of [0, 1) each draw falls in, and how far along that part, in [0, 1)."""
    edges = np.concatenate([[0.0], np.cumsum(weights) / np.sum(weights)])
    part = np.searchsorted(edges, draws, side="right") - 1
    along = (draws - edges[part]) / (edges[part + 1] - edges[part])
    return part.astype(np.uint8), along
