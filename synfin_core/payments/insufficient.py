"""Which declines were for lack of funds: those that really could not be paid at some moment of their month.

A failed attempt moves nothing, so it may be moved to a moment when the account holds less, and its amount raised a little.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.declines import REASON
from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.payments.own_transfers import Flow
from synfin_core.payments.rows import FAILED, Rows
from synfin_core.payments.running import Ints, Segments
from synfin_core.payments.styles import IS_UPI, where
from synfin_core.payments.transfers import UPI_CAP
from synfin_core.randomness import U64, chance, mix64
from synfin_core.timeline import DAY
from synfin_core.world.people import People

MOST_TIMES_USUAL = 5.0  # a raised amount stays within five times the customer's usual ticket (DESIGN 4)
RAISED_SHARE = 0.50  # of the attempts that would need a raise, tuned so that Z9 is 0.45 of business declines (assumed)
_ELIGIBLE = [REASON[code] for code in ("ZM", "Z6", "Z7", "U16", "B3", "59", "05", "55", "57")]
_BANK_CARD = where(lambda one: "debit" in one.mode)
_PERSONAL = where(lambda one: one.kind == "P2P")


def settle_reasons(people: People, rows: Rows, flow: Flow, balance: Ints, key: int) -> NDArray[np.bool_]:
    """Give 'insufficient funds' to the declines that fit it, in place; returns which amounts were raised."""
    raised = np.zeros(len(rows), bool)
    at = np.flatnonzero(_may(rows)[flow.row] & (rows.status[flow.row] == FAILED))
    if not len(at):
        return raised
    row, lowest = flow.row[at], _lowest_of_month(people, flow, balance)[at]
    least = balance[lowest]
    noise = mix64(rows.time[row].astype(np.uint64), key)
    wanted = _raised(people, rows, row, least, noise)
    needs = rows.amount[row] <= least
    chosen = ~needs | ((wanted > least) & chance(noise, RAISED_SHARE))
    row, lowest, needs, noise = row[chosen], lowest[chosen], needs[chosen], noise[chosen]
    rows.amount[row] = np.where(needs, wanted[chosen], rows.amount[row])
    raised[row] = needs
    rows.reason[row] = np.where(IS_UPI[rows.style[row]], REASON["Z9"], REASON["51"])
    late = balance[at[chosen]] >= rows.amount[row]
    rows.time[row[late]] = _just_after(people, flow, lowest[late], noise[late])
    return raised


def _may(rows: Rows) -> NDArray[np.bool_]:
    """Failed on the payer's side, on a bank account, and not followed by a retry."""
    may = np.isin(rows.reason, _ELIGIBLE) & (IS_UPI[rows.style] | _BANK_CARD[rows.style])
    followed = rows.related[rows.related >= 0]
    may[followed] = False
    return may & (rows.related < 0)


def _lowest_of_month(people: People, flow: Flow, balance: Ints) -> Ints:
    """For each entry, the place in its account's month where the balance is least."""
    month = people.population.period.month_of_day[flow.time // DAY].astype(np.int64)
    span = Segments.of(flow.account * 4096 + month)
    least = np.minimum.reduceat(balance, span.starts)
    places = np.flatnonzero(balance == least[span.run])
    first = places[np.searchsorted(places, span.starts)]
    return first[span.run]


def _raised(people: People, rows: Rows, row: Ints, least: Ints, noise: U64) -> NDArray[np.float64]:
    """Paise a little above the least balance, or 0 where that is beyond the customer's usual or the rail's cap."""
    wanted = np.ceil(least * (1.01 + 0.4 * (noise & np.uint64(0xFFFF)).astype(np.float64) / 65_536) / 10_000) * 10_000
    who = rows.payer[row]
    usual = np.where(_PERSONAL[rows.style[row]], people.p2p_ticket[who], people.p2m_ticket[who]) * 100
    cap = np.minimum(MOST_TIMES_USUAL * usual, UPI_CAP * 100)
    return np.where(wanted <= cap, wanted, 0.0)


def _just_after(people: People, flow: Flow, at: Ints, noise: U64) -> Ints:
    """A moment soon after each place, before whatever comes next."""
    horizon = people.population.period.length - 1
    gap = np.minimum(flow.segments.next(flow.time, horizon)[at] - flow.time[at], DAY)
    share = 0.02 + 0.4 * (noise >> np.uint64(40)).astype(np.float64) / 2**24
    return own_residue(flow.time[at] + np.maximum((gap * share).astype(np.int64), 64), LOCAL)
