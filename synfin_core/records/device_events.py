"""Devices bound, PINs set and SIMs changed: the same sequence for an honest new phone, a new SIM and a thief."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.loader import stories
from synfin_core.fraud.variants import is_one_of
from synfin_core.payments.styles import HAS_DEVICE
from synfin_core.randomness import U64, mix64
from synfin_core.records.chance_events import by_chance
from synfin_core.records.devices import (
    BOUND_BEFORE,
    SETTLED,
    Ints,
    before,
    bindings_by_thieves,
    item_hashes,
    keys_of,
    log_between,
    start_for,
    stories_of,
    thief_rows,
    uniform,
)
from synfin_core.records.event_rates import KIND, NEW_SIM_WITH_DEVICE, PIN_AFTER_BINDING, REINSTALLS, SIM_CHANGES, SIM_GAP, Rate
from synfin_core.records.event_rows import OF_DAY, OF_REINSTALL, OF_SIM, EventRows, item_numbers
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.devices import CHANGES_A_MONTH

TAKEN_INTO_USE = (9 * HOUR, 21 * HOUR)  # time of day of a new phone that pays nothing on its first day, assumed


@dataclass(frozen=True)
class NewPhones:
    """Honest changes of device: cell (customer * days + day, rising), first payment that day (-1 for none), instant bound."""

    cell: Ints
    row: Ints
    bound: Ints

    def not_yet(self, cell: Ints, time: Ints) -> NDArray[np.bool_]:
        """Whether the day's new phone was still to come at these times."""
        if not len(self.cell):
            return np.zeros(len(cell), bool)
        at = np.minimum(np.searchsorted(self.cell, cell), len(self.cell) - 1)
        return (self.cell[at] == cell) & (time < self.bound[at])


def new_phones(shard: Shard) -> NewPhones:
    """Each change of a customer's own device, bound before the first payment made with it that day."""
    rows, people, days = shard.books.rows, shard.people, shard.people.population.period.days
    is_new = np.diff(people.device_by_day, axis=1, prepend=people.device_by_day[:, :1]) != 0
    is_new &= (people.device_owner == people.index)[:, None]
    cell = np.flatnonzero(is_new)
    pays = HAS_DEVICE[rows.style] & (rows.payer >= 0) & is_new.any(axis=1)[rows.payer]
    at = np.flatnonzero(pays)
    at = at[~thief_rows(shard, at)]
    paid_in = rows.payer[at].astype(np.int64) * days + rows.time[at] // DAY
    at, paid_in = at[is_new.reshape(-1)[paid_in]], paid_in[is_new.reshape(-1)[paid_in]]
    found, first = np.unique(paid_in, return_index=True)
    row = np.full(len(cell), -1, np.int64)
    row[np.searchsorted(cell, found)] = at[first]
    return NewPhones(cell, row, _bound(shard, cell, row))


def _bound(shard: Shard, cell: Ints, row: Ints) -> Ints:
    """When each new phone was bound: before its first payment, or at some hour of a day without one."""
    midnight = cell % shard.people.population.period.days * DAY
    hashes = _hashes(shard, cell, row)
    low, high = TAKEN_INTO_USE
    idle = midnight + low + (uniform(hashes, 1) * (high - low)).astype(np.int64)
    gap = log_between(uniform(hashes, 1), *BOUND_BEFORE)
    return np.where(row < 0, idle, before(shard.books.rows.time[row], gap, midnight, uniform(hashes, 2)))


def _hashes(shard: Shard, cell: Ints, row: Ints) -> U64:
    of_day = mix64(cell.astype(np.uint64), shard.people.population.streams("events", shard.people.shard).key("new phones"))
    return np.where(row < 0, of_day, item_hashes(shard, row))


def device_events(shard: Shard, phones: NewPhones) -> list[EventRows]:
    """Everything about devices, PINs and SIMs."""
    sim_alone = Rate(SIM_CHANGES.a_month - NEW_SIM_WITH_DEVICE * CHANGES_A_MONTH, SIM_CHANGES.source)
    return [
        *_of_new_phones(shard, phones),
        *_of_thieves(shard),
        *_same_phone(shard, "new SIM", sim_alone, OF_SIM, True),
        *_same_phone(shard, "reinstall", REINSTALLS, OF_REINSTALL, False),
    ]


def _of_new_phones(shard: Shard, phones: NewPhones) -> list[EventRows]:
    rows, people, days = shard.books.rows, shard.people, shard.people.population.period.days
    hashes = _hashes(shard, phones.cell, phones.row)
    has_sim = uniform(hashes, 3) < NEW_SIM_WITH_DEVICE
    pays, idle = np.flatnonzero(phones.row >= 0), np.flatnonzero(phones.row < 0)
    nobody = _nobody(len(pays))
    first = EventRows.of_payments(shard, "device bound", phones.row[pays], phones.bound[pays], case=nobody, twin=nobody)
    who, day = phones.cell[idle] // days, phones.cell[idle] % days
    number = people.index[who] * days + day
    quiet = EventRows.of("device bound", OF_DAY, number, phones.bound[idle], who)
    acts = quiet.time + log_between(uniform(hashes[idle], 4), *BOUND_BEFORE)
    return [
        *_sequence(shard, first, rows.time[phones.row[pays]], hashes[pays], has_sim[pays]),
        *_sequence(shard, quiet, acts, hashes[idle], has_sim[idle]),
    ]


def _of_thieves(shard: Shard) -> list[EventRows]:
    """A thief, or a twin, binds a device before the first payment with it; stories say whether the number moves too."""
    rows = shard.books.rows
    at, bound = bindings_by_thieves(shard)
    movers = {story.typology.id for story in stories(shard.people.calibration) if "SIM changed" in story.events}
    moves = np.array([name in movers for name in shard.stories], bool)[stories_of(shard, at)] & ~_keeps_number(shard, at)
    first = EventRows.of_payments(shard, "device bound", at, bound, thief=np.ones(len(at), bool))
    return _sequence(shard, first, rows.time[at], item_hashes(shard, at), moves)


def _keeps_number(shard: Shard, at: Ints) -> NDArray[np.bool_]:
    """Whether the case or twin of each row is of a variant that leaves the SIM alone."""
    code, key, kept = stories_of(shard, at), keys_of(shard, at), np.zeros(len(at), bool)
    for story in stories(shard.people.calibration):
        if story.keeps_number:
            mine = code == story.code
            kept[mine] = is_one_of(story.typology, key[mine], story.keeps_number)
    return kept


def _same_phone(shard: Shard, name: str, rate: Rate, scheme: int, has_sim: bool) -> list[EventRows]:
    """The app is bound again on the phone in use: after a new SIM, or because it was installed anew."""
    who, time, draws = by_chance(shard, name, rate)
    bound = EventRows.of("device bound", scheme, item_numbers(shard, len(time)), time, who)
    acts = time + log_between(uniform(draws, 4), *BOUND_BEFORE)
    return _sequence(shard, bound, acts, draws, np.full(len(time), has_sim))


def _sequence(shard: Shard, bound: EventRows, acts: Ints, hashes: U64, has_sim: NDArray[np.bool_]) -> list[EventRows]:
    """Device bound; before it the SIM changed where `has_sim`; after it, and before the phone acts, mostly a new PIN."""
    share = 0.05 + (SETTLED - 0.05) * uniform(hashes, 5)
    pin = bound.time + ((acts - bound.time) * share).astype(np.int64)
    gap, start = log_between(uniform(hashes, 6), *SIM_GAP), start_for(shard.people, bound.who, bound.time)
    moved = before(bound.time, gap, start, uniform(hashes, 7))
    return [
        bound,
        _turned(bound, "PIN set", pin, uniform(hashes, 8) < PIN_AFTER_BINDING),
        _turned(bound, "SIM changed", moved, has_sim),
    ]


def _turned(events: EventRows, kind: str, time: Ints, chosen: NDArray[np.bool_]) -> EventRows:
    """The chosen events as another kind at another time."""
    return replace(events, kind=np.full(len(events), KIND[kind], np.uint8), time=time).take(chosen)


def _nobody(n: int) -> NDArray[np.int32]:
    """No case, no twin: a new phone is the customer's own, whatever is paid with it."""
    return np.full(n, -1, np.int32)
