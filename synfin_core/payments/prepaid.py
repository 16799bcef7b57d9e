"""Credit-card bills and wallet loads: what the cards and wallets of a month call for, paid from the bank account."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.payments.budget import cells, opening_due
from synfin_core.payments.moments import LOCAL, inside, own_residue, time_of_day
from synfin_core.payments.rows import SUCCESS, Rows
from synfin_core.payments.styles import CODE, HOURS_OF, codes
from synfin_core.randomness import Streams, mix64
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.merchants import Market
from synfin_core.world.people import WALLET_HOLDERS, People
from synfin_core.world.population import CREDIT_CARD, PRIMARY, WALLET

CARD_BILL, LOAD = "6012", "6540"
TWO_PART_SHARE = 0.55  # of bills paid in two parts by UPI; the rest in one by NACH or net banking, assumed
TWO_PART_LIMIT, TWO_PART_SLOPE = 300_000.0, 0.7  # rupees of credit limit at which half of the holders do; fewer above, assumed
FIRST_PART = 0.6
_LOADS = codes("upi_load", "upi_load", "upi_load", "net_load", "net_load", "net_load", "net_load", "debit_load")


def expected(calibration: Calibration) -> float:
    """Card bills and wallet loads a customer and month."""
    cards = sum(segment.pop_share * segment.card_holder for segment in calibration.segments)
    return cards * (1 + TWO_PART_SHARE) + WALLET_HOLDERS * 0.93


def card_bills(people: People, market: Market, card: Rows, streams: Streams, stream: int) -> Rows:
    """Each month's bill of each card, due 18-22 days after the statement; the first one is what was owed at the start."""
    months, n = people.population.period.months, len(people)
    spends = (card.payer_slot == CREDIT_CARD) & (card.status == SUCCESS)
    spent = np.bincount(cells(people, card.payer[spends], card.time[spends]), card.amount[spends], n * len(months)).reshape(n, -1)
    bill = np.concatenate([opening_due(people)[:, None] * 100, spent[:, :-1]], axis=1)
    two = streams.unit("parts", n) < _in_parts(people)
    late = streams.raw("due", n * len(months)).reshape(n, -1)
    parts = []
    for number, share, holds in ((0, FIRST_PART, two), (1, 1 - FIRST_PART, two), (2, 1.0, ~two)):
        who, turn = np.nonzero((bill > 0) & holds[:, None])
        draws = late[who, turn] + np.uint64(number)
        first = np.array([month.first for month in months])[turn]
        day = first + (5 if number == 0 else 17) + (draws >> np.uint64(60)).astype(np.int64) % 5
        whole = bill[who, turn]
        paise = np.where(number == 1, whole - np.rint(whole * FIRST_PART), np.rint(whole * share))
        style = np.where(number < 2, CODE["upi_card_bill"], codes("nach_card_bill", "net_card_bill")[who % 2]).astype(np.uint8)
        parts.append(_paid(people, market, stream, who.astype(np.int32), day, style, paise, CARD_BILL, CREDIT_CARD, draws))
    return _within(people, Rows.join(parts))


def _in_parts(people: People) -> NDArray[np.float64]:
    """Chance that a holder pays bills in parts by UPI: the smaller the card, the likelier."""
    return 1 / (1 + (people.credit_limit / TWO_PART_LIMIT) ** TWO_PART_SLOPE)


def wallet_loads(people: People, market: Market, spending: Rows, streams: Streams, stream: int) -> Rows:
    """One load a month for what the wallet will pay, before its first payment of the month."""
    months, n = people.population.period.months, len(people)
    pays = np.flatnonzero((spending.status == SUCCESS) & (spending.payer >= 0))
    cell = cells(people, spending.payer[pays], spending.time[pays])
    spent = np.bincount(cell, spending.amount[pays], n * len(months))
    first = np.full(n * len(months), np.iinfo(np.int64).max)
    np.minimum.at(first, cell, spending.time[pays])
    needed = np.flatnonzero(spent > 0)
    who, draws = (needed // len(months)).astype(np.int32), streams.raw("load", n * len(months))[needed]
    earlier = 60_000_000 + ((draws >> np.uint64(32)).astype(np.float64) * (1.5 * DAY / 2**32)).astype(np.int64)
    time = np.maximum(first[needed] - earlier, first[needed] // 2)
    style = _LOADS[(draws & np.uint64(7)).astype(np.int64)]
    paise = np.ceil(spent[needed] / 1000) * 1000
    rows = _paid(people, market, stream, who, time // DAY, style, paise, LOAD, WALLET, draws)
    rows.time = own_residue(time, LOCAL)
    return rows


def _paid(
    people: People,
    market: Market,
    stream: int,
    who: NDArray[np.int32],
    day: NDArray[np.int64],
    style: NDArray[np.uint8],
    paise: NDArray[np.float64],
    mcc: str,
    slot: int,
    draws: NDArray[np.uint64],
) -> Rows:
    """Payments from the first bank account into the same customer's card or wallet."""
    n = len(who)
    category = np.full(n, next(index for index, row in enumerate(people.calibration.categories) if row.mcc == mcc), np.uint8)
    time = day * DAY + time_of_day(people, people.segment[who], HOURS_OF[style], draws)
    return Rows.of(
        stream,
        n,
        time=own_residue(time, LOCAL),
        payer=who,
        payer_slot=np.full(n, PRIMARY, np.uint8),
        payee=who,
        payee_slot=np.full(n, slot, np.uint8),
        merchant=market.online(category, mix64(people.index.astype(np.uint64)[who], slot)),
        category=category,
        place=people.place[who],
        style=style,
        amount=paise,
    )


def _within(people: People, rows: Rows) -> Rows:
    """Bills due inside the period and each customer's window; items numbered afresh."""
    start = people.active_from[rows.payer] * DAY
    kept = rows.take(
        inside(people.population.period, rows.time)
        & (rows.time >= start)
        & (rows.time < start + people.population.window_days * DAY + HOUR)
    )
    kept.item = np.arange(len(kept))
    return kept
