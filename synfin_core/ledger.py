"""Time order, balances and declines of one shard, and everything that follows from time order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.budget import opening_due
from synfin_core.payments.declines import REASON
from synfin_core.payments.own_transfers import opening_paise
from synfin_core.payments.rows import FAILED, Rows, among
from synfin_core.payments.running import Ints, Segments, first_of_each, group_order, time_order
from synfin_core.payments.styles import IS_UPI
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY, MINUTE
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, SLOTS


@dataclass(frozen=True, eq=False)
class Books:
    """Rows in time order with what time order gives; paise, minutes; -1 or NaN where a payer is outside."""

    rows: Rows
    balance_after: Ints
    minutes_since_last: NDArray[np.float32]
    is_first: NDArray[np.bool_]
    payments_today: NDArray[np.int32]
    amount_today: Ints
    opening: Ints
    floor: Ints


def keep_books(people: People, rows: Rows, received: Rows) -> Books:
    """9. Put everything in time order and add it up; a loss that a card cannot bear is refused instead."""
    opening, floor = accounts(people)
    _refuse_what_cannot_be_borne(rows, received, opening, floor)
    rows, balance, lowest = _add_up(rows, received, opening)
    _check_reasons(rows, balance, floor)
    opening = opening + np.maximum(floor - lowest, 0)  # by nothing, or the run is wrong
    minutes, first, today, amount = _history(rows)
    return Books(rows, balance, minutes, first, today, amount, opening, floor)


def accounts(people: People) -> tuple[Ints, Ints]:
    """(opening, floor) in paise of each account: customer * SLOTS + slot."""
    n = len(people)
    opening, floor = np.zeros((n, SLOTS), np.int64), np.zeros((n, SLOTS), np.int64)
    both = np.arange(2 * n)
    opening[:, :2] = opening_paise(people, both).reshape(n, 2)
    opening[:, CREDIT_CARD] = -np.rint(opening_due(people) * 100).astype(np.int64)
    floor[:, CREDIT_CARD] = -np.rint(people.credit_limit * 100).astype(np.int64)
    return opening.reshape(-1), floor.reshape(-1)


def _movements(rows: Rows, received: Rows) -> tuple[Ints, Ints, NDArray[np.bool_], Ints]:
    """(row, account, whether it pays, delta) of every side that has a ledger here, by account and time; rows of `received`
    come after those of `rows`."""
    pays = np.flatnonzero(rows.payer >= 0)
    gets = np.flatnonzero((rows.payee >= 0) & (rows.status != FAILED))
    comes = np.flatnonzero((received.payee >= 0) & (received.status != FAILED))
    row = np.concatenate([pays, gets, comes + len(rows)])
    account = np.concatenate(
        [
            rows.payer[pays].astype(np.int64) * SLOTS + rows.payer_slot[pays],
            rows.payee[gets].astype(np.int64) * SLOTS + rows.payee_slot[gets],
            received.payee[comes].astype(np.int64) * SLOTS + received.payee_slot[comes],
        ]
    )
    time = np.concatenate([rows.time[pays], rows.time[gets], received.time[comes]])
    delta = np.concatenate(
        [np.where(rows.status[pays] == FAILED, 0.0, -rows.amount[pays]), rows.amount[gets], received.amount[comes]]
    )
    order = group_order(account, time_order(time))
    return row[order], account[order], order < len(pays), np.rint(delta[order]).astype(np.int64)


def _refuse_what_cannot_be_borne(rows: Rows, received: Rows, opening: Ints, floor: Ints) -> None:
    """Charges of a case on cards whose limit they would break fail, all of that account's."""
    charged = ((rows.case >= 0) | (rows.twin >= 0)) & (rows.merchant >= 0) & (rows.payer >= 0) & (rows.status != FAILED)
    account = np.where(rows.payer >= 0, rows.payer.astype(np.int64) * SLOTS + rows.payer_slot, -1)
    on_card = charged & (rows.payer_slot == CREDIT_CARD)
    if not on_card.any():
        return
    touched = np.zeros(len(opening) + 1, bool)
    touched[account[on_card]] = True
    mine = rows.take(np.flatnonzero(((rows.payer_slot == CREDIT_CARD) & touched[account]) | (rows.payee_slot == CREDIT_CARD)))
    _, group, _, delta = _movements(mine, received.take(slice(0, 0)))
    segments = Segments.of(group)
    lowest = np.minimum.reduceat(segments.sums(delta, opening[group[segments.starts]]), segments.starts)
    broken = np.zeros(len(opening) + 1, bool)
    broken[group[segments.starts][lowest < floor[group[segments.starts]]]] = True
    refused = on_card & broken[account]
    refused |= (rows.related >= 0) & refused[np.maximum(rows.related, 0)]  # nothing comes back of what was refused
    rows.status[refused], rows.reason[refused] = FAILED, REASON["05"]


def _add_up(rows: Rows, received: Rows, opening: Ints) -> tuple[Rows, Ints, Ints]:
    """Rows in time order, the payer's balance after each, and the least balance of each account."""
    order = time_order(rows.time)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    related = rows.related[order]
    rows = rows.take(order)
    rows.related = np.where(related >= 0, place[np.maximum(related, 0)], -1).astype(np.int32)
    row, account, pays, delta = _movements(rows, received)
    segments = Segments.of(account)
    running = segments.sums(delta, opening[account[segments.starts]])
    balance = np.zeros(len(rows), np.int64)
    balance[row[pays]] = running[pays]
    lowest = opening.copy()
    if len(account):
        lowest[account[segments.starts]] = np.minimum.reduceat(running, segments.starts)
    return rows, balance, lowest


def _check_reasons(rows: Rows, balance: Ints, floor: Ints) -> None:
    """'Insufficient funds' only where there really was too little."""
    claimed = np.flatnonzero(among(rows.reason, REASON["Z9"], REASON["51"]))
    account = rows.payer[claimed].astype(np.int64) * SLOTS + rows.payer_slot[claimed]
    wrong = claimed[rows.amount[claimed] <= balance[claimed] - floor[account]]
    rows.reason[wrong] = np.where(IS_UPI[rows.style[wrong]], REASON["ZM"], REASON["55"])


def _history(rows: Rows) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.int32], Ints]:
    """For each payer of the shard: minutes since the last attempt, first time with the payee, the day's count and rupees."""
    n = len(rows)
    minutes, first = np.full(n, np.nan, np.float32), np.zeros(n, bool)
    today, amount = np.zeros(n, np.int32), np.zeros(n, np.int64)
    mine = np.flatnonzero(rows.payer >= 0)
    order = group_order(rows.payer[mine].astype(np.int64), np.arange(len(mine)))
    at = mine[order]
    time = rows.time[at]
    people_runs = Segments.of(rows.payer[at])
    gap = (time - people_runs.previous(time, 0)) / MINUTE
    gap[people_runs.starts] = np.nan
    minutes[at] = gap
    days = Segments.of(rows.payer[at].astype(np.int64) * 4096 + time // DAY)
    today[at] = np.arange(len(at)) - days.starts[days.run] + 1
    amount[at] = days.sums(np.rint(rows.amount[at]).astype(np.int64), np.zeros(len(days.starts), np.int64))
    first[mine] = _first_time(rows, mine)
    return minutes, first, today, amount


def _first_time(rows: Rows, mine: Ints) -> NDArray[np.bool_]:
    """Whether each payment is the payer's first to that payee or merchant; cash goes to nobody."""
    party = np.where(rows.payee_party[mine] >= 0, rows.payee_party[mine], -2 - rows.payee[mine].astype(np.int64))
    payee = mix64(party.astype(np.uint64)) + rows.merchant[mine].astype(np.uint64)
    pair = mix64(payee * np.uint64(0x9E3779B97F4A7C15) + rows.payer[mine].astype(np.uint64))
    return first_of_each(pair)
