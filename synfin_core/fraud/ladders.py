"""How often and how much: counts that are mostly small, ladders of sums that climb, test rupees, sums just under a limit."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.moves import steps
from synfin_core.fraud.story import Cases, leg_draw

JITTER = 0.30  # a sum lies up to 15% above or below its step (fraud.yaml split_over_steps, assumed)
NEAREST, NEAR = 0.00005, 0.03  # how far below a limit sums are kept, shares of it, assumed: 49,999 to about 48,500


def mostly_few(cases: Cases, power: float = 2.0) -> NDArray[np.int64]:
    """Legs of each case inside fraud.yaml steps.count, the fewer the likelier; `power` 1 makes all alike, assumed."""
    low, high = steps(cases)
    return low + ((high - low + 1) * cases.draw("steps") ** power).astype(np.int64)


def climb(
    cases: Cases,
    case: NDArray[np.int64],
    leg: NDArray[np.int64],
    counts: NDArray[np.int64],
    growth: tuple[float, float],
    factor: NDArray[np.float64] | float = 1.0,
) -> NDArray[np.float64]:
    """Shares of a case's size that grow `growth`-fold (low, high) from first leg to last; `factor` scales single legs."""
    low, high = growth
    rise = low * (high / low) ** cases.draw("rise")
    step = rise[case] ** (leg / np.maximum(counts - 1, 1)[case])
    parts = step * (1 - JITTER / 2 + JITTER * leg_draw(cases, case, leg, "jitter")) * factor
    return parts / np.bincount(case, parts, len(counts))[case]


def one_of(cases: Cases, name: str, values: list[float]) -> NDArray[np.float64]:
    """One of `values` for each case, all alike in chance; `name` tells the decision."""
    return np.array(values, np.float64)[(cases.draw(name) * len(values)).astype(np.int64)]


def test_rupees(cases: Cases) -> NDArray[np.float64]:
    """The sum with which each case tries the way (fraud.yaml amount_inr.test_inr)."""
    return one_of(cases, "test", cases.typology.figures["amount_inr"]["test_inr"])


def some_limit(
    cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], share: float, limits: dict[int, float]
) -> NDArray[np.float64]:
    """A limit in rupees for `share` of the legs, drawn from `limits` (rupees to weight), 0 on the others."""
    edges = np.cumsum(list(limits.values()))
    which = np.searchsorted(edges / edges[-1], leg_draw(cases, case, leg, "limit"), side="right")
    at = np.array(list(limits), np.float64)[np.minimum(which, len(limits) - 1)]
    return np.where(leg_draw(cases, case, leg, "kept below") < share, at, 0.0)


def just_under(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], limit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole rupees below the limit of each leg, the nearer the likelier; 0 where there is none."""
    gap = NEAREST * (NEAR / NEAREST) ** leg_draw(cases, case, leg, "below")
    return np.maximum(np.minimum(np.floor(limit * (1 - gap)), limit - 1), 0.0)
