"""What a loss calls for beyond the balance is raised visibly and in time: own money from elsewhere, cash paid in.

The honest opening balance never moves because of a case: the shortfall that the legs leave is covered by transfers just
before the payments that would overdraw the account.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.own_transfers import Flow, bank_flow, opening_paise, top_ups, whole_steps
from synfin_core.payments.rows import Rows
from synfin_core.payments.running import Ints, Segments
from synfin_core.randomness import Streams
from synfin_core.world.people import People
from synfin_core.world.population import SECOND

PARTS = 2  # transfers that raise what one victim lacks, assumed


def touched_flow(people: People, rows: Rows, stolen: Rows) -> Flow:
    """Movements of the accounts that `stolen` touches, given all honest and stolen `rows`; positions are those in `rows`."""
    account, accounts = _accounts(rows), _accounts(stolen)
    touched = np.zeros(2 * len(people) + 1, bool)
    touched[np.concatenate(accounts)] = True
    touched[-1] = False
    chosen = np.flatnonzero(touched[account[0]] | touched[account[1]])
    flow = bank_flow(rows.take(chosen))
    kept = touched[flow.account]
    owner = flow.account[kept]
    return Flow(chosen[flow.row[kept]], owner, flow.time[kept], flow.delta[kept], Segments.of(owner))


def _accounts(rows: Rows) -> tuple[Ints, Ints]:
    """Bank accounts (customer * 2 + slot) that pay and that are paid; -1 where there is none here."""
    sides = ((rows.payer, rows.payer_slot), (rows.payee, rows.payee_slot))
    payer, payee = (np.where((who >= 0) & (slot <= SECOND), who.astype(np.int64) * 2 + slot, -1) for who, slot in sides)
    return payer, payee


def fund(people: People, flow: Flow, stolen: Rows, stream: int, role: int) -> tuple[Rows, Ints]:
    """(transfers into the accounts that `stolen` debits, the balance after each entry of `flow` with them)."""
    balance = flow.segments.sums(flow.delta, opening_paise(people, flow.owner))
    lacking = flow.segments.highest(np.maximum(-balance, 0))
    step = np.maximum(whole_steps(lacking[flow.segments.ends], np.full(len(flow.owner), PARTS)), 1)
    taken = -(-lacking // step[flow.segments.run])
    raised = top_ups(people, flow, Streams(people.population.keys.key("funding"), people.shard), stream, taken, step)
    raised.case, raised.role = _case_of(people, stolen)[raised.payee], np.full(len(raised), role, np.uint8)
    raised.item = np.arange(len(raised))
    return raised, balance + taken * step[flow.segments.run]


def _case_of(people: People, stolen: Rows) -> NDArray[np.int32]:
    """The case that touches each customer last."""
    case = np.full(len(people), -1, np.int32)
    pays = stolen.payer >= 0
    case[stolen.payer[pays]] = stolen.case[pays]
    return case
