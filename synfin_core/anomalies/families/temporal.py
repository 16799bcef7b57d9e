"""A customer who never buys at night buys once between one and five in the morning."""

import numpy as np

from synfin_core.anomalies.scene import IS_PURCHASE, TEMPORAL, Mask, Scene
from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.timeline import DAY, HOUR

NIGHT_ENDS = 5 * HOUR  # a purchase before is one at night, assumed
HOURS = (1 * HOUR, 5 * HOUR)  # of these purchases, assumed


def make(scene: Scene, n: int) -> int:
    """Move at most n remote purchases into the night of their day; how many were moved."""
    at = scene.pick(scene.known & scene.remote & ~_owls(scene)[scene.rows.payer], n, TEMPORAL)
    low, high = HOURS
    share = (scene.hashes(at, TEMPORAL, 1) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    time = scene.rows.time[at]
    scene.rows.time[at] = own_residue(time - time % DAY + low + (share * (high - low - HOUR // 60)).astype(np.int64), LOCAL)
    return len(at)


def _owls(scene: Scene) -> Mask:
    """[customer] who buys at night as it is."""
    rows = scene.everything
    night = scene.made & IS_PURCHASE[rows.style] & (rows.time % DAY < NIGHT_ENDS)
    owls = np.zeros(len(scene.people), bool)
    owls[rows.payer[night]] = True
    return owls
