"""Whether and when a fraud is reported: small losses seldom, few within the hour, most after a day.

It follows from the case's key, its size and its last loss alone, so that every shard that knows the case agrees.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.story import drawn
from synfin_core.payments.amounts import spread
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import HOUR

NEVER = np.iinfo(np.int64).max
SIZE_BANDS = (1_000.0, 10_000.0, 100_000.0)  # rupees; edges of fraud.yaml background.reporting_probability
SOONEST_H, LATEST_H = 0.1, 24.0 * 365  # assumed


def reported_at(calibration: Calibration, key: U64, lost: NDArray[np.float64], last: Ints) -> Ints:
    """When each case is reported, hours after its last loss; NEVER where it is not. `lost` in rupees, taken or tried."""
    told = drawn(key, "reported") < _chances(calibration)[np.searchsorted(SIZE_BANDS, lost, side="right")]
    return np.where(told, after(last, delay_h(calibration, key)), NEVER)


def delay_h(calibration: Calibration, key: U64) -> NDArray[np.float64]:
    """Hours from the last loss to the report, were it made: some in the first, the rest lognormal (reporting_delay_mixture)."""
    figures = calibration.raw["fraud"]["generator_assumed"]["reporting_delay_mixture"]
    soon = SOONEST_H + (1 - SOONEST_H) * drawn(key, "minutes")
    late = np.clip(figures["median_h"] * spread(figures["sigma"], mix64(key, 0x2E9)), SOONEST_H, LATEST_H)
    return np.where(drawn(key, "golden") < figures["first_hour_mass"], soon, late)


def after(start: Ints, hours: NDArray[np.float64]) -> Ints:
    """So many hours after each start; NEVER stays NEVER."""
    known = start < NEVER
    return np.where(known, np.where(known, start, 0) + (hours * HOUR).astype(np.int64), NEVER)


@lru_cache(maxsize=2)
def _chances(calibration: Calibration) -> NDArray[np.float64]:
    """Share reported of losses between SIZE_BANDS (background.reporting_probability, localcircles)."""
    figures = calibration.raw["fraud"]["background"]["reporting_probability"]
    return np.array([figures[band] for band in ("<1000", "1000-10000", "10000-100000", ">100000")])
