"""What a loss calls for beyond the balance is raised visibly and in time: own money from elsewhere, cash paid in.

The honest opening balance never moves because of a case: the shortfall that the legs leave is covered by transfers just
before the payments that would overdraw the account.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.own_transfers import bank_flow, opening_paise, top_ups, whole_steps
from synfin_core.payments.rows import Rows
from synfin_core.randomness import Streams
from synfin_core.world.people import People

PARTS = 2  # transfers that raise what one victim lacks, assumed


def fund(people: People, rows: Rows, stolen: Rows, stream: int, role: int) -> Rows:
    """Transfers into the accounts that `stolen` debits, given all honest and stolen `rows` that touch them."""
    touched = np.zeros(len(people), bool)
    touched[stolen.payer[(stolen.payer >= 0) & (stolen.payer_slot <= 1)]] = True
    mine = np.append(touched, False)
    flow = bank_flow(rows.take(np.flatnonzero(mine[rows.payer] | mine[rows.payee])))
    if not len(flow.row):
        return rows.take(slice(0, 0))
    balance = flow.segments.sums(flow.delta, opening_paise(people, flow.owner))
    lacking = flow.segments.highest(np.maximum(-balance, 0))
    step = np.maximum(whole_steps(lacking[flow.segments.ends], np.full(len(flow.owner), PARTS)), 1)
    taken = -(-lacking // step[flow.segments.run])
    raised = top_ups(people, flow, Streams(people.population.keys.key("funding"), people.shard), stream, taken, step)
    raised.case, raised.role = _case_of(people, stolen)[raised.payee], np.full(len(raised), role, np.uint8)
    raised.item = np.arange(len(raised))
    return raised


def _case_of(people: People, stolen: Rows) -> NDArray[np.int32]:
    """The case that touches each customer last."""
    case = np.full(len(people), -1, np.int32)
    pays = stolen.payer >= 0
    case[stolen.payer[pays]] = stolen.case[pays]
    return case
