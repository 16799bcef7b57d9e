"""Threads that score. Each works alone: threads that wait for each other at every tree stand still on a busy machine."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from synfin_core.learning.encoding import Matrix
from synfin_core.learning.metrics import Scores
from synfin_core.learning.models import scores_of

_MANY = 2_000  # payments; fewer are scored sooner than threads have begun


def alone() -> None:
    """Let what this thread calls start no threads of its own."""
    threadpool_limits(1)


class Crew:
    """So many threads that share the payments of a large request."""

    def __init__(self, n: int) -> None:
        self._n = n
        self._pool = ThreadPoolExecutor(n, "scores", initializer=alone)

    def scores(self, model: Any, matrix: Matrix) -> Scores:
        """[payment] scores, the same as one thread gives."""
        if len(matrix) < _MANY or self._n == 1:
            return scores_of(model, matrix)
        parts = self._pool.map(partial(scores_of, model), np.array_split(matrix, self._n))
        return np.concatenate(list(parts))
