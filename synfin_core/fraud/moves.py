"""Moves that many stories share: rising ladders, bursts, spans and uneven splits."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.story import Cases, leg_draw
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, HOUR, MINUTE

FIRST_STEP = 0.04  # the first payment of a story is a small one, to win trust or to try the way, assumed
_UNITS = {"span_minutes": MINUTE, "span_hours": HOUR, "span_days": DAY}


def steps(cases: Cases) -> tuple[int, int]:
    """Least and most legs of a case (fraud.yaml steps.count)."""
    low, high = cases.typology.figures["steps"]["count"]
    return int(low), int(high)


def span(cases: Cases) -> NDArray[np.int64]:
    """Microseconds from the first leg of each case to its last, log-uniform inside the published span."""
    figures = cases.typology.figures["steps"]
    name = next(unit for unit in _UNITS if unit in figures)
    low, high = figures[name]
    low = max(low, high / 1000)
    return (low * (high / low) ** cases.draw("span") * _UNITS[name]).astype(np.int64)


def ladder(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares of a case's size that rise by a ratio of 1.3-1.8, jittered by 15% (fraud.yaml split_over_steps, assumed)."""
    ratio = 1.3 + 0.5 * cases.draw("ratio")
    rising = ratio[case] ** leg * (0.85 + 0.3 * leg_draw(cases, case, leg, "jitter"))
    rising[leg == 0] *= FIRST_STEP
    return _shares(rising, case, len(counts))


def uneven(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shares of a case's size in no order: Dirichlet(2) (fraud.yaml split_over_steps, assumed)."""
    gamma = -np.log(np.maximum(leg_draw(cases, case, leg, "first") * leg_draw(cases, case, leg, "second"), 1e-12))
    gamma[(leg == 0) & (counts[case] > 1)] *= FIRST_STEP
    return _shares(gamma, case, len(counts))


def _shares(parts: NDArray[np.float64], case: NDArray[np.int64], n_cases: int) -> NDArray[np.float64]:
    totals = np.bincount(case, parts, n_cases)
    return parts / np.maximum(totals, 1e-12)[case]


def spread_over(
    cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Times from the start of each case to its end, in the order of the legs, unevenly apart."""
    gaps = ((0.25 - np.log(np.maximum(leg_draw(cases, case, leg, "gap"), 1e-9))) * 2**20).astype(np.int64)
    first = leg == 0
    gaps[first] = 0
    passed = np.cumsum(gaps)
    reached = passed - np.repeat(passed[first], counts)  # whole numbers, so that no case rounds another
    last = np.cumsum(counts) - 1
    share = reached / np.maximum(reached[last], 1)[case]
    return cases.start[case] + (share * length[case]).astype(np.int64)


def rail_of(cases: Cases, styles: Mapping[str, str]) -> NDArray[np.uint8]:
    """Main style of each case by the typology's rail mix; `styles` names one for each rail of it."""
    edges = np.cumsum([cases.typology.rails[rail] for rail in styles])
    chosen = np.searchsorted(edges / edges[-1], cases.draw("rail"), side="right")
    return np.array([CODE[style] for style in styles.values()], np.uint8)[np.minimum(chosen, len(styles) - 1)]
