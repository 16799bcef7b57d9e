"""Whose device is in use at an instant, when a thief binds one, and the table of devices."""

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import ROLE
from synfin_core.payments.styles import HAS_DEVICE
from synfin_core.randomness import U64, mix64
from synfin_core.records.arrow import ids, table, text
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR, MINUTE
from synfin_core.world.people import People

THIEF_DEVICE = 200
IOS_SHARE = 0.07  # people.yaml device_brand_share note, assumed
BRANDS = {
    "Xiaomi": 0.237,
    "Vivo": 0.207,
    "Samsung": 0.177,
    "Oppo": 0.132,
    "Realme": 0.088,
    "OnePlus": 0.021,
    "Motorola": 0.015,
    "Others": 0.123,
}  # people.yaml (pulse)
BOUND_BEFORE = (5 * MINUTE, 6 * HOUR)  # from binding a device to the first payment with it, assumed
SETTLED = 0.4  # share of that time after which a PIN is set and the device can act, assumed
_BY_THIEF = (ROLE["drain"], ROLE["charge"])
_STEPS = 256
Ints = NDArray[np.int64]


def uniform(hashes: U64, key: int) -> NDArray[np.float64]:
    """One number in [0, 1) for each hash and decision `key`."""
    return (mix64(hashes, key) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def log_between(draws: NDArray[np.float64], low: float, high: float) -> Ints:
    """Microseconds from `low` to `high`, log-uniform by `draws`; straight between steps, so that every processor agrees."""
    steps, place = _log_steps(low, high), draws * _STEPS
    cell = place.astype(np.int64)
    return (steps[cell] + (steps[cell + 1] - steps[cell]) * (place - cell)).astype(np.int64)


@cache
def _log_steps(low: float, high: float) -> NDArray[np.float64]:
    return np.array([low * (high / low) ** (step / _STEPS) for step in range(_STEPS + 1)])


def before(time: Ints, gap: Ints, earliest: Ints, draws: NDArray[np.float64]) -> Ints:
    """`gap` before each time; where that is not after `earliest`, a share (by `draws`) of the room there is."""
    room = np.maximum(time - earliest, 1)
    return time - np.where(gap < room, gap, np.ceil(room * (0.02 + 0.9 * draws)).astype(np.int64))


def start_for(people: People, who: NDArray[np.integer], time: Ints) -> Ints:
    """Start of each customer's active days, or of the period where a case acts before them."""
    start = people.active_from[who] * DAY
    return np.where(time > start, start, 0)


def device_ids(people: People, who: NDArray[np.integer], ordinal: Ints, thief: NDArray[np.bool_]) -> Ints:
    """Ids of devices: the thief's own; else the n-th of the customer, or a relative's first."""
    owner = np.where(thief, people.index[who], people.device_owner[who])
    number = np.where(thief, THIEF_DEVICE, np.where(owner == people.index[who], ordinal, 0))
    return people.population.device_ids(owner, number)


def is_ios_device(key: int, owner: Ints) -> NDArray[np.bool_]:
    """Whether an owner's devices run iOS."""
    return uniform(owner.astype(np.uint64), key) < IOS_SHARE


def thief_rows(shard: Shard, at: Ints | None = None) -> NDArray[np.bool_]:
    """Which rows (all, or those `at`) a thief pays from a device of his own, in stories in which he brings one."""
    rows = shard.books.rows
    case, role = (rows.case, rows.role) if at is None else (rows.case[at], rows.role[at])
    if not len(shard.cases.story):
        return np.zeros(len(case), bool)
    takers = {story.typology.id for story in stories(shard.people.calibration) if story.new_device}
    stolen = np.array([name in takers for name in shard.stories])[shard.cases.story]
    style = rows.style if at is None else rows.style[at]
    return (case >= 0) & np.isin(role, _BY_THIEF) & HAS_DEVICE[style] & stolen[np.maximum(case, 0)]


def bindings_by_thieves(shard: Shard) -> tuple[Ints, Ints]:
    """(row, instant): the first payment with a thief's device of each case and victim, and when the device was bound."""
    rows, people = shard.books.rows, shard.people
    at = np.flatnonzero(rows.case >= 0)
    at = at[thief_rows(shard, at)]
    pair = rows.case[at].astype(np.int64) * len(people) + rows.payer[at]
    at = at[np.unique(pair, return_index=True)[1]]
    hashes = item_hashes(shard, at)
    gap = log_between(uniform(hashes, 1), *BOUND_BEFORE)
    return at, before(rows.time[at], gap, start_for(people, rows.payer[at], rows.time[at]), uniform(hashes, 2))


def ready_at(shard: Shard, at: Ints) -> Ints:
    """From when the device of each payment in rows `at` can act: the customer's start, or soon after the thief bound it."""
    rows, people = shard.books.rows, shard.people
    ready = start_for(people, rows.payer[at], rows.time[at])
    first, bound = bindings_by_thieves(shard)
    stolen = np.flatnonzero(thief_rows(shard, at))
    if len(stolen):
        known, mine = (rows.case[some].astype(np.int64) * len(people) + rows.payer[some] for some in (first, at[stolen]))
        which = np.searchsorted(known, mine)
        ready[stolen] = bound[which] + ((rows.time[first] - bound) * SETTLED).astype(np.int64)[which]
    return ready


def item_hashes(shard: Shard, at: Ints) -> U64:
    """A hash of each payment, from its stream and number alone."""
    rows = shard.books.rows
    item = (rows.stream[at].astype(np.uint64) << np.uint64(32)) + rows.item[at].astype(np.uint64)
    return mix64(item, shard.people.population.streams("events", shard.people.shard).key("payments"))


def devices(shard: Shard) -> pa.Table:
    """Every device a customer used, and those that thieves bound."""
    people, population = shard.people, shard.people.population
    n = len(people)
    changed, day = np.nonzero(np.diff(people.device_by_day, axis=1))
    new = people.device_by_day[changed, day + 1].astype(np.int64)
    first_row, bound = bindings_by_thieves(shard)
    robbed, which = np.unique(shard.books.rows.payer[first_row], return_inverse=True)
    taken = np.full(len(robbed), population.period.days, np.int64)
    np.minimum.at(taken, which, bound // DAY)
    who = np.concatenate([np.arange(n), changed, robbed])
    ordinal = np.concatenate([np.zeros(n, np.int64), new, np.full(len(robbed), THIEF_DEVICE)])
    first = np.concatenate([-30 - people.index * 37 % 600, day + 1, taken])
    number = population.device_ids(people.index[who], ordinal)
    order = np.argsort(number)  # an order that does not tell whose device it is
    number, who, first = number[order], who[order], first[order]
    ios = is_ios_device(population.keys.key("os"), people.index[who])
    edges, draws = np.cumsum(list(BRANDS.values())), uniform(number.astype(np.uint64), 2)
    brand = np.minimum(np.searchsorted(edges, draws), len(BRANDS) - 1)
    return table(
        "devices",
        {
            "device_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "brand": text(np.where(ios, len(BRANDS), brand), [*BRANDS, "Apple"]),
            "os": text(ios.astype(np.int8), ("Android", "iOS")),
            "first_seen_on": np.datetime64(population.period.start) + first.astype("timedelta64[D]"),
        },
    )
