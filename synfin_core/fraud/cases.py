"""Which cases a run makes: prefixes of one keyed sequence a typology, so that fraud rows come within the smallest case."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.errors import SpecError
from synfin_core.fraud.casting import kinds_wanted
from synfin_core.fraud.combinations import cases_of, ties_of
from synfin_core.fraud.leads import MOST_KINDS, led
from synfin_core.fraud.loader import Story
from synfin_core.fraud.story import IS_FRAUD, SOME_MONDAY, Cases
from synfin_core.payments.running import Ints, place_in_group
from synfin_core.randomness import U64, Streams, mix64
from synfin_core.timeline import DAY, Period
from synfin_core.world.population import N_LINKS, Population

LARGEST_CASE, LARGEST_OF_TYPOLOGY = 0.05, 0.25  # of planned fraud rows; of the typology's own (DESIGN, case size)
MOST_OF_ONE = 0.25  # of fraud rows from one typology, more where few typologies act
_BLOCK = 65_536
_PROBE = 256
_SEARCH = 4_096
WHOLE_EDGE = 3 * DAY  # a case that comes nearer to either end of the period may be cut off by it


@dataclass(frozen=True, eq=False)
class CasePlan:
    """All cases as a table of code, number, link, kind, turn, ring and lead, by shard and there by story; `bounds` of each shard.

    A turn counts the cases of the shard that want the same kind of victim, a ring those that have their mules by the
    same link. A lead is the victim of the case before, who is this one's mule: turn and kind in one number, -1 for none.
    """

    stories: tuple[Story, ...]
    table: NDArray[np.int32]
    bounds: Ints

    def of(self, shard: int) -> Ints:
        """The part of the table whose victims live in the shard."""
        return self.table[:, self.bounds[shard] : self.bounds[shard + 1]].astype(np.int64)

    def of_stories(self, codes: list[int]) -> Self:
        """The plan with the cases of these stories only; everything about them stays."""
        kept = np.isin(self.table[0], codes)
        before = np.concatenate([[0], np.cumsum(kept)])
        stories = tuple(story for story in self.stories if story.code in codes)
        return replace(self, stories=stories, table=self.table[:, kept], bounds=before[self.bounds])

    def numbers(self, code: int) -> Ints:
        """Numbers of the cases of one story."""
        return self.table[1, self.table[0] == code].astype(np.int64)

    @property
    def n_cases(self) -> int:
        """Cases in all."""
        return self.table.shape[1]


def plan_cases(
    stories: tuple[Story, ...], shares: tuple[float, ...], population: Population, wanted: int, min_cases: int
) -> CasePlan:
    """Choose cases whose is_fraud rows sum to `wanted`, exactly where a one-row case can close the gap, and deal them out."""
    streams, period = population.keys, population.period
    first = [whole_cases(story, streams, period, min_cases if wanted > 0 else 0) for story in stories]
    left = wanted - _rows_of(stories, streams, first, period)
    more = choose(stories, shares, streams, period, left)
    twice = [np.intersect1d(known, others) for known, others in zip(first, more, strict=True)]
    if missing := _rows_of(stories, streams, twice, period):
        more = choose(stories, shares, streams, period, left + missing)
    chosen = [np.concatenate([known, np.setdiff1d(others, known)]) for known, others in zip(first, more, strict=True)]
    return dealt(stories, population, chosen)


def _rows_of(stories: tuple[Story, ...], streams: Streams, chosen: list[Ints], period: Period) -> int:
    """is_fraud rows of all these cases."""
    named = ((story, numbers) for story, numbers in zip(stories, chosen, strict=True) if len(numbers))
    return sum(int(fraud_rows(story, streams, numbers, period).sum()) for story, numbers in named)


def dealt(stories: tuple[Story, ...], population: Population, chosen: list[Ints]) -> CasePlan:
    """Each case in its shard, with its turn and its ring."""
    n_shards, place = population.n_shards, np.repeat(np.arange(len(chosen)), [len(numbers) for numbers in chosen])
    numbers = np.concatenate([np.zeros(0, np.int64), *chosen])
    ties = ties_of(stories, place, numbers, population.keys, population.period)
    kind = np.zeros(len(numbers), np.int64)
    for at, story in enumerate(stories):
        mine = place == at
        cases = Cases(story.typology, numbers[mine], ties.key[mine], ties.start[mine], population.period.length, SOME_MONDAY)
        kind[mine] = kinds_wanted(population.period.calibration, story, cases, population.spec.segments)
    shard = (mix64(ties.home, 0x5A4D) % np.uint64(n_shards)).astype(np.int64)
    code = np.array([story.code for story in stories], np.int64)[place]
    found = np.stack([shard, code, numbers, link_of(ties.home), kind, ties.kind])
    shard, code, numbers, link, kind, tied = found[:, np.argsort(shard, kind="stable")]
    turn, ring = place_in_group(shard * MOST_KINDS + kind), place_in_group(shard * N_LINKS + link)
    kind, turn, lead = led(population.period.calibration, stories, code, numbers, tied, kind, turn)
    bounds = np.searchsorted(shard, np.arange(n_shards + 1))
    return CasePlan(stories, np.stack([code, numbers, link, kind, turn, ring, lead]).astype(np.int32), bounds)


def link_of(key: U64) -> Ints:
    """The link by which each case has its mules."""
    return (mix64(key, 0x117C) % np.uint64(N_LINKS)).astype(np.int64)


def whole_cases(story: Story, streams: Streams, period: Period, n: int) -> Ints:
    """Numbers of the first n cases that begin and end well inside the period; where none does, of the first in it at all."""
    if not n:
        return np.zeros(0, np.int64)
    numbers = np.arange(_PROBE)
    legs = story.legs(cases_of(story, streams, numbers, period))
    edge = min(WHOLE_EDGE, period.length // 8)
    out = np.bincount(legs.case, (legs.time < edge) | (legs.time > period.length - edge), len(numbers))
    whole = numbers[(out == 0) & (np.bincount(legs.case, minlength=len(numbers)) > 0)][:n]
    return whole if len(whole) else np.flatnonzero(fraud_rows(story, streams, numbers, period))[:n]


def choose(stories: tuple[Story, ...], shares: tuple[float, ...], streams: Streams, period: Period, wanted: int) -> list[Ints]:
    """Numbers of the cases of each story, in the order of their sequence; `shares` of cases, relative."""
    if wanted <= 0 or not stories:
        return [np.zeros(0, np.int64) for _ in stories]
    probes = [fraud_rows(story, streams, np.arange(_PROBE), period) for story in stories]
    if not any(probe.any() for probe, share in zip(probes, shares, strict=True) if share > 0):
        named = ", ".join(story.typology.id for story, share in zip(stories, shares, strict=True) if share > 0)
        raise SpecError(
            f"typologies: no case of {named} can happen from {period.start} to {period.end}; allow others, or other days."
        )
    goals = _goals(shares, probes, wanted)
    chosen, left = [], wanted
    for story, probe, goal in zip(stories, probes, goals, strict=True):
        largest = max(int(min(LARGEST_CASE * wanted, LARGEST_OF_TYPOLOGY * goal)), 1)
        numbers, rows = _prefix(story, probe, streams, period, int(goal), largest)
        chosen.append(numbers)
        left -= rows
    return _close(stories, shares, probes, chosen, streams, period, left)


def fraud_rows(story: Story, streams: Streams, numbers: Ints, period: Period) -> Ints:
    """is_fraud rows inside the period of each case."""
    legs = story.legs(cases_of(story, streams, numbers, period))
    return np.bincount(legs.case[IS_FRAUD[legs.role] & legs.happens(period.length)], minlength=len(numbers))


def _goals(of_cases: tuple[float, ...], probes: list[Ints], wanted: int) -> NDArray[np.float64]:
    """Fraud rows of each typology: its share of cases times its rows a case, none above the cap."""
    shares = np.array([share * max(probe.mean(), 0.01) for share, probe in zip(of_cases, probes, strict=True)])
    shares /= shares.sum()
    cap = max(MOST_OF_ONE, min(1.0, 2.0 / np.count_nonzero(shares)))
    for _ in range(len(shares)):
        over = shares > cap
        if not over.any():
            break
        shares[~over] *= (1 - cap * over.sum()) / max(shares[~over].sum(), 1e-12)
        shares[over] = cap
    return shares * wanted


def _prefix(story: Story, probe: Ints, streams: Streams, period: Period, goal: int, largest: int) -> tuple[Ints, int]:
    """The first cases that fit into the goal, leaving out those above the largest size; `probe`: rows of the first ones."""
    kept: list[Ints] = []
    total, first, rows = 0, 0, probe
    for _ in range(_SEARCH):
        fit = np.flatnonzero((rows > 0) & (rows <= largest))
        sums = total + np.cumsum(rows[fit])
        within = sums <= goal
        kept.append(first + fit[within])
        total = int(sums[within][-1]) if within.any() else total
        if not within.all() or not len(fit) or total >= goal:
            break
        first += len(rows)
        block = int(np.clip((goal - total) / rows.mean() * 1.1, _PROBE, _BLOCK))
        rows = fraud_rows(story, streams, np.arange(first, first + block), period)
    return np.concatenate(kept), total


def _close(
    stories: tuple[Story, ...],
    shares: tuple[float, ...],
    probes: list[Ints],
    chosen: list[Ints],
    streams: Streams,
    period: Period,
    left: int,
) -> list[Ints]:
    """Close the gap with later cases of the typology that has the smallest ones."""
    smallest = min(
        (index for index in range(len(stories)) if shares[index] > 0),
        key=lambda index: (
            np.min(probes[index][probes[index] > 0], initial=10**9),
            -shares[index],
        ),
    )
    start = int(chosen[smallest].max(initial=-1)) + 1
    for block in range(_SEARCH):
        if left <= 0:
            break
        numbers = np.arange(start + block * _PROBE, start + (block + 1) * _PROBE)
        rows = fraud_rows(stories[smallest], streams, numbers, period)
        picked = []
        for number, size in zip(numbers[rows > 0], rows[rows > 0], strict=True):
            if size <= left:
                picked.append(number)
                left -= int(size)
            if left <= 0:
                break
        chosen[smallest] = np.concatenate([chosen[smallest], np.array(picked, np.int64)])
        if not picked:
            break
    return chosen
