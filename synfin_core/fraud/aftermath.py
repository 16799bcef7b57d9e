"""What a bank does once a case is reported: it holds the account or blocks the card, and honest payments from it are declined.

Only payments to merchants, persons outside and cash are declined: what other customers are paid was settled with their
shard before.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.acts import Acts
from synfin_core.fraud.book import slots
from synfin_core.fraud.reporting import NEVER, reported_at
from synfin_core.fraud.story import drawn
from synfin_core.payments.declines import REASON
from synfin_core.payments.rows import FAILED, SUCCESS, Rows
from synfin_core.payments.running import Ints, Segments, group_order, time_order
from synfin_core.payments.styles import where
from synfin_core.randomness import U64
from synfin_core.timeline import DAY
from synfin_core.world.population import CREDIT_CARD, OUTSIDE, PRIMARY, SLOTS, WALLET

FROZEN_DAYS, BLOCKED_DAYS = (3, 30), (3, 10)  # until a bank account is free again, until a new card comes, assumed
_TIME_BITS = 48  # microseconds of some years
_CODES = (REASON["57"], REASON["B3"])
_BY_CARD = where(lambda style: style.rail in ("Card", "ATM"))


@dataclass(frozen=True, eq=False)
class Holds:
    """Accounts (customer * SLOTS + slot) that may not pay from `start` to `end`."""

    account: Ints
    start: Ints
    end: Ints

    @classmethod
    def join(cls, parts: list["Holds"]) -> Self:
        """All holds, by account and start; one that begins while another lasts ends no sooner."""
        account, start, end = (np.concatenate([getattr(part, name) for part in parts]) for name in ("account", "start", "end"))
        order = group_order(account, time_order(start))
        account, start, end = account[order], start[order], end[order]
        return cls(account, start, Segments.of(account).highest(end) if len(account) else end)

    def stop(self, account: Ints, time: Ints) -> NDArray[np.bool_]:
        """Which payments from these accounts at these times are held."""
        named = (self.account << _TIME_BITS) + self.start
        last = np.searchsorted(named, (account << _TIME_BITS) + time, side="right") - 1
        at = np.maximum(last, 0)
        return (last >= 0) & (self.account[at] == account) & (time < self.end[at])


def victims_held(calibration: Calibration, acts: Acts) -> tuple[Holds, Holds]:
    """(bank accounts frozen, cards blocked) of this shard's victims once their cases are reported."""
    legs, cases, n = acts.legs, acts.cases, len(acts.cases)
    fraud, last = acts.losses, acts.last_loss
    slot = np.full(n, PRIMARY)
    np.maximum.at(slot, legs.case[fraud], slots(legs.style[fraud]))
    start = reported_at(calibration, cases.key, acts.planned / 100, last)
    mine = (cases.label == 0) & (start < NEVER) & (last >= 0) & ~acts.of_story("many_victims")
    found = []
    for aftermath, days in (("frozen", FROZEN_DAYS), ("card blocked", BLOCKED_DAYS)):
        named = np.array([story is not None and story.aftermath == aftermath for story in acts.stories])[cases.code]
        blocked = aftermath == "card blocked"
        at = np.flatnonzero(mine & named & ((slot != WALLET) | (not blocked)))
        account = cases.victim[at] * SLOTS + (slot[at] if blocked else PRIMARY)
        found.append(Holds.join([held(account, start[at], cases.key[at], days)]))
    return found[0], found[1]


def held(account: Ints, start: Ints, key: U64, days: tuple[int, int] = FROZEN_DAYS) -> Holds:
    """Holds of these accounts, each for a number of days, log-uniform."""
    least, most = days
    return Holds(account, start, start + (least * (most / least) ** drawn(key, "days held") * DAY).astype(np.int64))


def decline(rows: Rows, frozen: Holds, blocked: Holds) -> NDArray[np.bool_]:
    """Fail the honest payments that a hold stops, in place; returns which."""
    stopped = np.zeros(len(rows), bool)
    for holds, card in ((frozen, False), (blocked, True)):
        if len(holds.account):
            at = _leaving(rows, holds)
            stops = holds.stop(rows.payer[at].astype(np.int64) * SLOTS + rows.payer_slot[at], rows.time[at])
            stops &= _BY_CARD[rows.style[at]] | (rows.payer_slot[at] == CREDIT_CARD) | (not card)
            stopped[at[stops]] = True
    stopped[rows.related[rows.related >= 0]] = False  # what is followed by a refund, reversal or retry stays
    rows.status[stopped] = FAILED
    rows.reason[stopped] = np.where(_BY_CARD[rows.style[stopped]] | (rows.payer_slot[stopped] == CREDIT_CARD), *_CODES)
    return stopped


def _leaving(rows: Rows, holds: Holds) -> Ints:
    """Payments of the holders to merchants, persons outside and cash, that worked and follow nothing."""
    known = np.zeros(int(max(rows.payer.max(initial=0), holds.account.max() // SLOTS)) + 2, bool)
    known[holds.account // SLOTS] = True
    at = np.flatnonzero(known[rows.payer])  # an outside payer finds the last one, which nobody is
    party = rows.payee_party[at]
    leaves = (rows.payee[at] < 0) & ((party < 0) | (party >= OUTSIDE))
    return at[leaves & (rows.status[at] == SUCCESS) & (rows.related[at] < 0)]
