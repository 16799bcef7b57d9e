"""Players of an illegal betting site pay into a young current account lent for it, at night and when there is a match."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.rhythms import begin, within_day
from synfin_core.fraud.story import Cases, Legs, leg_draw
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import log_steps, scattered
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY

STYLES = {"upi": "upi_id"}
MANY_VICTIMS = True
NIGHT = (6, 3, 1, 0.3, 0.1, 0.1, 0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 1, 1, 1, 1.2, 1.5, 2, 4, 7, 9, 10, 10, 9)  # hours, assumed
STAKES = partial(scattered, fold=12.0)  # the largest deposit beside the smallest, assumed
SEASON = (1, 1, 1, 1.44, 1.44) + (1,) * 7  # months: online games in the IPL's April beside July (games_aug25); May alike, assumed
MATCH_DAYS, LURED = 0.35, 0.6  # days with a match outside the season, and deposits of other days that wait for the next, assumed


def legs(cases: Cases) -> Legs:
    """5-60 deposits of as many players over days to weeks, most on match days, which are the same for all gateways."""
    cases = begin(cases, NIGHT, months=SEASON)
    made = stroke(cases, "deposit", STYLES, log_steps(cases), STAKES, chained=False)
    waits = ~is_match_day(cases.first_day + made.time // DAY) & (leg_draw(cases, made.case, made.leg, "waits") < LURED)
    return replace(made, time=within_day(made.time + np.where(waits, DAY, 0), NIGHT), payee=made.leg)


def is_match_day(ordinal: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a match is played on a date, given as ordinal: all of April and May, else drawn by date, for want of a source."""
    month = (ordinal - date(1970, 1, 1).toordinal()).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    drawn = (mix64(ordinal.astype(np.uint64), 0x3A7C4) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return (month == 3) | (month == 4) | (drawn < MATCH_DAYS)
