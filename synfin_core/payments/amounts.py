"""Rupees: lognormal tickets from tables, and the round sums that people like."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import U64
from synfin_core.world.people import NORMAL_TABLE

SIGMA_STEP = 0.05
_CELLS = 65_536


@cache
def _factors(step: int) -> NDArray[np.float32]:
    """Lognormal factors with mean 1 and sigma = step * SIGMA_STEP, one for each of 65,536 equal cells."""
    factors = np.exp(step * SIGMA_STEP * NORMAL_TABLE)
    return (factors / factors.mean()).astype(np.float32)


def lognormal(sigma: float, draws: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Factors with mean 1 and the given sigma."""
    return _factors(round(sigma / SIGMA_STEP))[draws].astype(np.float64)


def spread(sigma: float, hashes: U64) -> NDArray[np.float64]:
    """Factors with median 1 and the given sigma, by the first 16 bits of each hash."""
    return lognormal(sigma, (hashes >> np.uint64(48)).astype(np.uint16)) * np.exp(sigma**2 / 2)


class Tickets:
    """Lognormal tickets of several kinds at once: mean and sigma by kind, sigma in steps of SIGMA_STEP."""

    def __init__(self, means: NDArray[np.float64], sigmas: NDArray[np.float64]) -> None:
        steps = np.rint(sigmas / SIGMA_STEP).astype(np.int64)
        distinct, self._row = np.unique(steps, return_inverse=True)
        self._table = np.concatenate([_factors(int(step)) for step in distinct])
        self.means = means

    def draw(self, kind: NDArray[np.uint8], draws: NDArray[np.uint16]) -> NDArray[np.float64]:
        """One ticket in rupees for each kind given."""
        return self.means[kind] * self._table[(self._row.astype(np.int32) * _CELLS)[kind] + draws]


@cache
def _units(hundreds: float, tens: float, rupees: float) -> NDArray[np.float64]:
    """Rounding unit in rupees for each of 65,536 equal cells: 100, 10, 1, or 0.01 for the rest."""
    edges = np.rint(np.cumsum([hundreds, tens, rupees]) * _CELLS).astype(np.int64)
    units = np.full(_CELLS, 0.01)
    units[edges[1] : edges[2]], units[edges[0] : edges[1]], units[: edges[0]] = 1.0, 10.0, 100.0
    return units


PERSON = (0.50, 0.28, 0.21)  # payments.yaml round_amounts p2p, assumed
SHOP = (0.12, 0.43, 0.37)  # round_amounts p2m_small_shop: multiples of ten 0.55, assumed
ONLINE = (0.02, 0.08, 0.62)  # round_amounts p2m_bill_or_online, assumed


def round_like_people(
    amount: NDArray[np.float64], draws: NDArray[np.uint16], habit: tuple[float, float, float]
) -> NDArray[np.float64]:
    """Paise (whole, as float64): rounded to the unit that the draw stands for, a smaller one where the amount is small."""
    unit = _units(*habit)[draws]
    unit = np.where(amount < 2 * unit, np.minimum(unit, np.where(amount < 20, 1.0, 10.0)), unit)
    return np.maximum(np.rint(amount / unit) * np.rint(unit * 100), 100.0)


def round_to(amount: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Paise, rounded to a whole number of `unit` rupees, at least one."""
    return np.maximum(np.rint(amount / unit), 1.0) * (unit * 100)
