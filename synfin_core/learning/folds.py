"""Slices of training in the order of time, no fraud case on both sides of a cut."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Rows

FEWEST_FRAUDS = 10  # on either side of a cut, assumed


def cut(target: NDArray[np.bool_], case: NDArray[np.int64], first: int, last: int, what: str) -> tuple[Rows, Rows]:
    """(rows before `first`, rows from there to `last` of cases that had not begun); WrongUse when either has too little fraud."""
    earlier, later = np.arange(first), np.arange(first, last)
    begun = np.unique(case[:first][case[:first] > 0])
    later = later[~np.isin(case[later], begun)]
    fewest = min(int(target[earlier].sum()), int(target[later].sum()))
    if fewest < FEWEST_FRAUDS:
        raise WrongUse(f"{what} has {fewest} payments known as fraud; {FEWEST_FRAUDS} are needed: make more payments")
    return earlier, later


def folds(target: NDArray[np.bool_], case: NDArray[np.int64], n: int) -> Iterator[tuple[Rows, Rows]]:
    """(rows to learn from, the rows after them to look at), `n` times, each time with more to learn from."""
    ends = np.linspace(0, len(target), n + 2).astype(int)[1:]
    for first, last in pairwise(ends.tolist()):
        yield cut(target, case, first, last, f"one of {n} folds")
