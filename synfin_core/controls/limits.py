"""Today's limits between what a customer wants and what happens.

Whom money reaches, how much and when is settled before; a limit decides by which way it may go, and what an attempt that
asked for too much was told. So a limit never changes a balance, and another policy leaves the same world.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.controls.policy import Policy
from synfin_core.controls.routes import IS_TRANSFER, NEXT, OFF_UPI, most
from synfin_core.payments.declines import REASON
from synfin_core.payments.rows import FAILED, Rows
from synfin_core.payments.running import Ints, Segments, group_order, time_order
from synfin_core.payments.styles import CODE
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY
from synfin_core.world.people import People

_LONGEST_ROUTE = 4
ASKED_TOO_MUCH = (1.05, 2.0)  # what a refused attempt asked for, over the limit, assumed
LEAST_INCOME = 50_000.0  # rupees a month of a customer who would try to send more than a lakh at once, assumed
ROUND_UP = {"upi_collect": 10_000, "upi_lite": 1_000}  # paise; others are whole thousands of rupees, assumed


def keep_to(policy: Policy, people: People, rows: Rows, by_thief: NDArray[np.bool_]) -> None:
    """Hold `rows` to the policy, in place: `style` where a limit stops a payment, `reason` and `amount` of refused attempts."""
    limit = most(policy)
    _refuse(people, rows, limit)
    for _ in range(_LONGEST_ROUTE):
        rows.style = np.where((rows.amount > limit[rows.style]) & (rows.status != FAILED), NEXT[rows.style], rows.style)
    days = people.population.period.days
    bound = np.diff(people.device_by_day, axis=1, prepend=people.device_by_day[:, :1]) > 0
    of_day = np.where(bound, policy.new_device_inr, policy.day_inr) * 100
    for who_pays, most_paise in ((by_thief, np.full((len(people), days), policy.new_device_inr * 100)), (rows.payer >= 0, of_day)):
        stopped = _beyond_the_day(rows, who_pays, most_paise, policy.day_count)
        rows.style = np.where(stopped, OFF_UPI[rows.style], rows.style)


def _refuse(people: People, rows: Rows, limit: NDArray[np.float64]) -> None:
    """Attempts declined by the limit of one payment ask for more than it allows; where nobody would, the PIN was wrong."""
    followed = np.zeros(len(rows), bool)
    followed[rows.related[rows.related >= 0]] = True
    at = np.flatnonzero((rows.reason == REASON["Z8"]) & (rows.status == FAILED))
    style = rows.style[at]
    able = IS_TRANSFER[style] & (people.income[np.maximum(rows.payer[at], 0)] >= LEAST_INCOME)
    able |= np.isin(style, (CODE["upi_collect"], CODE["upi_lite"]))
    able &= ~followed[at] & (rows.related[at] < 0) & (rows.payer[at] >= 0)
    rows.reason[at[~able]] = REASON["ZM"]
    at = at[able]
    noise = mix64(rows.item[at].astype(np.uint64), 0x28) >> np.uint64(11)
    low, high = ASKED_TOO_MUCH
    unit = np.full(len(limit), 100_000.0)
    for name, paise in ROUND_UP.items():
        unit[CODE[name]] = paise
    step = unit[rows.style[at]]
    rows.amount[at] = np.ceil(limit[rows.style[at]] * (low + (high - low) * noise * 2.0**-53) / step) * step


def _beyond_the_day(rows: Rows, chosen: NDArray[np.bool_], most_paise: NDArray[np.float64], most_count: int) -> NDArray[np.bool_]:
    """Transfers by UPI among the chosen rows that go beyond their account's day; `most_paise` by [customer, day]."""
    at = np.flatnonzero(IS_TRANSFER[rows.style] & chosen & (rows.status != FAILED))
    days = most_paise.shape[1]
    day = rows.time[at] // DAY
    cell = (rows.payer[at].astype(np.int64) * 2 + rows.payer_slot[at]) * days + day
    most = most_paise[rows.payer[at], day]
    near = np.flatnonzero((np.bincount(cell)[cell] > most_count) | (np.bincount(cell, rows.amount[at])[cell] > most))
    stopped = np.zeros(len(rows), bool)
    stopped[at[near]] = _greedy(cell[near], rows.time[at[near]], rows.amount[at[near]], most[near], most_count)
    return stopped


def _greedy(
    cell: Ints, time: Ints, paise: NDArray[np.float64], most_paise: NDArray[np.float64], most_count: int
) -> NDArray[np.bool_]:
    """Which transfers of each cell are stopped when they come one after the other; one that is stopped does not count."""
    stopped = np.zeros(len(cell), bool)
    order = group_order(cell, time_order(time))
    while len(order):
        runs = Segments.of(cell[order])
        zero = np.zeros(len(runs.starts), np.int64)
        total = runs.sums(np.rint(paise[order]).astype(np.int64), zero)
        place = np.arange(len(order)) - runs.starts[runs.run]
        beyond = (total > most_paise[order]) | (place >= most_count)
        first = beyond & (runs.sums(beyond.astype(np.int64), zero) == 1)
        if not first.any():
            break
        stopped[order[first]] = True
        order = order[~first]
    return stopped
