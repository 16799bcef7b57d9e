"""Players of an illegal betting site pay into a young current account lent for it, at night and when there is a match."""

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import Cases, Legs, leg_draw
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import log_steps, scattered
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY

STYLES = {"upi": "upi_id"}
MANY_VICTIMS = True
NIGHT = (6, 3, 1, 0.3, 0.1, 0.1, 0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 1, 1, 1, 1.2, 1.5, 2, 4, 7, 9, 10, 10, 9)  # hours, assumed
STAKES = partial(scattered, fold=12.0)  # the largest deposit beside the smallest, assumed
MATCH_DAYS, LURED = 0.35, 0.6  # days with a match, and deposits of other days that wait for the next day, assumed


def legs(cases: Cases) -> Legs:
    """5-60 deposits of as many players over days to weeks, most on match days, which are the same for all gateways."""
    made = stroke(cases, "deposit", STYLES, log_steps(cases), STAKES, chained=False)
    waits = ~is_match_day(made.time) & (leg_draw(cases, made.case, made.leg, "waits") < LURED)
    time = within_day(made.time + np.where(waits, DAY, 0), NIGHT)
    return replace(made, time=time, payee=made.leg)


def is_match_day(time: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a match is played on the day of each instant; days by number, since no calendar of matches has a source."""
    day = (time // DAY).astype(np.uint64)
    return (mix64(day, 0x3A7C4) >> np.uint64(11)).astype(np.float64) * 2.0**-53 < MATCH_DAYS
