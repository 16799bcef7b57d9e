"""Spending fits income: month by month each customer's free spending is scaled towards what comes in, then made round."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.amounts import ONLINE, PERSON, SHOP, round_like_people, round_to
from synfin_core.payments.rows import SUCCESS, Rows
from synfin_core.payments.styles import CODE, IS_REMOTE, STYLES
from synfin_core.payments.transfers import UPI_CAP
from synfin_core.randomness import Streams
from synfin_core.timeline import DAY
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, SECOND

LEAST, MOST = 0.6, 1.4  # how far a month's spending follows its income (DESIGN: 0.6-1.4), assumed
SMOOTHING = 0.5  # share of the average month in each month's income, assumed
CARD_HEADROOM = 0.65  # honest use of a credit limit over two months at most, assumed
# Card tickets by style, so that the published ones come out (cc_may25, cc_mar24, rupay_cc_upi): card holders have heavier
# purses than average, which the categories' tickets know nothing of.
CARD_TICKETS = {
    "credit_tap": 0.46,
    "credit_chip": 0.46,
    "credit_ecom": 0.50,
    "credit_abroad": 0.50,
    "debit_tap": 0.65,
    "debit_chip": 0.65,
    "debit_ecom": 0.85,
    "upi_credit": 0.20,
}
LITE_MOST = 340.0  # people keep Lite for small sums: up to here they are 98 on average (payments.yaml upi_lite, upi_lite_psr)
_PERSONAL = np.array([style.kind == "P2P" for style in STYLES.values()])
_UPI_PERSONAL = np.array([style.kind == "P2P" and style.rail == "UPI" for style in STYLES.values()])


def cells(people: People, who: NDArray[np.int32], time: NDArray[np.int64]) -> NDArray[np.int64]:
    """Customer and month of each payment as one number."""
    period = people.population.period
    return who.astype(np.int64) * len(period.months) + period.month_of_day[time // DAY]


def within_limit(people: People, rows: Rows) -> None:
    """Scale each credit card's purchases so that two months of them stay well within its limit."""
    months = len(people.population.period.months)
    for style, factor in CARD_TICKETS.items():
        rows.amount[rows.style == CODE[style]] *= factor
    card = (rows.payer_slot == CREDIT_CARD) & (rows.status == SUCCESS)
    spent = np.bincount(cells(people, rows.payer[card], rows.time[card]), rows.amount[card], len(people) * months).reshape(
        -1, months
    )
    two = spent + np.concatenate([opening_due(people)[:, None], spent[:, :-1]], axis=1)
    factor = np.minimum(1.0, CARD_HEADROOM * people.credit_limit / np.maximum(two.max(axis=1), 1.0))
    mine = np.flatnonzero(rows.payer_slot == CREDIT_CARD)
    rows.amount[mine] *= factor[rows.payer[mine]]


def opening_due(people: People) -> NDArray[np.float64]:
    """Rupees owed on each credit card when the period begins: an ordinary month, within a quarter of the limit."""
    return np.rint(np.where(people.has_card, np.minimum(0.25 * people.credit_limit, 0.3 * people.income), 0.0))


def fit_to_income(people: People, rows: Rows, free: NDArray[np.bool_], received: Rows) -> None:
    """Scale the `free` rows (rupees) by each customer's month; the mean ticket of shops and of transfers stays.

    What is `received` (paise) from other shards is income, too.
    """
    months = len(people.population.period.months)
    size = len(people) * months
    moved = rows.status == SUCCESS
    receives = moved & (rows.payee >= 0) & (rows.payee_slot <= SECOND) & ~free
    comes = (received.status == SUCCESS) & (received.payee_slot <= SECOND)
    cell = [cells(people, part.payee[some], part.time[some]) for part, some in ((rows, receives), (received, comes))]
    rupees = np.concatenate([rows.amount[receives], received.amount[comes] / 100])
    income = np.bincount(np.concatenate(cell), rupees, size).reshape(-1, months)
    income = SMOOTHING * income.mean(axis=1, keepdims=True) + (1 - SMOOTHING) * income
    pays = (rows.payer >= 0) & (rows.payer_slot <= SECOND)
    where = np.zeros(len(rows), np.int64)
    where[pays] = cells(people, rows.payer[pays], rows.time[pays])
    bound, free = pays & moved & ~free, pays & free & (rows.related < 0)
    owed = np.bincount(where[bound], rows.amount[bound], size)
    wanted = np.bincount(where[free], rows.amount[free], size)
    budget = (income * (1 - people.of_segment("saving")[:, None])).reshape(-1)
    factor = np.clip((budget - owed) / np.maximum(wanted, 1.0), LEAST, MOST)
    scaled = factor[where]
    for personal in (False, True):
        group = free & (_PERSONAL[rows.style] == personal)
        total = rows.amount[group].sum()
        scaled[group] *= total / max((rows.amount[group] * scaled[group]).sum(), 1.0)
    rows.amount[free] *= scaled[free]


def make_round(rows: Rows, fixed: NDArray[np.bool_], streams: Streams) -> None:
    """Whole paise for every row: the sums people like for free spending, caps of each style, followers from their payment."""
    draws = streams.u16("round", len(rows))
    free = ~fixed
    paise = np.rint(rows.amount * 100)
    for habit, group in (
        (PERSON, _PERSONAL[rows.style]),
        (ONLINE, ~_PERSONAL[rows.style] & IS_REMOTE[rows.style]),
        (SHOP, ~_PERSONAL[rows.style] & ~IS_REMOTE[rows.style]),
    ):
        chosen = np.flatnonzero(free & group)
        paise[chosen] = round_like_people(rows.amount[chosen], draws[chosen], habit)
    paise = np.where(_UPI_PERSONAL[rows.style], np.minimum(paise, UPI_CAP * 100), paise)
    lite = rows.style == CODE["upi_lite"]
    rows.style[lite & (paise > LITE_MOST * 100)] = CODE["upi_qr"]
    following = np.flatnonzero(rows.related >= 0)
    full = rows.part[following] == 1.0
    original = paise[rows.related[following]]
    paise[following] = np.where(full, original, round_to(original * rows.part[following] / 100, 1.0))
    paise[following] = np.minimum(paise[following], original)
    rows.amount = paise
