"""Customers move their own money: in just before it is needed, out when it lies idle; so balances hold without luck.

Everything here follows from the honest flow of each account. What is lacking is the running maximum of the shortfall;
what is idle is the least balance still to come above the customer's habit. Both only grow, so equal steps of them give
the amounts and places of a planned number of transfers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.payments.rows import FAILED, NO_SLOT, Moves, Rows
from synfin_core.payments.running import Ints, Segments, group_order, time_order
from synfin_core.payments.styles import CODE, codes
from synfin_core.randomness import Streams, mix64, share_out
from synfin_core.timeline import DAY, SECOND
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY
from synfin_core.world.population import SECOND as SECOND_ACCOUNT

LEAST_STEP = 10_000  # paise: a transfer is a whole number of hundred rupees
LEAST_SWEEP = 50_000  # paise
ELSEWHERE = 60_000_000
AGENT_CASH = 0.15  # of transfers in paid through an agent where agents are usual, assumed


@dataclass(frozen=True)
class Flow:
    """Movements and failed attempts of bank accounts, sorted by account and time; `account` is customer * 2 + slot."""

    row: Ints
    account: Ints
    time: Ints
    delta: Ints
    segments: Segments

    def of(self, kept: NDArray[np.bool_]) -> "Flow":
        """The entries kept, of whole accounts."""
        account = self.account[kept]
        return Flow(self.row[kept], account, self.time[kept], self.delta[kept], Segments.of(account))

    @property
    def owner(self) -> Ints:
        """Account of each segment."""
        return self.account[self.segments.starts]


def bank_flow(moves: Moves) -> Flow:
    """Both sides of every movement that touches a bank account of the shard."""
    pays = np.flatnonzero((moves.payer >= 0) & (moves.payer_slot <= SECOND_ACCOUNT))
    gets = np.flatnonzero((moves.payee >= 0) & (moves.payee_slot <= SECOND_ACCOUNT) & (moves.status != FAILED))
    account = np.concatenate(
        [
            moves.payer[pays].astype(np.int64) * 2 + moves.payer_slot[pays],
            moves.payee[gets].astype(np.int64) * 2 + moves.payee_slot[gets],
        ]
    )
    paid = np.where(moves.status[pays] == FAILED, 0.0, moves.amount[pays])
    delta = np.concatenate([-paid, moves.amount[gets]]).astype(np.int64)
    row = np.concatenate([pays, gets])
    time = moves.time[row]
    order = group_order(account, time_order(time))
    return Flow(row[order], account[order], time[order], delta[order], Segments.of(account[order]))


def opening_paise(people: People, account: Ints) -> Ints:
    """Opening balance of bank accounts in paise; a second account holds a third of the first one's."""
    first = np.rint(people.opening * 100).astype(np.int64)
    return np.where(account % 2 == PRIMARY, first[account // 2], first[account // 2] // 3)


def move(people: People, flow: Flow, streams: Streams, stream: int, n: int) -> tuple[Rows, Ints]:
    """(own transfers, balance after each entry of the flow with them): at least n, more where accounts would run dry."""
    segments = flow.segments
    opening = opening_paise(people, flow.owner)
    balance = segments.sums(flow.delta, opening)
    lacking = segments.highest(np.maximum(-balance, 0))
    short = lacking[segments.ends]
    keep = opening
    idle_before = np.maximum(balance[segments.ends] + short - keep, 0)
    n_in, n_out, _n_free = _share(people, flow, streams, n, short, idle_before)
    step_in = whole_steps(short, np.maximum(n_in, 1))
    taken = -(-lacking // np.maximum(step_in, 1)[segments.run])
    balance = balance + taken * step_in[segments.run]
    idle = np.maximum(segments.lowest_to_come(balance) - keep[segments.run], 0)
    step_out = np.where(n_out > 0, idle[segments.ends] // np.maximum(n_out, 1) // LEAST_STEP * LEAST_STEP, 0)
    step_out = np.where(step_out >= LEAST_SWEEP // 5, step_out, 0)
    swept = np.where(step_out[segments.run] > 0, idle // np.maximum(step_out, 1)[segments.run], 0)
    balance = balance - swept * step_out[segments.run]
    incoming = top_ups(people, flow, streams, stream, taken, step_in)
    outgoing = _sweeps(people, flow, streams, stream, swept, step_out)
    planned = max(n - len(incoming) - len(outgoing), 0)
    rows = Rows.join([incoming, outgoing, _free(people, streams, stream, planned)])
    rows.item = np.arange(len(rows))
    return rows, balance


def whole_steps(total: Ints, parts: Ints) -> Ints:
    """Whole steps that cover the total in at most so many parts."""
    return -(-total // (parts * LEAST_STEP)) * LEAST_STEP


def _share(people: People, flow: Flow, streams: Streams, n: int, short: Ints, idle: Ints) -> tuple[Ints, Ints, Ints]:
    """Transfers in, out and left over for each account: one in where money lacks, the rest by what moves."""
    needy = short > 0
    income = people.income[flow.owner // 2] * 100
    weight = np.minimum((short + idle) / income, 30.0) + 0.01
    draws = streams.unit("own transfers", len(people) * 2)[flow.owner]
    extra = share_out(max(n - int(needy.sum()), 0), weight, draws)
    share_in = short / np.maximum(short + idle, 1)
    more_in = np.minimum(np.rint(extra * share_in).astype(np.int64), np.maximum(short // LEAST_SWEEP - 1, 0))
    n_out = np.minimum(extra - more_in, idle // LEAST_SWEEP)
    return needy + more_in, n_out, extra - more_in - n_out


def top_ups(people: People, flow: Flow, streams: Streams, stream: int, taken: Ints, step: Ints) -> Rows:
    """Transfers in, each a little before the movement that would overdraw the account."""
    segments = flow.segments
    jumps = taken - segments.previous(taken, 0)
    at = np.repeat(np.flatnonzero(jumps), jumps[jumps > 0])
    account, number = flow.account[at], _number(segments, at)
    noise = mix64((account.astype(np.uint64) << np.uint64(20)) + number.astype(np.uint64), streams.key("top up"))
    before = segments.previous(flow.time, 0)[at]
    gap = np.minimum(flow.time[at] - before, 3 * DAY)
    share = 0.02 + 0.45 * (noise >> np.uint64(40)).astype(np.float64) / 2**24
    time = flow.time[at] - np.maximum((gap * share).astype(np.int64), 2 * SECOND + (noise & np.uint64(0x3FFFFFF)).astype(np.int64))
    return _rows_in(people, stream, account, np.maximum(time, 0), step[segments.run[at]].astype(np.float64), noise)


def _number(segments: Segments, at: Ints) -> Ints:
    """A number that tells apart transfers of one account, whatever other accounts there are."""
    place = at - segments.starts[segments.run[at]]
    return np.arange(len(at)) - np.searchsorted(at, at) + place % 65_536 * 16


def _rows_in(people: People, stream: int, account: Ints, time: Ints, paise: NDArray[np.float64], noise: NDArray[np.uint64]) -> Rows:
    """Cash paid in at a machine or an agent, or money from an own account elsewhere."""
    who, n = (account // 2).astype(np.int32), len(account)
    uniform = ((noise >> np.uint64(12)) & np.uint64(0xFFFF)).astype(np.float64) / 65_536
    cash = uniform < people.of_segment("cash_pref")[who]
    agent = people.in_segments(("casual_labour", "farmer"))[who] & (uniform < AGENT_CASH)
    style = np.where(cash, np.where(agent, CODE["aeps_deposit"], CODE["atm_deposit"]), CODE["upi_own_in"]).astype(np.uint8)
    party = np.where(cash, -1, outside_party("own account elsewhere", mix64(people.index.astype(np.uint64)[who], 0xACC), ELSEWHERE))
    return Rows.of(
        stream,
        n,
        time=own_residue(time, LOCAL),
        payee=who,
        payee_slot=(account % 2).astype(np.uint8),
        payer_party=party,
        payer_slot=np.full(n, NO_SLOT, np.uint8),
        style=style,
        place=people.place[who],
        amount=paise,
    )


def _sweeps(people: People, flow: Flow, streams: Streams, stream: int, swept: Ints, step: Ints) -> Rows:
    """Transfers out, each soon after the movement from which on the money is idle."""
    segments = flow.segments
    jumps = swept - segments.previous(swept, 0)
    at = np.repeat(np.flatnonzero(jumps), jumps[jumps > 0])
    account = flow.account[at]
    noise = mix64((account.astype(np.uint64) << np.uint64(20)) + _number(segments, at).astype(np.uint64), streams.key("sweep"))
    horizon = people.population.period.length - 1
    gap = np.minimum(segments.next(flow.time, horizon)[at] - flow.time[at], 3 * DAY)
    share = 0.05 + 0.4 * (noise >> np.uint64(40)).astype(np.float64) / 2**24
    time = np.minimum(flow.time[at] + np.maximum((gap * share).astype(np.int64), 1), horizon - 64)
    who, n = (account // 2).astype(np.int32), len(account)
    internal = people.has_second[who] & (account % 2 == PRIMARY)
    party = np.where(
        internal,
        people.index[who],
        outside_party("own account elsewhere", mix64(people.index.astype(np.uint64)[who], 0xACC), ELSEWHERE),
    )
    return Rows.of(
        stream,
        n,
        time=own_residue(time, LOCAL),
        payer=who,
        payer_slot=(account % 2).astype(np.uint8),
        payee=np.where(internal, who, -1).astype(np.int32),
        payee_party=party,
        payee_slot=np.where(internal, SECOND_ACCOUNT, PRIMARY).astype(np.uint8),
        style=codes("upi_own")[np.zeros(n, np.int64)],
        place=people.place[who],
        amount=step[segments.run[at]].astype(np.float64),
    )


def _free(people: People, streams: Streams, stream: int, n: int) -> Rows:
    """Small transfers in that nothing called for: the rest of the planned number."""
    who = (streams.raw("free who", n) % np.uint64(len(people))).astype(np.int64)
    noise = streams.raw("free", n)
    window = people.population.window_days * DAY
    time = people.active_from[who] * DAY + ((noise >> np.uint64(20)) % np.uint64(window)).astype(np.int64)
    paise = (
        np.maximum(np.rint(people.income[who] * (0.01 + 0.1 * ((noise & np.uint64(0xFFF)).astype(np.float64) / 4096)) / 100), 1)
        * 10_000
    )
    return _rows_in(people, stream, who * 2, time, paise, noise)
