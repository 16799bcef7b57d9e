"""All cases that a shard knows, of all stories at once: who loses, and each leg priced; the same for both shards that see them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.cases import CasePlan
from synfin_core.fraud.casting import N_NEEDS
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import Ties, ties_of
from synfin_core.fraud.leads import unpacked
from synfin_core.fraud.loader import Story
from synfin_core.fraud.pricing import priced
from synfin_core.fraud.shop_fronts import at_shop_fronts
from synfin_core.fraud.story import IS_FRAUD, NO_LEGS, TO_MULE, Legs
from synfin_core.fraud.tempo import cases_at
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.world.people import People


@dataclass(frozen=True, eq=False)
class Known:
    """Cases: which story (code), whose shard (label), the link to the mules and their label, the victim's seat, and the seat
    of the victim of another case who is a mule here (-1 for none); their ties give key and start."""

    code: Ints
    number: Ints
    ties: Ties
    label: Ints
    link: Ints
    mules: Ints
    kind: Ints
    ring: Ints
    victim: Ints
    recruit: Ints

    def __len__(self) -> int:
        return len(self.number)

    @property
    def key(self) -> U64:
        """The key from which everything about each case follows."""
        return self.ties.key


@dataclass(frozen=True, eq=False)
class Acts:
    """Cases and their legs inside the period, with the payer's seat and the amount in paise of each leg."""

    stories: tuple[Story | None, ...]
    cases: Known
    legs: Legs
    payer: Ints
    paise: NDArray[np.float64]

    @property
    def to_mules(self) -> Ints:
        """Legs that mules receive, or were to receive."""
        return np.flatnonzero(self.legs.direction == TO_MULE)

    @property
    def planned(self) -> NDArray[np.float64]:
        """Paise that each case takes, or tries to."""
        taken = np.where(IS_FRAUD[self.legs.role], self.paise, 0.0)
        return np.bincount(self.legs.case, taken, len(self.cases)).astype(np.float64)

    @property
    def losses(self) -> Ints:
        """Legs by which somebody loses, or is meant to."""
        return np.flatnonzero(IS_FRAUD[self.legs.role])

    @property
    def last_loss(self) -> Ints:
        """When each case takes or tries for the last time, microseconds since the period began; -1 where it never does."""
        last = np.full(len(self.cases), -1)
        np.maximum.at(last, self.legs.case[self.losses], self.legs.time[self.losses])
        return last

    def of_story(self, name: str) -> NDArray[np.bool_]:
        """Whether a flag of its story holds, for each case."""
        return np.array([bool(story and getattr(story, name)) for story in self.stories])[self.cases.code]


def acts_of(circle: Circle, plan: CasePlan, linked: bool = True) -> Acts:
    """All legs of the cases whose victims live in this shard, and, where `linked`, of those whose mules may."""
    stories = by_code(plan.stories)
    known = _known(circle, stories, plan, circle.folk if linked else circle.folk[:1])
    period, parts, sizes = circle.population.period, [NO_LEGS], [0]
    codes, first, n = np.unique(known.code, return_index=True, return_counts=True)
    for code, at, size in zip(codes, first, n, strict=True):
        story, mine = stories[code], slice(at, at + size)
        if story is not None:
            cases = (known.number[mine], known.key[mine], known.ties.start[mine], period)
            parts.append(story.legs(cases_at(story.typology, *cases)))
            sizes.append(int(size))
    legs = at_shop_fronts(known.ties, Legs.of_all(parts, sizes).happening(period.length))
    payer = _payers(circle, stories, known, legs)
    return Acts(stories, known, *priced(circle, stories, known.code, known.ties, known.victim, legs, payer))


def by_code(stories: tuple[Story, ...]) -> tuple[Story | None, ...]:
    """The stories at the places that their codes name."""
    found = {story.code: story for story in stories}
    return tuple(found.get(code) for code in range(max(found, default=0) + 1))


def _known(circle: Circle, stories: tuple[Story | None, ...], plan: CasePlan, folk: tuple[People, ...]) -> Known:
    """Cases by story whose victims live among `folk`, with their ties and victims."""
    parts = [plan.of(people.shard) for people in folk]
    label = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
    table = np.concatenate(parts, axis=1)
    kept = np.flatnonzero((label == 0) | ((table[2] == label) & circle.elsewhere[label]))
    kept = kept[np.argsort(table[0, kept], kind="stable")]
    label, (code, number, link, kind, turn, ring, lead) = label[kept], table[:, kept]
    ties = ties_of(stories, code, number, circle.population.keys, circle.population.period)
    victim = _seats(circle, label, kind, turn)
    recruit = np.where(lead < 0, -1, _seats(circle, label, *unpacked(np.maximum(lead, 0))))
    mules = np.where((label == 0) & circle.elsewhere[link], link, 0)
    return Known(code, number, ties, label, link, mules, kind, ring, victim, recruit)


def _seats(circle: Circle, label: Ints, kind: Ints, turn: Ints) -> Ints:
    """The customers who fall at these turns of the queues."""
    seat = np.zeros(len(label), np.int64)
    for one in np.unique(label):
        mine = label == one
        seat[mine] = circle.first[one] + circle.queues[one].victims(kind[mine], turn[mine])
    return seat


def _payers(circle: Circle, stories: tuple[Story | None, ...], cases: Known, legs: Legs) -> Ints:
    """Seat of the customer of each leg: the victim, or another holder for each card where a case has many victims."""
    payer = cases.victim[legs.case]
    many = np.array([bool(story and story.many_victims) for story in stories])[cases.code[legs.case]]
    group = cases.label[legs.case] * N_NEEDS + cases.kind[legs.case] % N_NEEDS
    for one in np.unique(group[many]):
        mine = np.flatnonzero(many & (group == one))
        label, need = divmod(int(one), N_NEEDS)
        holders = circle.queues[label].holders(need)
        start = (mix64(cases.key[legs.case[mine]], 0x4A1D) >> np.uint64(32)).astype(np.int64)
        payer[mine] = circle.first[label] + holders[(start + legs.payee[mine]) % len(holders)]
    return payer
