"""Who receives: customers of the two shards that a case joins, or persons outside, in the same shares as honest transfers."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from synfin_core.fraud.acts import Acts
from synfin_core.fraud.book import Receivers
from synfin_core.fraud.casting import recruits
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import PAYEE
from synfin_core.fraud.difficulty import difficulties
from synfin_core.payments.rates import OUTSIDE_SHARE
from synfin_core.payments.running import Ints
from synfin_core.payments.transfers import PERSONS
from synfin_core.randomness import chance, mix64
from synfin_core.world.outside import outside_party
from synfin_core.world.population import N_LINKS

FIRST_SLOTS, SLOTS = 8, 16  # mules of a case: of its first layer, and in all
RECRUITED, LEAST_RECRUITED = 0.15, 24  # of a shard's customers, at least so many; far above 0.003 of all (mules.generator), assumed
LIKELY = {
    "student": 3.0,
    "gig_worker": 3.0,
    "unemployed_youth": 4.0,
    "casual_labour": 2.0,
    "micro_merchant": 1.5,
}  # fraud.yaml mules.kinds, assumed


@dataclass(frozen=True, eq=False)
class Crew:
    """The recruits of each shard of the circle, as seats; `first` and `size` of each label's."""

    circle: Circle
    acts: Acts
    pool: Ints
    first: Ints
    size: Ints

    @classmethod
    def of(cls, circle: Circle, acts: Acts) -> Self:
        """All who may be recruited in the circle."""
        pools = [recruits(people, LIKELY, RECRUITED, LEAST_RECRUITED) for people in circle.folk]
        size = np.array([len(pool) for pool in pools])
        seats = np.concatenate([first + pool for first, pool in zip(circle.first, pools, strict=True)])
        return cls(circle, acts, seats, np.cumsum(size) - size, size)

    def mules(self, case: Ints, slot: Ints, but: Ints) -> Receivers:
        """The mule of each case and slot, neither the seat `but` nor the victim, or a person outside.

        A ring that shares payees has its own for all its cases; the first may be the victim of the case that led to this one.
        """
        cases = self.acts.cases
        noise = mix64(cases.ties.key_where(PAYEE)[case] + slot.astype(np.uint64), 0x0075)
        stays = (slot < FIRST_SLOTS) | (noise & np.uint64(1) > 0)
        label = np.where(stays, cases.mules[case], cases.label[case])
        shared_by = difficulties()[self.circle.population.spec.difficulty].cases_a_mule
        turn = (cases.ring[case] // shared_by * SLOTS + slot) * N_LINKS + cases.link[case]
        turn = np.where(cases.ties.shared[case] == PAYEE, (noise >> np.uint64(40)).astype(np.int64), turn)
        recruited = (slot == 0) & (cases.recruit[case] >= 0)
        seat, victim = np.where(recruited, cases.recruit[case], self._seat(label, turn)), cases.victim[case]
        for step in (1, 2):
            seat = np.where((seat == but) | (seat == victim), self._seat(label, turn + step), seat)
        outside = (seat == but) | (seat == victim) | (chance(noise, OUTSIDE_SHARE) & ~recruited)
        party = np.where(outside, outside_party("person", mix64(noise, 1), PERSONS), self.circle.index[seat])
        return Receivers(np.where(outside, -1, seat), party)

    def _seat(self, label: Ints, turn: Ints) -> Ints:
        return self.pool[self.first[label] + turn % self.size[label]]
