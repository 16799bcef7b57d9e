"""A customer pays many times what his purchases usually come to."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.scene import AMOUNT, IS_PURCHASE, Scene
from synfin_core.payments.running import group_order

TIMES = (10.0, 60.0)  # the customer's median purchase, assumed
KNOWN = 8  # purchases from which a usual one can be told, assumed
STEP = 1_000.0  # paise; sums of this kind are whole tens of rupees, assumed
DEAREST = 9_000_000.0  # paise; a purchase by UPI may be no larger than a lakh (payments.yaml)


def make(scene: Scene, n: int) -> int:
    """Raise at most n purchases; how many were raised."""
    rows, usual = scene.rows, usual_purchase(scene)
    low, high = TIMES
    at = scene.pick((usual[rows.payer] > 0) & (usual[rows.payer] * low <= DEAREST), n, AMOUNT)
    share = (scene.hashes(at, AMOUNT, 1) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    most = np.minimum(usual[rows.payer[at]] * high, DEAREST)
    least = usual[rows.payer[at]] * low
    rows.amount[at] = np.ceil(least * (most / least) ** share / STEP) * STEP
    return len(at)


def usual_purchase(scene: Scene) -> NDArray[np.float64]:
    """[customer] paise of the median purchase; 0 where there are too few."""
    rows = scene.everything
    at = np.flatnonzero((rows.payer >= 0) & IS_PURCHASE[rows.style])
    payer = rows.payer[at].astype(np.int64)
    at = at[group_order(payer, np.argsort(rows.amount[at], kind="stable"))]
    n = np.bincount(payer, minlength=len(scene.people))
    middle = np.cumsum(n) - n + n // 2
    usual = np.zeros(len(scene.people))
    known = n >= KNOWN
    usual[known] = rows.amount[at[middle[known]]]
    return usual
