"""Draws that cover what they are drawn from: a shard of a few hundred customers is a cross-section, not a chance handful.

A Latin hypercube (mckay79) keyed by the shard: each draw has one customer in each n-th of [0, 1). The first one orders the
customers, and every later draw is spread evenly among those who stand next to each other in that order as well.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import Streams

NEIGHBOURS = 16  # customers next to each other in the first draw among whom every later one is spread evenly, assumed


class Hypercube:
    """Uniform draws in [0, 1) for n customers; each is evenly spread alone, and along `first`."""

    def __init__(self, streams: Streams, n: int) -> None:
        self._streams = streams
        self._block = np.zeros(n, np.int64)
        self.first = self._spread("first", n)
        self._block = np.argsort(np.argsort(self.first, kind="stable"), kind="stable") // NEIGHBOURS

    def next(self, name: str) -> NDArray[np.float64]:
        """A draw of this name for each customer."""
        return self._spread(name, NEIGHBOURS)

    def _spread(self, name: str, size: int) -> NDArray[np.float64]:
        """One draw in each part of [0, 1) for every block of `size` customers; a smaller block has fewer, wider parts."""
        n = len(self._block)
        order = np.lexsort((self._streams.raw(f"{name} part", n), self._block))
        place = np.empty(n, np.int64)
        place[order] = np.arange(n) % max(size, 1)
        parts = np.minimum(size, n - self._block * size)
        return (place + self._streams.unit(name, n)) / parts


def divided(draws: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Which of up to 256 weighted parts of [0, 1) each draw falls in, and how far along that part, in [0, 1)."""
    edges = np.concatenate([[0.0], np.cumsum(weights) / np.sum(weights)])
    part = np.searchsorted(edges, draws, side="right") - 1
    along = (draws - edges[part]) / (edges[part + 1] - edges[part])
    return part.astype(np.uint8), along
