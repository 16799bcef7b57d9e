"""How far the sizes of a typology's cases must be drawn apart, so that their mean is the published one inside its bounds."""

from functools import lru_cache

import numpy as np

from synfin_core.world.people import NORMAL_TABLE

USUAL_SIGMA = 1.2  # fraud.yaml generator_assumed.case_size, where no median is given, assumed
MOST_FIT = 6.0  # times the published mean before the bounds cut it, assumed
_CELLS = NORMAL_TABLE[:: len(NORMAL_TABLE) // 1_024].astype(np.float64)
_ROUNDS = 40


@lru_cache(maxsize=256)
def fit(mean: float, low: float, high: float) -> float:
    """Times `mean` that a lognormal must have for its values, cut to low..high rupees, to have that mean (at most MOST_FIT)."""
    shape = np.exp(USUAL_SIGMA * _CELLS - USUAL_SIGMA**2 / 2)
    least, most = 1 / MOST_FIT, MOST_FIT
    for _ in range(_ROUNDS):
        middle = np.sqrt(least * most)
        below = float(np.clip(middle * mean * shape, low, high).mean()) < mean
        least, most = (middle, most) if below else (least, middle)
    return float(np.sqrt(least * most))
