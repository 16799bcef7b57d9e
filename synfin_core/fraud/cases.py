"""Which cases a run makes: prefixes of one keyed sequence a typology, so that fraud rows come within the smallest case."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.loader import Story
from synfin_core.fraud.story import IS_FRAUD, Cases, case_keys
from synfin_core.payments.moments import inside
from synfin_core.randomness import Streams, mix64
from synfin_core.timeline import DAY, Period

LARGEST_CASE, LARGEST_OF_TYPOLOGY = 0.05, 0.25  # of planned fraud rows; of the typology's own (DESIGN, case size)
MOST_OF_ONE = 0.25  # of fraud rows from one typology, more where few typologies act
_BLOCK = 4_096
_PROBE = 512
_SEARCH = 64
WHOLE_EDGE = 3 * DAY  # a case that comes nearer to either end of the period may be cut off by it


@dataclass(frozen=True, eq=False)
class CasePlan:
    """Numbers of the cases of each story, those of one shard together: its numbers are at `bounds[shard]:bounds[shard + 1]`."""

    stories: tuple[Story, ...]
    numbers: tuple[NDArray[np.int64], ...]
    bounds: tuple[NDArray[np.int64], ...]

    def of(self, story: int, shard: int) -> NDArray[np.int64]:
        """Numbers of the story's cases whose victim lives in the shard."""
        return self.numbers[story][self.bounds[story][shard] : self.bounds[story][shard + 1]]

    @property
    def n_cases(self) -> int:
        """Cases in all."""
        return sum(map(len, self.numbers))


def plan_cases(
    stories: tuple[Story, ...], streams: Streams, period: Period, wanted: int, min_cases: int, n_shards: int
) -> CasePlan:
    """Choose cases whose is_fraud rows sum to `wanted`, exactly where a one-row case can close the gap, and deal them out."""
    first = [whole_cases(story, streams, period, min_cases if wanted > 0 else 0) for story in stories]
    made = sum(int(fraud_rows(story, streams, known, period).sum()) for story, known in zip(stories, first, strict=True))
    more = choose(stories, streams, period, wanted - made)
    chosen = [np.concatenate([known, np.setdiff1d(others, known)]) for known, others in zip(first, more, strict=True)]
    dealt = [_deal(story, streams, numbers, n_shards) for story, numbers in zip(stories, chosen, strict=True)]
    return CasePlan(stories, tuple(numbers for numbers, _ in dealt), tuple(bounds for _, bounds in dealt))


def _deal(story: Story, streams: Streams, numbers: NDArray[np.int64], n_shards: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(numbers by shard, where each shard's begin)."""
    shard = (mix64(case_keys(story.typology, streams, numbers), 0x5A4D) % np.uint64(n_shards)).astype(np.int64)
    order = np.argsort(shard, kind="stable")
    return numbers[order], np.searchsorted(shard[order], np.arange(n_shards + 1))


def whole_cases(story: Story, streams: Streams, period: Period, n: int) -> NDArray[np.int64]:
    """Numbers of the first n cases that begin and end well inside the period, as far as there are so many."""
    numbers = np.arange(_PROBE if n else 0)
    legs = story.legs(Cases.of(story.typology, streams, numbers, period.length, period.start.toordinal()))
    edge = min(WHOLE_EDGE, period.length // 8)
    out = np.bincount(legs.case, (legs.time < edge) | (legs.time > period.length - edge), len(numbers))
    return numbers[(out == 0) & (np.bincount(legs.case, minlength=len(numbers)) > 0)][:n]


def choose(stories: tuple[Story, ...], streams: Streams, period: Period, wanted: int) -> list[NDArray[np.int64]]:
    """Numbers of the cases of each story, in the order of their sequence."""
    if wanted <= 0 or not stories:
        return [np.zeros(0, np.int64) for _ in stories]
    probes = [fraud_rows(story, streams, np.arange(_PROBE), period) for story in stories]
    goals = _goals(stories, probes, wanted)
    chosen, left = [], wanted
    for story, goal in zip(stories, goals, strict=True):
        largest = max(int(min(LARGEST_CASE * wanted, LARGEST_OF_TYPOLOGY * goal)), 1)
        numbers, rows = _prefix(story, streams, period, int(goal), largest)
        chosen.append(numbers)
        left -= rows
    return _close(stories, probes, chosen, streams, period, left)


def fraud_rows(story: Story, streams: Streams, numbers: NDArray[np.int64], period: Period) -> NDArray[np.int64]:
    """is_fraud rows inside the period of each case."""
    legs = story.legs(Cases.of(story.typology, streams, numbers, period.length, period.start.toordinal()))
    counted = IS_FRAUD[legs.role] & inside(period, legs.time)
    return np.bincount(legs.case[counted], minlength=len(numbers))


def _goals(stories: tuple[Story, ...], probes: list[NDArray[np.int64]], wanted: int) -> NDArray[np.float64]:
    """Fraud rows of each typology: its share of cases times its rows a case, none above the cap."""
    shares = np.array([story.typology.case_share * max(probe.mean(), 0.01) for story, probe in zip(stories, probes, strict=True)])
    shares /= shares.sum()
    cap = max(MOST_OF_ONE, min(1.0, 2.0 / len(stories)))
    for _ in range(len(stories)):
        over = shares > cap
        if not over.any():
            break
        shares[~over] *= (1 - cap * over.sum()) / max(shares[~over].sum(), 1e-12)
        shares[over] = cap
    return shares * wanted


def _prefix(story: Story, streams: Streams, period: Period, goal: int, largest: int) -> tuple[NDArray[np.int64], int]:
    """The first cases that fit into the goal, leaving out those above the largest size."""
    kept: list[NDArray[np.int64]] = []
    total = 0
    for block in range(_SEARCH * 16):
        if total >= goal:
            break
        numbers = np.arange(block * _BLOCK, (block + 1) * _BLOCK)
        rows = fraud_rows(story, streams, numbers, period)
        fit = (rows > 0) & (rows <= largest)
        numbers, rows = numbers[fit], rows[fit]
        sums = total + np.cumsum(rows)
        inside_goal = sums <= goal
        kept.append(numbers[inside_goal])
        total = int(sums[inside_goal][-1]) if inside_goal.any() else total
        if not inside_goal.all():
            break
        if not fit.any():
            break
    return (np.concatenate(kept) if kept else np.zeros(0, np.int64)), total


def _close(
    stories: tuple[Story, ...],
    probes: list[NDArray[np.int64]],
    chosen: list[NDArray[np.int64]],
    streams: Streams,
    period: Period,
    left: int,
) -> list[NDArray[np.int64]]:
    """Close the gap with later cases of the typology that has the smallest ones."""
    smallest = min(
        range(len(stories)),
        key=lambda index: (
            np.min(probes[index][probes[index] > 0], initial=10**9),
            -stories[index].typology.case_share,
        ),
    )
    start = int(chosen[smallest].max(initial=-1)) + 1
    for block in range(_SEARCH):
        if left <= 0:
            break
        numbers = np.arange(start + block * _BLOCK, start + (block + 1) * _BLOCK)
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
