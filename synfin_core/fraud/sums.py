"""Counts over a wide span, shares of a size that are alike, and numbers between bounds."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.moves import steps
from synfin_core.fraud.story import Cases, leg_draw

LIKE_SPREAD = 0.15  # how far sums that a story keeps alike lie from their mean, assumed


def log_steps(cases: Cases) -> NDArray[np.int64]:
    """Legs of each case inside fraud.yaml steps.count, log-uniform: as many of 10-20 as of 20-40."""
    low, high = steps(cases)
    return (low * ((high + 1) / low) ** cases.draw("steps")).astype(np.int64)


def alike(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares of a case's size, all nearly the same."""
    parts = 1 + LIKE_SPREAD * (2 * leg_draw(cases, case, leg, "alike") - 1)
    return parts / np.bincount(case, parts, len(counts))[case]


def between(
    cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], name: str, low: float, high: float
) -> NDArray[np.float64]:
    """A number for each leg, log-uniform from low to high; `name` tells the decision."""
    return low * (high / low) ** leg_draw(cases, case, leg, name)
