"""All that the features of one batch look at: the payments, and the histories of those who take part, each before its payment."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any

import numpy as np

from synfin_core.features.almanac import Almanac
from synfin_core.features.columns import NOBODY, Flags, Floats, pair
from synfin_core.features.events import Events
from synfin_core.features.log import Ints, Log
from synfin_core.features.memory import LOG_UNITS, NANO_NATS, Memory
from synfin_core.features.payments import Payments
from synfin_core.features.places import Places, Town
from synfin_core.features.trail import Look, Trail

_HOURS_A_PART = 3
Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # `map`, or that of a pool of threads


class Scene:
    """One batch before its memory; making it makes the memory longer by the batch.

    `payer` and `payee` are looks at parties; `bond` at a payer with this payee, `own_device`, `own_category`, `own_part_of_day`
    and `own_town` at a payer with each of these; `device` at all who use it; `steps` at places where the payer was;
    `alarms` at events of the payer, `complaints` at those about the payee. `each` is what goes through several at once.
    """

    def __init__(self, payments: Payments, events: Events, memory: Memory, places: Places, almanac: Almanac, each: Each) -> None:
        self.payments, self.almanac = payments, almanac
        self.town = Town(payments, places)
        first = (self._look_at_pairs, self._look_at_habits, self._look_at_steps, partial(self._look_at_events, events))
        then = (self._look_at_parties, self._look_at_device)  # which are told who and what was new
        for looks in (first, then):
            list(each(lambda look: look(memory), looks))

    def _look_at_pairs(self, memory: Memory) -> None:
        now = self.payments
        self.bond = self._pairs(memory.bonds, now.payee, paise=now.paise)
        self.own_category = self._pairs(memory.own_categories, now.what)

    def _look_at_habits(self, memory: Memory) -> None:
        now = self.payments
        self.own_device = self._pairs(memory.own_devices, now.device)
        self.own_part_of_day = self._pairs(memory.own_parts_of_day, now.hour // _HOURS_A_PART)
        self.own_town = self._pairs(memory.own_towns, np.where(self.is_present, self.town.keys, NOBODY))

    def _pairs(self, log: Log, others: Ints, **values: Ints) -> Look:
        """What the payer did with something before."""
        now = self.payments
        return Trail(log, pair(now.payer, others), now.seconds, values).at_entries(len(now))

    def _look_at_device(self, memory: Memory) -> None:
        now = self.payments
        new_users = {"new_users": self.own_device.total("n") == 0}
        self.device = Trail(memory.devices, now.device, now.seconds, new_users).at_entries(len(now))

    def _look_at_parties(self, memory: Memory) -> None:
        """Both sides of each payment are entries of one log: what came in and what went out lie in one order."""
        now = self.payments
        both = np.stack([now.payer, now.payee], axis=1).ravel()
        sides = {name: (given, 0) for name, given in self._as_payer.items()} | {
            name: (given, 1) for name, given in self._as_payee.items()
        }
        values = {}
        for name, (given, side) in sides.items():
            values[name] = np.zeros(len(both), given.dtype)
            values[name][side::2] = given
        trail = Trail(memory.parties, both, np.repeat(now.seconds, 2), values)
        self.payer, self.payee = trail.at_entries(len(now), 0, 2), trail.at_entries(len(now), 1, 2)

    @property
    def _as_payer(self) -> dict[str, Ints | Flags]:
        """[payment] what it adds to the payer's history."""
        now = self.payments
        return {
            "paid": np.ones(len(now), np.bool_),
            "paid_paise": np.where(now.failed, 0, now.paise),
            "failed": now.failed,
            "new_payees": self.bond.total("n") == 0,
            "log": self.log_amount,
            "log_squared": self.log_amount**2,
            "information": _information(self.own_category.total("n")),
            "given_back": now.gives_back,
        }

    @property
    def _as_payee(self) -> dict[str, Ints | Flags]:
        """[payment] what it adds to the payee's history."""
        now = self.payments
        return {
            "asked": np.ones(len(now), np.bool_),
            "asked_failed": now.failed,
            "received": ~now.failed,
            "received_paise": np.where(now.failed, 0, now.paise),
            "received_log": self.log_amount,
            "new_payers": self.bond.total("n") == 0,
            "got_back": now.gives_back,
        }

    def _look_at_steps(self, memory: Memory) -> None:
        now = self.payments
        walkers = np.where(self.is_present & self.town.known, now.payer, NOBODY)
        self.steps = Trail(memory.steps, walkers, now.seconds, self.town.degrees).at_entries(len(now))

    def _look_at_events(self, events: Events, memory: Memory) -> None:
        now = self.payments
        trail = Trail(memory.alarms, events.customers, events.seconds, events.kinds, asked=now.payer[now.payer >= 0])
        self.alarms = trail.at(now.payer, now.seconds)
        about = Trail(memory.complaints, events.complained_of, events.seconds, {}, asked=now.payee[now.payee >= 0])
        self.complaints = about.at(now.payee, now.seconds)

    @cached_property
    def is_present(self) -> Flags:
        """[payment] made in person: the customer was there."""
        return ~self.payments.is_true("is_online")

    @cached_property
    def amount(self) -> Floats:
        """[payment] rupees."""
        return self.payments.paise / 100

    @cached_property
    def log_amount(self) -> Ints:
        """[payment] logarithm of the amount in paise, in whole ten-thousandths."""
        return np.rint(np.log1p(self.payments.paise) * LOG_UNITS).astype(np.int64)

    @cached_property
    def balance_before(self) -> Floats:
        """[payment] rupees in the payer's account before this attempt: what is there after it, and what it moved."""
        now = self.payments
        return (np.rint(now.numbers("balance_after_inr") * 100) + np.where(now.failed, 0, now.paise)) / 100  # exact in paise


def _information(times: Floats) -> Ints:
    """[payment] what one more payment in a category that had `times` adds to the sum of n ln n over categories, in nano-nats."""
    before = np.nan_to_num(times)
    return np.rint((_n_ln_n(before + 1) - _n_ln_n(before)) * NANO_NATS).astype(np.int64)


def _n_ln_n(n: Floats) -> Floats:
    return n * np.log(np.maximum(n, 1.0))
