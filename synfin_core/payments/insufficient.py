"""Which declines were for lack of funds: attempts that really could not be paid at some low moment of their account.

A failed attempt moves nothing, so it may be made at another moment, when the account holds less than it asks for; only
where no moment holds so little is its amount raised, and then a little.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.declines import REASON, TECHNICAL, share_of_declines, without_funds
from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.payments.own_transfers import Flow
from synfin_core.payments.rows import FAILED, Rows
from synfin_core.payments.running import Ints, Segments
from synfin_core.payments.styles import IS_UPI, where
from synfin_core.payments.transfers import UPI_CAP
from synfin_core.randomness import U64, chance, mix64
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.people import People

MOST_TIMES_USUAL = 5.0  # a raised amount stays within five times the customer's usual ticket (DESIGN 4)
SOON = 3 * HOUR  # an attempt is made within this time after the payment that left too little, assumed
CARD_SHARE = 0.45  # of declines of bank cards, as on UPI, assumed
LACKING = (REASON["Z9"], REASON["51"])  # insufficient funds by UPI, by card
LOST = 0.1  # of those chosen, whose account holds more in the end because other rows of it gave way, assumed
_ELIGIBLE = [*LACKING, *(REASON[code] for code in ("ZM", "Z6", "U16", "B3", "59", "05", "55", "57"))]
_BANK_CARD = where(lambda one: "debit" in one.mode)
_BY_BANK = IS_UPI | _BANK_CARD
_IS_ELIGIBLE, _IS_TECHNICAL, _IS_LACKING = (np.isin(np.arange(len(REASON)), some) for some in (_ELIGIBLE, TECHNICAL, LACKING))
_PERSONAL = where(lambda one: one.kind == "P2P")


@dataclass(frozen=True)
class Lows:
    """The least balance of each account and active month, sorted by account and balance: (account, paise, place in the flow)."""

    owner: Ints
    least: Ints
    place: Ints

    @classmethod
    def of(cls, people: People, flow: Flow, balance: Ints) -> "Lows":
        """The lows of a flow whose entries have these balances."""
        month = people.population.period.month_of_day[flow.time // DAY].astype(np.int64)
        span = Segments.of(flow.account * 4096 + month)
        least = np.minimum.reduceat(balance, span.starts)
        places = np.flatnonzero(balance == least[span.run])
        first = places[np.searchsorted(places, span.starts)]
        owner = flow.account[span.starts]
        day = flow.time[first] // DAY - people.active_from[owner // 2]
        active = np.flatnonzero((day >= 0) & (day < people.population.window_days))
        order = active[np.lexsort((first[active], least[active], owner[active]))]
        return cls(owner[order], least[order], first[order])

    def below(self, account: Ints, paise: Ints, noise: U64) -> tuple[Ints, Ints]:
        """(months in which each account holds less than these paise, the place of one of them)."""
        start = np.searchsorted(self.owner, account)
        key = _paired(self.owner, self.least)
        count = np.searchsorted(key, _paired(account, paise)) - start
        chosen = start + (noise % np.maximum(count, 1).astype(np.uint64)).astype(np.int64)
        return count, np.append(self.place, 0)[np.minimum(chosen, len(self.place))]

    def lowest(self, account: Ints) -> Ints:
        """The least balance of each account in paise; of another where it has none, which then holds less in no month."""
        return np.append(self.least, 0)[np.searchsorted(self.owner, account)]


def _paired(account: Ints, paise: Ints) -> Ints:
    """Account and balance as one sortable number; balances within a tenth of a billion rupees."""
    return (account << 40) + np.clip(paise, 0, (1 << 40) - 1)


def settle_reasons(people: People, rows: Rows, flow: Flow, balance: Ints, key: int) -> NDArray[np.bool_]:
    """Give 'insufficient funds' to declines that fit it, in place; returns which amounts were raised.

    Only declines with an entry in `flow` are looked at. Its entries beyond `rows` belong to others: they count in the
    balance, and cannot be declined here.
    """
    raised = np.zeros(len(rows), bool)
    at = np.flatnonzero(np.append(_may(rows), False)[np.minimum(flow.row, len(rows))])
    if not len(at):
        return raised
    row, account = flow.row[at], flow.account[at]
    noise = mix64(rows.item[row].astype(np.uint64) << np.uint64(8) | rows.stream[row].astype(np.uint64), key)
    lows = Lows.of(people, flow, balance)
    asked = rows.amount[row].astype(np.int64)
    count, place = lows.below(account, asked, noise >> np.uint64(8))
    more = _raised(people, rows, row, lows.lowest(account), noise)
    more_count, more_place = lows.below(account, more, noise >> np.uint64(8))
    fits, grown = count > 0, (count == 0) & (more > asked) & (more_count > 0)
    chosen = _chosen(people, rows, row, fits, grown, mix64(noise))
    grown &= chosen
    rows.amount[row[grown]], raised[row[grown]] = more[grown], True
    place = np.where(grown, more_place, place)
    rows.reason[row] = _reasons(people, rows, row, chosen, noise)
    rows.time[row[chosen]] = _just_after(people, flow, place[chosen], noise[chosen])
    return raised


def _may(rows: Rows) -> NDArray[np.bool_]:
    """Honest, failed on the payer's side, on a bank account, and not followed by a retry."""
    may = (rows.status == FAILED) & _IS_ELIGIBLE[rows.reason] & _BY_BANK[rows.style]
    followed = rows.related[rows.related >= 0]
    may[followed] = False
    return may & (rows.related < 0)


def _chosen(
    people: People, rows: Rows, row: Ints, fits: NDArray[np.bool_], grown: NDArray[np.bool_], noise: U64
) -> NDArray[np.bool_]:
    """As many as the published share asks for beyond those not looked at: the ones that fit as they are, then raised ones."""
    at = np.flatnonzero((rows.status == FAILED) & ~_IS_TECHNICAL[rows.reason])
    held = _IS_LACKING[rows.reason]
    held[row] = False
    held, style = held[at], rows.style[at]
    chosen = np.zeros(len(row), bool)
    for styles, share in ((IS_UPI, share_of_declines(people.calibration, "Z9")), (_BANK_CARD, CARD_SHARE)):
        mine, group = styles[rows.style[row]], styles[style]
        wanted = share * (1 + LOST) * group.sum() - (held & group).sum()
        as_they_are, raised = int((fits & mine).sum()), int((grown & mine).sum())
        chosen |= fits & mine & chance(noise, wanted / max(as_they_are, 1))
        chosen |= grown & mine & chance(noise, (wanted - as_they_are) / max(raised, 1))
    return chosen


def _reasons(people: People, rows: Rows, row: Ints, chosen: NDArray[np.bool_], noise: U64) -> NDArray[np.uint8]:
    """Insufficient funds for the chosen ones; one that had been called so and was not chosen gets another reason."""
    upi = IS_UPI[rows.style[row]]
    other = np.where(upi, without_funds(people.calibration, noise >> np.uint64(4)), REASON["55"])
    other = np.where(np.isin(rows.reason[row], LACKING), other, rows.reason[row])
    return np.where(chosen, np.where(upi, *LACKING), other).astype(np.uint8)


def _raised(people: People, rows: Rows, row: Ints, least: Ints, noise: U64) -> Ints:
    """Paise a little above the least balance, or 0 where that is beyond the customer's usual or the rail's cap."""
    wanted = np.ceil(least * (1.01 + 0.4 * (noise & np.uint64(0xFFFF)).astype(np.float64) / 65_536) / 10_000) * 10_000
    who = rows.payer[row]
    usual = np.where(_PERSONAL[rows.style[row]], people.p2p_ticket[who], people.p2m_ticket[who]) * 100
    cap = np.minimum(MOST_TIMES_USUAL * usual, UPI_CAP * 100)
    return np.where(wanted <= cap, wanted, 0.0).astype(np.int64)


def _just_after(people: People, flow: Flow, at: Ints, noise: U64) -> Ints:
    """A moment soon after each place, before whatever comes next."""
    horizon = people.population.period.length - 1
    gap = np.minimum(flow.segments.next(flow.time, horizon)[at] - flow.time[at], SOON)
    share = 0.02 + 0.4 * (noise >> np.uint64(40)).astype(np.float64) / 2**24
    return own_residue(flow.time[at] + np.maximum((gap * share).astype(np.int64), 64), LOCAL)
