"""How stolen money is moved on: mule by mule through layers, in one of eight shapes, each step within what came in.

Everything follows from the case's key and what reached its first mules, so both shards that see a case agree. A parcel is
what one payment brought to one mule.
"""

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.acts import Acts
from synfin_core.fraud.aftermath import Holds
from synfin_core.fraud.book import Receivers
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.reporting import NEVER
from synfin_core.fraud.story import drawn, leg_keys, ragged
from synfin_core.mules.freezes import frozen_from, mules_held
from synfin_core.mules.recruitment import FIRST_SLOTS, SLOTS, Crew
from synfin_core.payments.amounts import PERSON, round_like_people, spread
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import DAY, MINUTE

SHAPES = (
    "none",
    "fan-in",
    "fan-out",
    "bipartite",
    "stack",
    "random walk",
    "cycle",
    "scatter-gather",
    "gather-scatter",
)
NO_SHAPE, FAN_IN, FAN_OUT, BIPARTITE, STACK, RANDOM_WALK, CYCLE, SCATTER_GATHER, GATHER_SCATTER = range(len(SHAPES))
DEEPEST = 5  # layers of "4+", assumed
LEAST_MOVED = 100_000.0  # paise: smaller sums leave from where they came, assumed
SPLIT_BUDGET = 8  # parcels of one layer that come of splitting, assumed, so that rows stay in proportion
LONGEST_DWELL = 20 * DAY
LAST_PARTS = 10 * MINUTE  # parts of one split follow each other by a minute


@dataclass(frozen=True, eq=False)
class Parcels:
    """What each payment of a case brought to a mule: seat (-1 outside), slot in the case, party, paise, time, who paid it,
    and in which layer the mule stands, 1 the first."""

    case: Ints
    seat: Ints
    slot: Ints
    party: Ints
    paise: NDArray[np.float64]
    time: Ints
    key: U64
    payer: Ints
    layer: Ints

    def __len__(self) -> int:
        return len(self.case)

    def take(self, chosen: NDArray[Any] | slice) -> Self:
        """The chosen parcels."""
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    @classmethod
    def join(cls, parts: list["Parcels"]) -> "Parcels":
        """All parts one after the other."""
        return cls(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)})


_NONE, _NOTHING = np.zeros(0, np.int64), np.zeros(0)
NO_PARCELS = Parcels(_NONE, _NONE, _NONE, _NONE, _NOTHING, _NONE, _NONE.astype(np.uint64), _NONE, _NONE)


@dataclass(frozen=True, eq=False)
class Trail:
    """What moved between mules, what is to leave from the last ones, and the plan of each case."""

    moved: Parcels
    leaving: Parcels
    shape: Ints
    layers: Ints
    frozen: Ints


def arrived(acts: Acts, receivers: Receivers) -> Parcels:
    """What reached the first mules."""
    at, legs = acts.to_mules, acts.legs
    case = legs.case[at]
    key = mix64(leg_keys(acts.cases.key[case], legs.leg[at]), 0x7A11)
    slot = legs.payee[at] % FIRST_SLOTS
    first = np.ones(len(at), np.int64)
    parcels = Parcels(case, receivers.seat, slot, receivers.party, acts.paise[at], legs.time[at], key, acts.payer[at], first)
    return parcels.take(~legs.refused[at])


def layered(circle: Circle, crew: Crew, acts: Acts, first: Parcels) -> Trail:
    """Every step from the first mules to the last ones."""
    calibration, length = circle.population.period.calibration, circle.population.period.length
    depth = _depths(calibration, acts.cases.key)
    shape = np.where(depth > 1, _shapes(acts.cases.key, depth), NO_SHAPE)
    width = _fans(calibration, acts.cases.key, np.bincount(first.case, minlength=len(depth)))
    frozen = np.full(len(depth) * SLOTS, NEVER)
    reached = np.bincount(first.case, minlength=len(depth)).clip(max=1)
    moved, leaving, here = [first.take(slice(0, 0))], [first.take(slice(0, 0))], first
    for layer in range(1, DEEPEST + 1):
        here = here.take(here.seat >= 0)
        frozen_from(calibration, frozen, here.case * SLOTS + here.slot, here.time, leg_keys(acts.cases.key[here.case], here.slot))
        ready = waited(calibration, here, length, frozen)
        goes_on = (layer < depth[ready.case]) & (ready.paise >= LEAST_MOVED)
        leaving.append(ready.take(~goes_on))
        here = _passed(calibration, crew, ready.take(goes_on), layer, depth, shape, width)
        reached[here.case] = layer + 1
        moved.append(here)
    return Trail(Parcels.join(moved), Parcels.join(leaving), _seen(shape, reached, depth), reached, frozen)


def held_mules(circle: Circle, acts: Acts, first: Parcels, trail: Trail) -> Holds:
    """Accounts of mules in this shard that are frozen soon; a freeze that comes later holds only what is left of the case."""
    parcels = Parcels.join([first, trail.moved])
    mule = parcels.case * SLOTS + parcels.slot
    soon = np.flatnonzero(trail.frozen[mule] < parcels.time + DAY)
    mule, at = np.unique(mule[soon], return_index=True)
    at = soon[at]
    key = leg_keys(acts.cases.key[parcels.case[at]], parcels.slot[at])
    return mules_held(circle, parcels.seat[at], trail.frozen[mule], key)


def generator(calibration: Calibration) -> Any:
    """Figures of mules.generator in fraud.yaml, all assumed there."""
    return calibration.raw["fraud"]["mules"]["generator"]


def waited(calibration: Calibration, parcels: Parcels, length: int, frozen: Ints) -> Parcels:
    """Each parcel at the time at which it goes on; without those that the period's end or a freeze comes before."""
    time = parcels.time + dwell(calibration, parcels.key)
    kept = (time < length - LAST_PARTS) & (time < frozen[parcels.case * SLOTS + parcels.slot])
    return replace(parcels, time=time).take(kept)


def dwell(calibration: Calibration, key: U64) -> Ints:
    """Microseconds that money rests with a mule (mules.generator.dwell_minutes)."""
    figures = generator(calibration)["dwell_minutes"]
    sigma = np.log(figures["p90"] / figures["median"]) / 1.2816
    return MINUTE + np.minimum(figures["median"] * MINUTE * spread(sigma, mix64(key, 0xD3E1)), LONGEST_DWELL).astype(np.int64)


def shared(calibration: Calibration, parcels: Parcels) -> NDArray[np.float64]:
    """Paise of each parcel that its mule passes on (mules.generator.share_passed_on)."""
    low, high = generator(calibration)["share_passed_on"]
    return parcels.paise * (low + (high - low) * drawn(parcels.key, "share"))


def rounded_down(paise: NDArray[np.float64], key: U64) -> NDArray[np.float64]:
    """As round as people make it, never more than `paise`."""
    near = round_like_people(paise / 100, (mix64(key, 0x2D) >> np.uint64(48)).astype(np.uint16), PERSON)
    unit = np.where(near % 10_000 == 0, 10_000.0, np.where(near % 1_000 == 0, 1_000.0, np.where(near % 100 == 0, 100.0, 1.0)))
    near = np.where(near > paise, near - unit, near)
    return np.where(near >= 100, near, np.floor(paise))


@lru_cache(maxsize=2)
def _depth_edges(calibration: Calibration) -> NDArray[np.float64]:
    return np.cumsum(list(generator(calibration)["layers"].values()))


def _depths(calibration: Calibration, key: U64) -> Ints:
    """Layers of mules of each case; the deepest class is four or five."""
    depth = 1 + np.searchsorted(_depth_edges(calibration)[:-1], drawn(key, "layers"), side="right")
    return depth + ((depth == DEEPEST - 1) & (drawn(key, "deeper") < 0.5))


def _shapes(key: U64, depth: Ints) -> Ints:
    """One of the shapes that so many layers can have; three of the eight need three."""
    known = np.where(depth > 2, len(SHAPES) - 1, CYCLE - 1)
    return 1 + (drawn(key, "shape") * known).astype(np.int64)


def _seen(shape: Ints, reached: Ints, depth: Ints) -> Ints:
    """The shape that was seen where the money did not get as far as planned: a cycle never closed, a gathering never spread."""
    started = np.array([NO_SHAPE, FAN_IN, FAN_OUT, BIPARTITE, STACK, RANDOM_WALK, FAN_IN, FAN_OUT, FAN_IN])
    unfinished = (reached < 3) | ((shape == CYCLE) & (reached < depth))
    return np.where(reached < 2, NO_SHAPE, np.where(unfinished, started[shape], shape))


def _fans(calibration: Calibration, key: U64, parcels: Ints) -> Ints:
    """Into how many parts a split goes: log-uniform inside fan_out_per_layer, fewer where a case has many parcels."""
    low, high = generator(calibration)["fan_out_per_layer"]
    wanted = (low * ((high + 1) / low) ** drawn(key, "fan")).astype(np.int64)
    return np.clip(wanted, low, np.maximum(SPLIT_BUDGET // np.maximum(parcels, 1), low))


def _passed(calibration: Calibration, crew: Crew, ready: Parcels, layer: int, depth: Ints, shape: Ints, width: Ints) -> Parcels:
    """What the mules of one layer pay to those of the next."""
    kind, fan = shape[ready.case], width[ready.case]
    splits = ((kind == FAN_OUT) | (kind == SCATTER_GATHER)) & (layer == 1) | (kind == GATHER_SCATTER) & (layer == 2)
    parts = np.where(splits, fan, 1)
    source, part = ragged(parts)
    key = mix64(ready.key[source] + part.astype(np.uint64), 0x1A7E)
    paise = rounded_down(_split(shared(calibration, ready), parts, source, key), key)
    case = ready.case[source]
    mule = _next(kind[source], ready.slot[source], part, key, fan[source])
    slot = FIRST_SLOTS + (layer * 3 + mule) % (SLOTS - FIRST_SLOTS)
    slot = np.where((kind[source] == CYCLE) & (layer + 1 == depth[case]), 0, slot)
    whom = crew.mules(case, slot, ready.seat[source])
    time, next_layer = ready.time[source] + part * MINUTE, np.full(len(source), layer + 1)
    return Parcels(case, whom.seat, slot, whom.party, paise, time, key, ready.seat[source], next_layer)


def _split(paise: NDArray[np.float64], parts: Ints, source: Ints, key: U64) -> NDArray[np.float64]:
    """Uneven parts of each sum."""
    weight = 0.5 + drawn(key, "part")
    return paise[source] * np.minimum(weight / np.bincount(source, weight, len(parts))[source], 1.0)


def _next(kind: Ints, slot: Ints, part: Ints, key: U64, fan: Ints) -> Ints:
    """The mule of the next layer, as each shape has it."""
    lottery = (mix64(key, 0x3A) >> np.uint64(32)).astype(np.int64)
    chosen = np.select(
        [kind == FAN_OUT, kind == SCATTER_GATHER, kind == GATHER_SCATTER, kind == BIPARTITE, kind == STACK, kind == RANDOM_WALK],
        [slot + part, part, part, lottery % fan, slot % 2, lottery],
        0,
    )
    return chosen % (SLOTS - FIRST_SLOTS)
