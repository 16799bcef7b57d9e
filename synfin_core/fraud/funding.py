"""What a loss calls for beyond the balance is raised visibly and in time: own money from elsewhere, cash paid in.

The honest opening balance never moves because of a case: the shortfall that the legs leave is covered by transfers just
before the payments that would overdraw the account.
"""

from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.story import ROLE
from synfin_core.payments.own_transfers import Flow, bank_flow, opening_paise, top_ups, whole_steps
from synfin_core.payments.rows import NOBODY, Moves, Rows
from synfin_core.payments.running import Ints, group_order, place_in_group, time_order
from synfin_core.randomness import Streams
from synfin_core.timeline import DAY
from synfin_core.world.people import People
from synfin_core.world.population import SECOND

PARTS = 2  # transfers that raise what one victim lacks, assumed
NEAR = 7 * DAY  # what is raised further from a case's payment is anybody's own transfer, assumed
_TIME_BITS = 48  # microseconds of some years


def touched_flow(people: People, parts: list[Rows], touching: list[Rows], held: NDArray[np.bool_]) -> Flow:
    """Movements of the accounts that some rows touch; positions are those in the rows of all `parts` joined.

    Rows of the first part that are `held` move nothing, and stay as they are.
    """
    touched = np.zeros(2 * len(people) + 1, bool)
    for accounts in chain.from_iterable(map(_accounts, touching)):
        touched[accounts] = True
    touched[-1] = False
    whose = np.append(touched[:-1].reshape(-1, 2).any(axis=1), False)
    chosen = [np.flatnonzero(whose[part.payer] | whose[part.payee]) for part in parts]
    chosen[0] = chosen[0][~held[chosen[0]]]
    flow = bank_flow(Moves.of(parts, chosen))
    at = np.concatenate([start + some for start, some in zip(np.cumsum([0, *map(len, parts[:-1])]), chosen, strict=True)])
    flow = replace(flow, row=at[flow.row])
    kept = touched[flow.account]
    return flow if kept.all() else flow.of(kept)


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
    near = _payments_near(raised, stolen)
    raised.case, raised.twin = (np.append(column, np.int32(NOBODY))[near] for column in (stolen.case, stolen.twin))
    raised.role = np.where(raised.case >= 0, role, np.where(raised.twin >= 0, ROLE["innocent"], 0)).astype(np.uint8)
    raised.item = raised.payee.astype(np.int64) * 2 + raised.payee_slot
    raised.stream = (stream + place_in_group(raised.item)).astype(np.uint8)
    return raised, balance + taken * step[flow.segments.run]


def _payments_near(raised: Rows, stolen: Rows) -> Ints:
    """The payment of a case or twin for which each transfer comes in: the customer's nearest in time; -1 where none is near."""
    pays = np.flatnonzero(stolen.payer >= 0)
    if not len(pays):
        return np.full(len(raised), NOBODY)
    pays = pays[group_order(stolen.payer[pays].astype(np.int64), time_order(stolen.time[pays]))]
    named = (stolen.payer[pays].astype(np.int64) << _TIME_BITS) + stolen.time[pays]
    wanted = (raised.payee.astype(np.int64) << _TIME_BITS) + raised.time
    after = np.minimum(np.searchsorted(named, wanted), len(pays) - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(np.abs(named[before] - wanted) < np.abs(named[after] - wanted), before, after)
    near = np.abs(named[nearest] - wanted) <= NEAR  # also false for another customer
    return np.where(near, pays[nearest], NOBODY)
