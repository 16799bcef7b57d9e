"""Whose device is in use at an instant, when a thief binds one, and the table of devices."""

from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.combinations import DEVICE
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import ROLE
from synfin_core.payments.rows import among
from synfin_core.payments.styles import HAS_DEVICE
from synfin_core.randomness import U64, mix64
from synfin_core.records.arrow import ids, table, text
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR, MINUTE
from synfin_core.world.people import People

THIEF_DEVICE, TWIN_DEVICE = 200, 201  # numbers of the devices that a case or a twin brings
RING_DEVICE = 2  # added where several share it: then it is counted among those of whom it was first used with
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
_BY_TWIN = ROLE["innocent from a new device"]
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


def device_ids(shard: Shard, who: NDArray[np.integer], ordinal: Ints, thief: NDArray[np.bool_], at: Ints) -> Ints:
    """Ids of devices: the one brought to row `at` where a `thief` (or a twin) pays; else the customer's n-th, or a relative's."""
    people, (brought_owner, brought_number) = shard.people, brought(shard, at)
    owner = np.where(thief, brought_owner, people.device_owner[who])
    number = np.where(thief, brought_number, np.where(owner == people.index[who], ordinal, 0))
    return people.population.device_ids(owner, number)


def is_ios_device(key: int, owner: Ints) -> NDArray[np.bool_]:
    """Whether an owner's devices run iOS."""
    return uniform(owner.astype(np.uint64), key) < IOS_SHARE


def thief_rows(shard: Shard, at: Ints | None = None) -> NDArray[np.bool_]:
    """Which rows (all, or those `at`) a thief pays from a device of his own, in stories in which he brings one; twins like him."""
    rows = shard.books.rows
    case, role = (rows.case, rows.role) if at is None else (rows.case[at], rows.role[at])
    style = rows.style if at is None else rows.style[at]
    innocent = (role == _BY_TWIN) & HAS_DEVICE[style]
    if not len(shard.cases.story):
        return innocent
    takers = {story.typology.id for story in stories(shard.people.calibration) if story.new_device}
    stolen = np.array([name in takers for name in shard.stories])[shard.cases.story]
    return innocent | ((case >= 0) & among(role, *_BY_THIEF) & HAS_DEVICE[style] & stolen[np.maximum(case, 0)])


def brought(shard: Shard, at: Ints) -> tuple[Ints, Ints]:
    """(index of the owner, number) of the device that the case or twin of each row would bring: the payer's, or its ring's."""
    rows, people = shard.books.rows, shard.people
    number = np.where(rows.twin[at] >= 0, TWIN_DEVICE, THIEF_DEVICE)
    owner = people.index[np.maximum(rows.payer[at], 0)]
    shares, run = _shared_devices(shard)
    of_act = np.flatnonzero((rows.case[at] >= 0) | (rows.twin[at] >= 0))
    of_act = of_act[shares[_acts_of(shard, at[of_act])]]
    of_act = of_act[thief_rows(shard, at[of_act])]
    if len(of_act):
        first = np.sort(bindings_by_thieves(shard)[0])
        first = first[shares[_acts_of(shard, first)]]
        runs, earliest = np.unique(run[_acts_of(shard, first)], return_index=True)
        known = np.searchsorted(runs, run[_acts_of(shard, at[of_act])])
        owner[of_act] = people.index[rows.payer[first[earliest[known]]]]
        number[of_act] += RING_DEVICE
    return owner, number


def _shared_devices(shard: Shard) -> tuple[NDArray[np.bool_], U64]:
    """(whether each case, and then each twin, shares its device with others, the key of its run)."""
    both = (shard.cases.ties, shard.twins.ties)
    return np.concatenate([ties.shared == DEVICE for ties in both]), np.concatenate([ties.run for ties in both])


def stories_of(shard: Shard, at: Ints) -> Ints:
    """Code of the story of each row `at`, all of cases or twins."""
    return np.concatenate([shard.cases.story, shard.twins.story])[_acts_of(shard, at)]


def keys_of(shard: Shard, at: Ints) -> U64:
    """Key of the case or twin of each row `at`."""
    return np.concatenate([shard.cases.ties.key, shard.twins.ties.key])[_acts_of(shard, at)]


def _acts_of(shard: Shard, at: Ints) -> Ints:
    """The case of each row, or its twin, numbered after the cases."""
    rows = shard.books.rows
    return np.where(rows.case[at] >= 0, rows.case[at], rows.twin[at] + len(shard.cases.story)).astype(np.int64)


def bindings_by_thieves(shard: Shard) -> tuple[Ints, Ints]:
    """(row, instant): the first payment with a thief's device of each case and victim, and when the device was bound."""
    rows, people = shard.books.rows, shard.people
    at = np.flatnonzero((rows.case >= 0) | (rows.role == _BY_TWIN))
    at = at[thief_rows(shard, at)]
    pair = _acts_of(shard, at) * len(people) + rows.payer[at]
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
        known, mine = (_acts_of(shard, some) * len(people) + rows.payer[some] for some in (first, at[stolen]))
        which = np.searchsorted(known, mine)
        ready[stolen] = bound[which] + ((rows.time[first] - bound) * SETTLED).astype(np.int64)[which]
    return ready


def item_hashes(shard: Shard, at: Ints) -> U64:
    """A hash of each payment, from its stream and number alone."""
    rows = shard.books.rows
    item = (rows.stream[at].astype(np.uint64) << np.uint64(32)) + rows.item[at].astype(np.uint64)
    return mix64(item, shard.people.population.streams("events", shard.people.shard).key("payments"))


def devices(shard: Shard) -> pa.Table:
    """Every device a customer used, and those that thieves bound, or twins."""
    people, population = shard.people, shard.people.population
    n = len(people)
    changed, day = np.nonzero(np.diff(people.device_by_day, axis=1))
    new = people.device_by_day[changed, day + 1].astype(np.int64)
    first_row, bound = bindings_by_thieves(shard)
    owner, brought_number = brought(shard, first_row)
    held = (owner - people.index[0]) << 8 | brought_number
    added, which = np.unique(held, return_inverse=True)
    taken = np.full(len(added), population.period.days, np.int64)
    np.minimum.at(taken, which, bound // DAY)
    who = np.concatenate([np.arange(n), changed, added >> 8])
    ordinal = np.concatenate([np.zeros(n, np.int64), new, added & 255])
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
