"""A customer pays many times what his purchases usually come to."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.scene import AMOUNT, IS_PURCHASE, Scene
from synfin_core.payments.running import Ints, group_order

TIMES = (10.0, 60.0)  # the customer's median purchase, assumed
STEP = 1_000.0  # paise; sums of this kind are whole tens of rupees, assumed
LEAST = 3.0  # times the median of what the customer has bought in the end (store/honest_checks.py), which may have lost small sums
MOSTLY = 0.85  # place among the purchases beyond which their median does not move when others give way, assumed
DEAREST = 9_000_000.0  # paise; a purchase by UPI may be no larger than a lakh (payments.yaml)


def make(scene: Scene, n: int) -> int:
    """Raise at most n purchases; how many were raised."""
    rows, usual = scene.rows, usual_purchase(scene, 0.5)
    low, high = TIMES
    floor = np.maximum(usual * low, usual_purchase(scene, MOSTLY) * LEAST)
    at = scene.pick(scene.known & (floor[rows.payer] <= DEAREST), n, AMOUNT)
    share = (scene.hashes(at, AMOUNT, 1) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    least = floor[rows.payer[at]]
    most = np.maximum(np.minimum(usual[rows.payer[at]] * high, DEAREST), least)
    rows.amount[at] = np.ceil(least * (most / least) ** share / STEP) * STEP
    return len(at)


def usual_purchase(scene: Scene, place: float) -> NDArray[np.float64]:
    """[customer] paise of the purchase at this `place`, 0-1, by size, the median at a half; 0 where there is none.

    The highest of three, because it is known later what stays: of those that count, of the honest among them, of all honest.
    """
    at, _ = scene.purchases
    honest = np.flatnonzero(scene.made[: len(scene.rows)] & IS_PURCHASE[scene.rows.style])
    return np.maximum.reduce([_purchase_at(scene, some, place) for some in (at, at[at < len(scene.rows)], honest)])


def _purchase_at(scene: Scene, at: Ints, place: float) -> NDArray[np.float64]:
    """[customer] paise of that one of the purchases `at` whose place by size is `place`; 0 where there is none."""
    rows = scene.everything
    payer = rows.payer[at].astype(np.int64)
    n = np.bincount(payer, minlength=len(scene.people))
    at = at[group_order(payer, np.argsort(rows.amount[at], kind="stable"))]
    middle = np.cumsum(n) - n + (n * place).astype(np.int64)
    usual = np.zeros(len(scene.people))
    usual[n > 0] = rows.amount[at[middle[n > 0]]]
    return usual
