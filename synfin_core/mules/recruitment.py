"""Who receives: customers of the victim's linked shard, or persons outside, in the same shares as honest transfers."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.acts import Acts
from synfin_core.payments.rates import OUTSIDE_SHARE
from synfin_core.randomness import mix64
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import N_LINKS

CASES_A_MULE = 2  # cases of one typology that share a set of mules, assumed
SLOTS_A_CASE = 8
LIKELY = {
    "student": 3.0,
    "gig_worker": 3.0,
    "unemployed_youth": 4.0,
    "casual_labour": 2.0,
    "micro_merchant": 1.5,
}  # fraud.yaml mules.kinds, assumed
_PERSONS = 40_000_000


def mules(people: People, acts: Acts, own_shard: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(position in this shard or -1, party index) of the receiver of each leg that goes to a mule.

    `people` are the customers of the shard that the case's link joins with the victim's.
    """
    legs, at = acts.legs, acts.to_mules
    case, slot = legs.case[at], legs.payee[at] % SLOTS_A_CASE
    order = _willing(people, acts)
    turn = (acts.ordinal[case] // CASES_A_MULE * SLOTS_A_CASE + slot) * N_LINKS + acts.link[case]
    inside = order[turn % len(order)]
    if own_shard:  # nobody is the mule of their own loss
        inside = np.where(inside == acts.payer[at], order[(turn + 1) % len(order)], inside)
    noise = mix64(acts.cases.key[case] + slot.astype(np.uint64), 0x0075)
    alone = own_shard & (inside == acts.payer[at])
    outside = alone | ((noise >> np.uint64(32)).astype(np.float64) < OUTSIDE_SHARE * 2.0**32)
    party = np.where(outside, outside_party("person", mix64(noise, 1), _PERSONS), people.index[inside])
    return np.where(outside, -1, inside), party


def _willing(people: People, acts: Acts) -> NDArray[np.int64]:
    """Customers in the order in which they are recruited."""
    weight = np.array([LIKELY.get(segment.id, 0.3) for segment in people.calibration.segments])[people.segment]
    key = people.population.keys.key(f"mules {acts.story.typology.id}")
    noise = (mix64(people.index.astype(np.uint64), key) >> np.uint64(11)) * 2.0**-53
    return np.argsort(-np.log(np.maximum(noise, 1e-12)) / weight, kind="stable")
