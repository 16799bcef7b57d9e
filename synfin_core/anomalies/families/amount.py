"""A customer pays many times what his purchases usually come to."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.scene import AMOUNT, IS_PURCHASE, Scene
from synfin_core.payments.running import Ints, group_order

TIMES = (10.0, 60.0)  # the customer's median purchase, assumed
STEP = 1_000.0  # paise; sums of this kind are whole tens of rupees, assumed
DEAREST = 9_000_000.0  # paise; a purchase by UPI may be no larger than a lakh (payments.yaml)


def make(scene: Scene, n: int) -> int:
    """Raise at most n purchases; how many were raised."""
    rows, usual = scene.rows, usual_purchase(scene)
    low, high = TIMES
    at = scene.pick(scene.known & (usual[rows.payer] * low <= DEAREST), n, AMOUNT)
    share = (scene.hashes(at, AMOUNT, 1) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    most = np.minimum(usual[rows.payer[at]] * high, DEAREST)
    least = usual[rows.payer[at]] * low
    rows.amount[at] = np.ceil(least * (most / least) ** share / STEP) * STEP
    return len(at)


def usual_purchase(scene: Scene) -> NDArray[np.float64]:
    """[customer] paise of the median purchase; 0 where there is none.

    The highest of three, because it is known later what stays: of those that count, of the honest among them, of all honest.
    """
    at, _ = scene.purchases
    honest = np.flatnonzero(scene.made[: len(scene.rows)] & IS_PURCHASE[scene.rows.style])
    return np.maximum.reduce([_median(scene, some) for some in (at, at[at < len(scene.rows)], honest)])


def _median(scene: Scene, at: Ints) -> NDArray[np.float64]:
    """[customer] paise of the median of the purchases `at`; 0 where there is none."""
    rows = scene.everything
    payer = rows.payer[at].astype(np.int64)
    n = np.bincount(payer, minlength=len(scene.people))
    at = at[group_order(payer, np.argsort(rows.amount[at], kind="stable"))]
    middle = np.cumsum(n) - n + n // 2
    usual = np.zeros(len(scene.people))
    usual[n > 0] = rows.amount[at[middle[n > 0]]]
    return usual
