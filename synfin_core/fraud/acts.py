"""All cases that a shard knows, of all stories at once: who loses, and each leg priced; the same for both shards that see them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.cases import CasePlan, link_of
from synfin_core.fraud.casting import N_NEEDS, kinds_wanted
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.loader import Story
from synfin_core.fraud.pricing import priced
from synfin_core.fraud.story import IS_FRAUD, NO_LEGS, TO_MULE, Cases, Legs, key_of
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.world.people import People


@dataclass(frozen=True, eq=False)
class Known:
    """Cases: which story (code), whose shard (label), the link to the mules and their label, and the victim's seat."""

    code: Ints
    number: Ints
    key: U64
    label: Ints
    link: Ints
    mules: Ints
    kind: Ints
    turn: Ints
    ring: Ints
    victim: Ints

    def __len__(self) -> int:
        return len(self.number)


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
        """Legs that mules receive."""
        return np.flatnonzero((self.legs.direction == TO_MULE) & ~self.legs.refused)

    @property
    def planned(self) -> NDArray[np.float64]:
        """Paise that each case takes, or tries to."""
        taken = np.where(IS_FRAUD[self.legs.role], self.paise, 0.0)
        return np.bincount(self.legs.case, taken, len(self.cases)).astype(np.float64)

    def of_story(self, name: str) -> NDArray[np.bool_]:
        """Whether a flag of its story holds, for each case."""
        return np.array([bool(story and getattr(story, name)) for story in self.stories])[self.cases.code]


def acts_of(circle: Circle, plan: CasePlan, linked: bool = True) -> Acts:
    """All legs of the cases whose victims live in this shard, and, where `linked`, of those whose mules may."""
    parts, tables, sizes = [NO_LEGS], [np.zeros((7, 0), np.int64)], [0]
    for at, story in enumerate(plan.stories):
        cases, table = _cases(circle, plan, at, circle.folk if linked else circle.folk[:1])
        if len(cases):
            parts.append(story.legs(cases))
            tables.append(table)
            sizes.append(len(cases))
    stories = by_code(plan.stories)
    known = _known(circle, plan.stories, np.concatenate(tables, axis=1))
    legs = Legs.of_all(parts, sizes).happening(circle.population.period.length)
    payer = _payers(circle, stories, known, legs)
    return Acts(stories, known, *priced(circle, stories, known.code, known.key, known.victim, legs, payer))


def by_code(stories: tuple[Story, ...]) -> tuple[Story | None, ...]:
    """The stories at the places that their codes name."""
    found = {story.code: story for story in stories}
    return tuple(found.get(code) for code in range(max(found, default=0) + 1))


def _cases(circle: Circle, plan: CasePlan, at: int, folk: tuple[People, ...]) -> tuple[Cases, Ints]:
    """Cases of one story, and as a table their code, number, label, link, kind, turn and ring."""
    story, population = plan.stories[at], circle.population
    found = [plan.of(at, people.shard) for people in folk]
    numbers, turn, ring = (np.concatenate(columns) for columns in zip(*found, strict=True))
    label = np.repeat(np.arange(len(found)), [len(one[0]) for one in found])
    cases = Cases.of(story.typology, population.keys, numbers, population.period.length, population.period.start.toordinal())
    link = link_of(cases.key)
    kept = np.flatnonzero((label == 0) | ((link == label) & circle.elsewhere[label]))
    cases, label, link = cases.take(kept), label[kept], link[kept]
    kind = kinds_wanted(population.period.calibration, story, cases, population.spec.segments)
    return cases, np.stack([np.full(len(kept), story.code), cases.number, label, link, kind, turn[kept], ring[kept]])


def _known(circle: Circle, stories: tuple[Story, ...], table: Ints) -> Known:
    """Cases with their keys and victims."""
    code, number, label, link, kind, turn, ring = table
    words = np.zeros(max((story.code for story in stories), default=0) + 1, np.uint64)
    for story in stories:
        words[story.code] = circle.population.keys.key(f"case {story.typology.id}")
    victim = np.zeros(len(code), np.int64)
    for one in np.unique(label):
        mine = label == one
        victim[mine] = circle.first[one] + circle.queues[one].victims(kind[mine], turn[mine])
    mules = np.where((label == 0) & circle.elsewhere[link], link, 0)
    return Known(code, number, key_of(number, words[code]), label, link, mules, kind, turn, ring, victim)


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
