"""The honest life of one shard's customers over the whole period, told in order; exactly as many rows as its quota."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments import (
    bills,
    business,
    cash,
    income,
    insufficient,
    own_transfers,
    prepaid,
    shopping,
    transfers,
)
from synfin_core.payments.budget import fit_to_income, make_round, within_limit
from synfin_core.payments.declines import outcome
from synfin_core.payments.followers import with_followers
from synfin_core.payments.moments import separate
from synfin_core.payments.rates import rates_of
from synfin_core.payments.rows import Moves, Rows, among
from synfin_core.randomness import Streams, mix64
from synfin_core.world.merchants import Market
from synfin_core.world.people import People
from synfin_core.world.population import N_LINKS, TOWN_LINK

SHOP, CARD, WALLET, TOLL, NET, OUT, IN, BANK_OUT, BANK_IN, ATM, AEPS = range(11)
BUSINESS, BILLS, INCOME, CARD_BILLS, LOADS, OWN, LINKS = 11, 15, 16, 17, 18, 19, 20
LINK_SHARES = (0.4, 0.2, 0.2, 0.2)  # of linked transfers: the town, and three other shards, assumed
GIVE_WAY = 0.4  # of a customer's purchases give way before the next customer's do, assumed
SLACK = 256  # rows beyond those asked for, among which one stands alone
_ITEM_BITS = 26
_FREE = (SHOP, CARD, NET, OUT, BANK_OUT)  # spending that follows income


@dataclass(frozen=True)
class Quota:
    """What a shard makes: rows in all, customer-months of activity at the run's scale, and rows of each link."""

    rows: int
    customer_months: float
    scale: float
    links: tuple[int, ...]


@dataclass(frozen=True)
class Life:
    """Honest rows (amounts in paise), transfers received from other shards, and what the balances rest on."""

    rows: Rows
    received: Rows
    raised: NDArray[np.bool_]


def live(people: People, partners: list[People], market: Market, quota: Quota) -> Life:
    """Everything these customers do when nobody steals."""
    streams = people.population.streams("payments", people.shard)
    links = [transfers.linked(people, partners[link], link, quota.links[link], LINKS + link) for link in range(N_LINKS)]
    paid = Rows.join([link.paid for link in links])
    received = Rows.join([link.received for link in links])
    drawn = _drawn(people, market, streams, quota)
    timed = [
        bills.pay(people, market, streams, BILLS, quota.scale),
        income.receive(people, streams, INCOME, quota.scale),
    ]
    _settle_attempts(people, timed, streams)
    prepaid_rows = _prepaid(people, market, streams, drawn)
    n_own = _count(streams, "own", rates_of(people.calibration).own * quota.customer_months)
    fixed_rows = [*timed, *prepaid_rows, paid]
    others = sum(map(len, [*drawn.values(), *fixed_rows])) + n_own
    drawn[SHOP] = _stream(people, market, streams, SHOP, max(quota.rows - others, 0))
    rows = Rows.join([*drawn.values(), *fixed_rows])
    _price(people, rows, received, streams)
    rows, raised = _balance(people, rows, received, streams, n_own)
    return Life(rows, received, raised)


def _drawn(people: People, market: Market, streams: Streams, quota: Quota) -> dict[int, Rows]:
    """Streams that follow no timetable, but for the shopping that fills the quota."""
    rates = rates_of(people.calibration, people.population.spec.rails)
    wanted = {
        CARD: rates.card,
        WALLET: rates.wallet,
        TOLL: rates.toll,
        NET: rates.net_shop,
        OUT: rates.transfer_out,
        IN: rates.transfer_in,
        BANK_OUT: rates.bank_out,
        BANK_IN: rates.bank_in,
        ATM: rates.atm,
        AEPS: rates.aeps,
    }
    wanted |= {BUSINESS + number: rate for number, rate in enumerate(rates.business.values())}
    return {
        stream: _stream(people, market, streams, stream, _count(streams, f"count {stream}", rate * quota.customer_months))
        for stream, rate in wanted.items()
    }


def _count(streams: Streams, name: str, expected: float) -> int:
    """A whole number near the expected one, up or down by chance."""
    return int(expected + streams.unit(name, 1)[0])


def _stream(people: People, market: Market, streams: Streams, stream: int, n: int) -> Rows:
    """n rows of one stream with their outcomes and followers."""
    own = people.population.streams("payments", people.shard, stream)
    rows = _habit(people, market, own, stream, n)
    rows.status, rows.reason = outcome(people, rows.payer, rows.payer_slot, rows.style, own.u16("fate", n))
    return with_followers(people, rows, own) if stream in _FREE or stream == WALLET else rows


def _habit(people: People, market: Market, own: Streams, stream: int, n: int) -> Rows:
    ways = {SHOP: shopping.UPI, CARD: shopping.CARD, WALLET: shopping.PURSE, NET: shopping.NET}
    if stream in ways:
        return shopping.shop(people, market, own, stream, n, ways[stream])
    if stream >= BUSINESS:
        return business.trade(people, own, stream, list(business.SHAPES)[stream - BUSINESS], n)
    return {
        TOLL: lambda: cash.tolls(people, own, stream, n),
        OUT: lambda: transfers.outside_out(people, own, stream, n),
        IN: lambda: transfers.outside_in(people, own, stream, n),
        BANK_OUT: lambda: transfers.by_bank(people, own, stream, n, incoming=False),
        BANK_IN: lambda: transfers.by_bank(people, own, stream, n, incoming=True),
        ATM: lambda: cash.withdraw(people, own, stream, n, agent=False),
        AEPS: lambda: cash.withdraw(people, own, stream, n, agent=True),
    }[stream]()


def _settle_attempts(people: People, parts: list[Rows], streams: Streams) -> None:
    """Outcomes of rows that have no followers: nothing of theirs can be reversed later."""
    for rows in parts:
        if len(rows):
            draws = streams.u16(f"fate {rows.stream[0]}", len(rows))
            rows.status, rows.reason = outcome(people, rows.payer, rows.payer_slot, rows.style, draws)
            rows.status = np.minimum(rows.status, 1)


def _prepaid(people: People, market: Market, streams: Streams, drawn: dict[int, Rows]) -> list[Rows]:
    """Card bills and wallet loads; they rest on amounts that are final."""
    within_limit(people, drawn[CARD])
    spending = Rows.join([drawn[WALLET], drawn[TOLL]])
    for rows, name in ((drawn[CARD], "round card"), (spending, "round wallet")):
        rows.amount = _final(rows, streams, name)
    drawn[WALLET], drawn[TOLL] = (
        spending.take(slice(0, len(drawn[WALLET]))),
        spending.take(slice(len(drawn[WALLET]), None)),
    )
    return [
        prepaid.card_bills(people, market, drawn[CARD], streams, CARD_BILLS),
        prepaid.wallet_loads(people, market, spending, streams, LOADS),
    ]


def _final(rows: Rows, streams: Streams, name: str) -> NDArray[np.float64]:
    make_round(rows, rows.stream == TOLL, Streams(streams.key(name)))
    return rows.amount


def _price(people: People, rows: Rows, received: Rows, streams: Streams) -> None:
    """Amounts of everything in paise: free spending fitted to income and made round."""
    in_paise = among(rows.stream, CARD, WALLET, TOLL, CARD_BILLS, LOADS) | (rows.stream >= LINKS)
    paise = rows.amount.copy()
    rows.amount[in_paise] /= 100
    free = among(rows.stream, SHOP, NET, OUT, BANK_OUT)
    fit_to_income(people, rows, free, received)
    from_outside = among(rows.stream, IN, BANK_IN)
    make_round(rows, ~free & ~from_outside, Streams(streams.key("round")))
    rows.amount[in_paise] = paise[in_paise]


def _balance(people: People, rows: Rows, received: Rows, streams: Streams, n_own: int) -> tuple[Rows, NDArray[np.bool_]]:
    """Own transfers so that no balance falls below its floor; then why each decline happened; then distinct instants."""
    flow = own_transfers.bank_flow(Moves.of([rows, received]))
    own, balance = own_transfers.move(people, flow, streams, OWN, n_own)
    raised = insufficient.settle_reasons(people, rows, flow, balance, streams.key("insufficient"))
    rows = Rows.join([rows, own])
    local = (rows.stream < LINKS) | (rows.status != 0)
    rows.time[local] = separate(rows.time[local])
    return rows, np.concatenate([raised, np.zeros(len(own), bool)])


def giving_way(life: Life, n: int, spared: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The n rows that give way, none of them spared; a purchase and its follower go together."""
    order, related = droppable(life, n + SLACK + int(spared.sum())), life.rows.related
    order = order[~spared[order]]
    chosen = order[:n]
    if 0 < n < len(order) and related[order[n]] == order[n - 1]:
        rest = order[n + 1 :]
        alone = (related[rest] < 0) & (np.append(related[rest[1:]], -1) != rest)
        chosen[-1] = rest[np.flatnonzero(alone)[0]]
    return chosen


def droppable(life: Life, n: int) -> NDArray[np.int64]:
    """The first n rows (or all) in the order in which they give way to others: outflows only, so that balances hold.

    Shopping first, of a few customers at a time and never all of theirs, so that most balances stay what they were;
    then, in tiny runs, other spending in keyed order.
    """
    rows = life.rows
    shop = np.flatnonzero((rows.stream == SHOP) & ((rows.payer >= 0) | (rows.related >= 0)))
    turn = _turn(rows, shop)
    if n < len(shop):
        early = np.flatnonzero(turn <= np.partition(turn, n)[n])  # turns are distinct
        return shop[early[np.argsort(turn[early])]]
    tied = np.zeros(len(rows), bool)
    tied[rows.related[rows.related >= 0]] = True
    loose = (rows.related < 0) & ~tied & (rows.payer >= 0) & (rows.payee < 0) & (rows.stream != SHOP)
    loose &= rows.stream < LINKS  # another shard counts on what it is paid
    other = np.flatnonzero(loose | ((rows.payer < 0) & (rows.payee < 0)))
    order = np.argsort(
        mix64((rows.stream[other].astype(np.uint64) << np.uint64(32)) + rows.item[other].astype(np.uint64)),
        kind="stable",
    )
    return np.concatenate([shop[np.argsort(turn)], other[order]])


def _turn(rows: Rows, shop: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A distinct number for each row of shopping: by round, then customer, then purchase; a follower just after its purchase."""
    root = np.where(rows.related[shop] >= 0, rows.related[shop], shop)
    item = rows.item[root].astype(np.uint64)
    noise = mix64(item, 0xD20)
    turn = ((noise >> np.uint64(32)).astype(np.float64) / (GIVE_WAY * 2.0**32)).astype(np.uint64)
    customer = mix64(rows.payer[root].astype(np.uint64), 0xD21) >> np.uint64(32)
    scattered = (item * np.uint64(0x9E3779B1)) & np.uint64((1 << _ITEM_BITS) - 1)
    key = ((turn << np.uint64(26)) | (customer >> np.uint64(6))) << np.uint64(_ITEM_BITS)
    return ((key | scattered) << np.uint64(1)) | (rows.related[shop] >= 0).astype(np.uint64)


__all__ = ["TOWN_LINK", "Life", "Quota", "giving_way", "live"]
