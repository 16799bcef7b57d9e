"""Parties that are no simulated customers: companies, people elsewhere, government. They carry ids like anybody."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import U64, Pick, mix64
from synfin_core.world.population import OUTSIDE, Population

ROLES = ("person", "employer", "company", "government", "agent", "own account elsewhere", "lender")
_ROLE_BITS = 40


def outside_party(role: str, hashes: U64, size: int) -> NDArray[np.int64]:
    """Index of one of `size` outside parties of a role, picked by hash."""
    return OUTSIDE + (ROLES.index(role) << _ROLE_BITS) + (hashes >> np.uint64(32)).astype(np.int64) * size // (1 << 32)


def outside_bank(population: Population, indices: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Bank of each outside party, by the same shares as customers'."""
    banks = Pick(np.array([bank.share for bank in population.period.calibration.banks]))
    return banks.of(mix64(indices.astype(np.uint64), population.keys.key("outside bank"))).astype(np.uint8)
