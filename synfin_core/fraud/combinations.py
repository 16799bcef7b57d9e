"""Cases that belong together: rings, thieves who learn, and cases that lead to others; all told by number and key alone.

Numbers of one typology stand in runs; a run may be a ring (the same days, something shared) or one thief who learns (one
case after the other, each for more). A chained case begins after the case of the same number that leads to it; cases of a
typology that drifts are led to by none, since its drift says when they begin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.errors import CalibrationError
from synfin_core.fraud.difficulty import stories_at
from synfin_core.fraud.loader import Story, stories
from synfin_core.fraud.story import TO_CASH, TO_MERCHANT, TO_MULE, Cases, drawn, key_of, starts_of
from synfin_core.fraud.tempo import begun, cases_at, tempo_of
from synfin_core.fraud.ways import DIRECTION
from synfin_core.payments.running import Ints
from synfin_core.payments.styles import CODE, IS_REMOTE
from synfin_core.randomness import U64, Streams, mix64
from synfin_core.timeline import DAY, Period

KINDS = ("alone", "chained", "coordinated", "progressive")
ALONE, CHAINED, COORDINATED, PROGRESSIVE = range(len(KINDS))
SHARED = ("nothing", "device", "merchant", "payee", "place")
NOTHING, DEVICE, MERCHANT, PAYEE, PLACE = range(len(SHARED))
RUN = 6  # numbers of a typology that may belong together (fraud.yaml combinations.note, assumed)
MOST_OF_PERIOD = 0.1  # of the period, from one case of a thief to the next at most, assumed
OWN_DEVICE = 3.0  # weight of a shared device beside the rails' shares, where thieves bring one, assumed
Stories = Sequence[Story | None]


@dataclass(frozen=True)
class Chain:
    """A typology that leads to another: the story before, the share of cases so begun, days between, and what they share."""

    first: Story
    share: float
    gap_days: tuple[float, float]
    by_mule: bool


@dataclass(frozen=True, eq=False)
class Ties:
    """How each case is tied to others: kind, key of its run, place in it from 0, cases in it at most, what they share.

    `home` is the key by which it finds its shard; `key` and `start` (microseconds) are the case's own.
    """

    kind: NDArray[np.uint8]
    run: U64
    step: Ints
    size: Ints
    shared: NDArray[np.uint8]
    home: U64
    key: U64
    start: Ints

    def take(self, chosen: NDArray[Any]) -> Self:
        """The chosen cases."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def key_where(self, shared: int) -> U64:
        """The key of the run for the cases that share such a thing, of each other case its own."""
        return np.where(self.shared == shared, self.run, self.key)


_NONE, _CODES, _WORDS = np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.uint64)
NO_TIES = Ties(_CODES, _WORDS, _NONE, _NONE, _CODES, _WORDS, _WORDS, _NONE)


@lru_cache(maxsize=2)
def chains(calibration: Calibration) -> dict[str, Chain]:
    """By the id of the typology that is led to."""
    known = {story.typology.id: story for story in stories(calibration)}
    rows = calibration.raw["fraud"]["combinations"]["chained"]
    refuse_circles(rows, set(known))
    return {row["to"]: Chain(known[row["from"]], row["share"], tuple(row["gap_days"]), row["by"] == "mule") for row in rows}


def refuse_circles(rows: Sequence[Mapping[str, Any]], known: set[str]) -> None:
    """CalibrationError where a chain names an unknown typology, or leads back to where it began."""
    before = {row["to"]: row["from"] for row in rows}
    for row in rows:
        led, name = {row["to"]}, row["from"]
        while name in before and name not in led:
            led.add(name)
            name = before[name]
        if name in led or {row["from"], row["to"]} - known:
            raise CalibrationError(
                f"config/calibration/fraud.yaml: combinations.chained from '{row['from']}' to '{row['to']}'; "
                "typologies that have a file are allowed, and no circle."
            )


def ties_of(told: Stories, code: Ints, number: Ints, streams: Streams, period: Period) -> Ties:
    """The ties of cases by the code of their story (a place in `told`) and their number."""
    words = np.array([streams.key(f"case {story.typology.id}") if story else 0 for story in told], np.uint64)[code]
    key, run = key_of(number, words), mix64(key_of(number // RUN, words), 0x2106)
    figures = period.calibration.raw["fraud"]["combinations"]
    size, step = _size(figures, run), number % RUN
    kind = np.where(step < size, _kind(figures, run), ALONE).astype(np.uint8)
    even = np.where(kind == ALONE, starts_of(key, period.length), _start(figures, kind, run, key, step, size, period.length))
    moment = np.where(kind == ALONE, even, starts_of(run, period.length))
    start = _drifting(told, code, even, moment, period)
    shared = np.where(kind == ALONE, NOTHING, _shared(period.calibration, told, code, run)).astype(np.uint8)
    home = np.where(kind == ALONE, key, run)
    found = Ties(kind, np.where(kind == ALONE, key, run), step, size, shared, home, key, start)
    return _chained(found, told, code, number, streams, period)


def cases_of(story: Story, streams: Streams, number: Ints, period: Period) -> Cases:
    """The cases of one story of these numbers, each starting when its ties have it."""
    ties = ties_of((story,), np.zeros(len(number), np.int64), number, streams, period)
    return cases_at(story.typology, number, ties.key, ties.start, period)


def growth_of(calibration: Calibration, ties: Ties) -> NDArray[np.float64]:
    """By what each case's rupees are multiplied: a thief who learns takes more each time, no more on average."""
    low, high = calibration.raw["fraud"]["combinations"]["progressive"]["growth"]
    ratio = low * (high / low) ** drawn(ties.run, "growth")
    mean = (ratio**ties.size - 1) / (ratio - 1) / ties.size
    return np.where(ties.kind == PROGRESSIVE, ratio**ties.step / mean, 1.0)


def _size(figures: Any, run: U64) -> Ints:
    low, high = figures["members"]
    return low + (drawn(run, "members") * (high - low + 1)).astype(np.int64)


def _kind(figures: Any, run: U64) -> NDArray[np.uint8]:
    """What each run is, so that rings and thieves who learn have their shares of all cases."""
    low, high = figures["members"]
    in_run = (low + high) / 2 / RUN
    ring, thief = (figures[kind]["share_of_cases"] / in_run for kind in ("coordinated", "progressive"))
    draw = drawn(run, "combined")
    return np.where(draw < ring, COORDINATED, np.where(draw < ring + thief, PROGRESSIVE, ALONE)).astype(np.uint8)


def _start(figures: Any, kind: NDArray[np.uint8], run: U64, key: U64, step: Ints, size: Ints, length: int) -> Ints:
    """A ring acts within days around its moment, a thief at intervals around his."""
    middle, jitter = starts_of(run, length), drawn(key, "within") - 0.5
    least, most = figures["progressive"]["gap_days"]
    gap = np.minimum(least * (most / least) ** drawn(run, "gap") * DAY, MOST_OF_PERIOD * length)
    days = min(figures["coordinated"]["days"] * DAY, MOST_OF_PERIOD * length)
    shift = np.where(kind == COORDINATED, jitter * days, (step - (size - 1) / 2 + jitter / 2) * gap)
    return middle + shift.astype(np.int64)


def _drifting(told: Stories, code: Ints, even: Ints, moment: Ints, period: Period) -> Ints:
    """Starts that were drawn evenly, as the drift of each story has them; no farther from the moment of their run than before."""
    start = even.copy()
    for place, story in enumerate(told if period.drift else ()):
        if story is not None:
            mine = np.flatnonzero(code == place)
            middle, moved = (begun(story.typology.id, some[mine], period) for some in (moment, even))
            apart = even[mine] - moment[mine]
            start[mine] = np.where(np.abs(moved - middle) < np.abs(apart), moved, middle + apart)
    return start


def _shared(calibration: Calibration, told: Stories, code: Ints, run: U64) -> NDArray[np.uint8]:
    """What each run shares, drawn among what its story can show."""
    edges = np.array([_edges(calibration, story) if story else np.ones(len(SHARED)) for story in told])[code]
    return (drawn(run, "shared")[:, None] >= edges[:, :-1]).sum(axis=1).astype(np.uint8)


@lru_cache(maxsize=256)
def _edges(calibration: Calibration, story: Story) -> tuple[float, ...]:
    """Running weights of SHARED: a device where thieves bring one, else by where the money of its rails goes."""
    weights = np.zeros(len(SHARED))
    weights[DEVICE] = OWN_DEVICE * story.new_device
    for rail, name in story.styles.items():
        style, share = CODE[name], story.typology.rails[rail]
        near = not IS_REMOTE[style] and DIRECTION[style] in (TO_MERCHANT, TO_CASH)
        thing = PLACE if near else {TO_MERCHANT: MERCHANT, TO_MULE: PAYEE}.get(int(DIRECTION[style]), NOTHING)
        weights[thing] += share
    return tuple(np.cumsum(weights) / weights.sum())


def _chained(ties: Ties, told: Stories, code: Ints, number: Ints, streams: Streams, period: Period) -> Ties:
    """The ties with the cases that others lead to; one that belongs to a run stays in it."""
    known = chains(period.calibration)
    kind, home, start = ties.kind.copy(), ties.home.copy(), ties.start.copy()
    for place, story in enumerate(told):
        chain = known.get(story.typology.id) if story else None
        if chain is not None and story and tempo_of(story.typology.id, period) is None:
            mine = np.flatnonzero((code == place) & (kind == ALONE))
            at = mine[drawn(ties.key[mine], "chained") < chain.share]
            kind[at] = CHAINED
            first = stories_at(period.calibration, story.difficulty)[chain.first.code]
            home[at], start[at] = _after(first, chain.gap_days, number[at], ties.key[at], streams, period)
    return replace(ties, kind=kind, home=home, start=start)


def _after(
    story: Story, gap_days: tuple[float, float], number: Ints, key: U64, streams: Streams, period: Period
) -> tuple[U64, Ints]:
    """(home, start) of cases that those of the same number of a story lead to: there, and some days after their last payment."""
    none = np.zeros(len(number), np.int64)
    before = ties_of((story,), none, number, streams, period)
    legs = story.legs(cases_at(story.typology, number, before.key, before.start, period))
    last = before.start.copy()
    np.maximum.at(last, legs.case, legs.time)
    low, high = gap_days
    return before.home, last + (low * (high / low) ** drawn(key, "gap after") * DAY).astype(np.int64)
