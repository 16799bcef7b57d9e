"""Which twins a run makes: three for each case of a typology, fewer in proportion where they would be too many rows."""

from dataclasses import replace

import numpy as np

from synfin_core.anomalies.kinds import twin_stories
from synfin_core.fraud.cases import CasePlan, dealt
from synfin_core.fraud.combinations import cases_of
from synfin_core.fraud.difficulty import difficulties
from synfin_core.fraud.loader import Story
from synfin_core.payments.running import Ints, place_in_group
from synfin_core.randomness import mix64
from synfin_core.world.population import Population

MOST_ROWS = 0.08  # of all rows; wallet loads come on top, and together they stay under 0.10 (DESIGN, Twins)
_SPARE, _MORE = 1.2, 16  # more candidates than are wanted: some fall outside the period, some are too large
_SAMPLE = 500  # cases of a typology that say how many payments one has
_SURE = 1.5  # times as many twins as there is room for by that
_SEARCH, _WIDER = 8, 4  # rounds of looking, each over so many times more candidates


def plan_twins(cases: CasePlan, population: Population, count: int) -> CasePlan:
    """Twins of the typologies that act, dealt out to shards like cases; each falls to any customer of its kind."""
    told, most = twin_stories(cases.stories), int(MOST_ROWS * count)
    each = difficulties()[population.spec.difficulty].twins_a_case
    mine = [cases.numbers(story.code) for story in cases.stories]
    usual = [_rows(story, population, some[:_SAMPLE]) for story, some in zip(cases.stories, mine, strict=True)]
    wanted = [each * len(some) for some in mine]
    share = _SURE * most / max(sum(n * rows.mean() for n, rows in zip(wanted, usual, strict=True) if n), 1.0)
    found = [
        _first(twin, population, min(n, int(n * share) + _MORE), rows.max(initial=0))
        for twin, n, rows in zip(told, wanted, usual, strict=True)
    ]
    chosen = _within(found, wanted, most)
    plan = dealt(told, population, chosen)
    code, number, link, kind, _, ring, lead = plan.table.astype(np.int64)
    return replace(plan, table=np.stack([code, number, link, kind, _turns(code, number), ring, lead]).astype(np.int32))


def _turns(code: Ints, number: Ints) -> Ints:
    """A place of its own for each in the queue of customers, so that twins follow no victim."""
    return (mix64((number + code).astype(np.uint64), 0x7F1) >> np.uint64(33)).astype(np.int64)


def _first(story: Story, population: Population, wanted: int, largest: int) -> tuple[Ints, Ints]:
    """(numbers, rows) of the first `wanted` twins in the period, none with more rows than the `largest` case of the typology."""
    numbers, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    first, left = 0, wanted
    for turn in range(_SEARCH if wanted else 0):
        block = np.arange(first, first + int(left * _SPARE) + _MORE * _WIDER**turn)
        made = _rows(story, population, block)
        fit = np.flatnonzero((made > 0) & (made <= largest))[:left]
        numbers.append(block[fit])
        rows.append(made[fit])
        first, left = first + len(block), left - len(fit)
        if left <= 0:
            break
    return np.concatenate(numbers), np.concatenate(rows)


def _rows(story: Story, population: Population, numbers: Ints) -> Ints:
    """Payments inside the period of each twin."""
    period = population.period
    legs = story.legs(cases_of(story, population.keys, numbers, period))
    return np.bincount(legs.happening(period.length).case, minlength=len(numbers))


def _within(found: list[tuple[Ints, Ints]], wanted: list[int], most: int) -> list[Ints]:
    """The same share of each typology's `wanted` twins, the first ones, so that all have at most so many rows together."""
    numbers, rows = (np.concatenate(column) for column in zip(*found, strict=True)) if found else (np.zeros(0, np.int64),) * 2
    story = np.repeat(np.arange(len(found)), [len(one[0]) for one in found])
    order = np.argsort((place_in_group(story) + 0.5) / np.array(wanted)[story], kind="stable")
    kept = np.zeros(len(numbers), bool)
    kept[order[np.cumsum(rows[order]) <= most]] = True
    return [numbers[kept & (story == one)] for one in range(len(found))]
