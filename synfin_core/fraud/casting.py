"""Who falls: the rail is drawn first, then a segment, then a customer of it who holds what the rail needs.

Each case has a turn among the cases of its shard that want the same kind of customer, given by the plan: victims repeat
only when all of a kind have fallen once, and taking one typology away moves nobody else.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.loader import Story
from synfin_core.fraud.moves import rail_of
from synfin_core.fraud.story import Cases
from synfin_core.payments.rates import rates_of
from synfin_core.payments.running import Ints
from synfin_core.payments.styles import where
from synfin_core.randomness import mix64
from synfin_core.world.people import People

BANK, CARD, WALLET = range(3)
N_NEEDS = 3
ON_CREDIT = where(lambda style: style.rail in ("Card", "UPI") and style.mode in ("tap", "chip", "e-commerce", "QR credit card"))
ON_WALLET = where(lambda style: style.rail == "Wallet")
NEED = np.where(ON_CREDIT, CARD, np.where(ON_WALLET, WALLET, BANK)).astype(np.uint8)
COMPLAINTS = {"DL": 755.0, "HR": 381.0, "TS": 261.0}  # per lakh, 2023 (i4c_ceo_jan24); the rest of India at 129


def kinds_wanted(calibration: Calibration, story: Story, cases: Cases, segments: tuple[str, ...] | None) -> Ints:
    """Kind of customer that each case wants: segment * N_NEEDS + need, by the rail and the typology's victims."""
    need = NEED[rail_of(cases, story.styles)].astype(np.int64)
    edges = _segment_edges(calibration, story, segments)[need]
    return (cases.draw("segment")[:, None] >= edges[:, :-1]).sum(axis=1) * N_NEEDS + need


@lru_cache(maxsize=256)
def _segment_edges(calibration: Calibration, story: Story, segments: tuple[str, ...] | None) -> NDArray[np.float64]:
    """[need, segment] running shares of the typology's segments, by how many of each hold what is needed."""
    known = calibration.segments
    living = np.array([one.pop_share * (segments is None or one.id in segments) for one in known])
    listed = living * np.array([one.id in story.typology.victims for one in known])
    living = listed if listed.any() else living
    holders = living * np.array([one.card_holder for one in known])
    edges = np.cumsum(np.stack([living, holders if holders.any() else living, living]), axis=1)
    return edges / edges[:, -1:]


@dataclass(frozen=True, eq=False)
class Queue:
    """[need] a shard's holders by segment, inside it by who falls first, and the starts of the segments among them.

    Each need has luck of its own: who falls by card is no likelier to fall by bank, and what else a victim holds says nothing.
    """

    orders: tuple[Ints, ...]
    starts: tuple[Ints, ...]

    @classmethod
    def of(cls, people: People) -> Self:
        """Who falls first is drawn, by the complaints of each state, and by how often each customer pays (assumed)."""
        rates = np.array([COMPLAINTS.get(state.code, 129.0) for state in people.calibration.states])[people.state]
        often = rates_of(people.calibration)
        by_income = (often.bank_out + often.atm + often.net_shop) * people.income / people.income.mean()
        rates = rates * (people.p2p_rate + people.p2m_rate + by_income)
        segment, n = people.segment.astype(np.int64), len(people.calibration.segments)
        holds = (np.ones(len(people), bool), people.has_card, people.has_wallet)
        lucky = [_by_luck(people, rates, f"victims {need}", segment) for need in range(N_NEEDS)]
        starts = [np.append(0, np.cumsum(np.bincount(segment[held], minlength=n))) for held in holds]
        return cls(tuple(order[held[order]] for order, held in zip(lucky, holds, strict=True)), tuple(starts))

    def victims(self, kind: Ints, turn: Ints) -> Ints:
        """Position of the victim of each case; where a segment lacks holders, a holder of any segment."""
        found = np.zeros(len(kind), np.int64)
        for need in range(N_NEEDS):
            mine = np.flatnonzero(kind % N_NEEDS == need)
            holders, starts, segment = self.holders(need), self.starts[need], kind[mine] // N_NEEDS
            first, n = starts[segment], starts[segment + 1] - starts[segment]
            found[mine] = holders[np.where(n > 0, first + turn[mine] % np.maximum(n, 1), turn[mine] % len(holders))]
        return found

    def holders(self, need: int) -> Ints:
        """Everybody who holds what is needed; everybody at all where nobody does."""
        return self.orders[need] if len(self.orders[need]) else self.orders[BANK]


def recruits(people: People, likely: dict[str, float], share: float, least: int) -> Ints:
    """The customers who may be recruited, the likely ones first: a share of all, at least so many."""
    weights = np.array([likely.get(segment.id, 0.3) for segment in people.calibration.segments])[people.segment]
    order = _by_luck(people, weights, "mules", np.zeros(len(people), np.int64))
    return order[: max(int(np.ceil(share * len(people))), least)]


def _by_luck(people: People, weights: NDArray[np.float64], name: str, group: Ints) -> Ints:
    """Positions by group, inside it in a keyed order in which the heavier tend to come first."""
    noise = (mix64(people.index.astype(np.uint64), people.population.keys.key(name)) >> np.uint64(11)) * 2.0**-53
    late = (-np.log(np.maximum(noise, 1e-12)) / weights).astype(np.float32).view(np.uint32).astype(np.uint64)
    bits = len(people).bit_length()
    packed = group.astype(np.uint64) << np.uint64(58) | late << np.uint64(bits)
    return (np.sort(packed | np.arange(len(people), dtype=np.uint64)) & np.uint64((1 << bits) - 1)).astype(np.int64)
