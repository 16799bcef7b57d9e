"""Counts over a wide span, shares of a size that scatter or are alike, numbers and waits between bounds."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.moves import steps
from synfin_core.fraud.story import Cases, leg_draw

Bounds = tuple[float, float]

LIKE = 1.35  # the largest of sums that a story keeps alike, beside the smallest, assumed


def log_steps(cases: Cases, power: float = 1.0) -> NDArray[np.int64]:
    """Legs of each case inside fraud.yaml steps.count, log-uniform (as many of 10-20 as of 20-40); fewer by a higher `power`."""
    low, high = steps(cases)
    return (low * ((high + 1) / low) ** cases.draw("steps") ** power).astype(np.int64)


def scattered(
    cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64], fold: float
) -> NDArray[np.float64]:
    """Shares of a case's size in no order, the largest up to `fold` times the smallest."""
    parts = fold ** leg_draw(cases, case, leg, "scatter")
    return parts / np.bincount(case, parts, len(counts))[case]


alike = partial(scattered, fold=LIKE)


def between(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], name: str, bounds: Bounds) -> NDArray[np.float64]:
    """A number for each leg, log-uniform inside the bounds; `name` tells the decision."""
    low, high = bounds
    return low * (high / low) ** leg_draw(cases, case, leg, name)


def evenly(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], name: str, bounds: Bounds) -> NDArray[np.float64]:
    """A number for each leg, uniform inside the bounds."""
    low, high = bounds
    return low + (high - low) * leg_draw(cases, case, leg, name)


def wait(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], name: str, bounds: Bounds, unit: int) -> NDArray[np.int64]:
    """Microseconds for each leg, uniform inside the bounds, which count `unit`s."""
    return (evenly(cases, case, leg, name, bounds) * unit).astype(np.int64)


def lasting(cases: Cases, name: str, bounds: Bounds, unit: int) -> NDArray[np.int64]:
    """Microseconds for each case, uniform inside the bounds, which count `unit`s."""
    low, high = bounds
    return ((low + (high - low) * cases.draw(name)) * unit).astype(np.int64)
