"""People buy: by UPI, card, wallet and net banking, at favourite shops and new ones, at home, on trips and online."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.payments.amounts import Tickets
from synfin_core.payments.moments import LOCAL, moments, own_residue
from synfin_core.payments.rates import SCHEDULED_P2M
from synfin_core.payments.rows import Rows
from synfin_core.payments.styles import CODE, HOURS_OF, codes
from synfin_core.randomness import U64, Pick, Streams, chance, mix64
from synfin_core.timeline import DAY, DAY_CURVES, Period
from synfin_core.world.merchants import Market
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, PRIMARY, SECOND, WALLET

UPI, CARD, PURSE, NET = range(4)
SECOND_SHARE = 0.25  # of a two-account holder's payments made from the second, assumed
FAVOURITES = 12  # shops a customer returns to (loyalty.favourites_per_customer 6-20), Zipf with s = 0.9, assumed
NEARBY, FAR = 0.045, 0.025  # share in the same state, in another one (merchants.yaml distance), assumed
PURSE_DAMPING = 0.8  # how far a purchase follows the purse; 1 fully, assumed
AFFORDABLE = 0.35  # redraw a category whose mean ticket exceeds this share of a month's income, once, assumed
CREDIT_SHARE = 0.84  # of card purchases, credit cards on UPI included (payments.yaml cards, rupay_cc_upi), derived
TICKET_FIT = 0.90  # UPI tickets rise by about a tenth when made affordable, festive and round; this takes it back, assumed
CATEGORY_FIT = {"6211": 1.25}  # the same where the purse weighs most; so that the published value share comes out, assumed
ALWAYS_IN_REACH = ("6211",)  # investments follow the purse, assumed
LITE_SHARE = 0.06  # of purchases in shops made with UPI Lite where small enough, assumed
ON_UPI_SHARE = 0.33  # of credit-card purchases in shops made by UPI, so that rupay_cc_upi's count comes out, assumed


@dataclass(frozen=True)
class Basket:
    """What one way of paying buys: chance, mean ticket and spread of each category."""

    categories: Pick
    tickets: Tickets


@lru_cache(maxsize=8)
def baskets(calibration: Calibration) -> tuple[Basket, ...]:
    """Baskets of UPI, card, wallet and net banking (merchants.yaml generator_mix, card_share, card_ticket)."""
    rows = calibration.categories
    free = np.array([row.mcc not in SCHEDULED_P2M for row in rows])
    volume = np.array([row.volume for row in rows])
    ticket = np.array([row.ticket for row in rows])
    card = np.array([row.card_share for row in rows])
    online = np.array([row.online_share for row in rows])
    card_ticket = 54.6 * ticket**0.6
    spread = np.sqrt(np.maximum(np.array([row.sigma for row in rows]) ** 2 - purse_variance(calibration), 0.36))
    by_card = volume * ticket * card / np.maximum(1 - card, 0.05) / card_ticket
    fit = np.array([CATEGORY_FIT.get(row.mcc, TICKET_FIT) for row in rows])
    return (
        Basket(Pick(everyday(calibration)), Tickets(ticket * fit, spread)),
        Basket(Pick(by_card * (free | (card > 0.15))), Tickets(card_ticket * 1.05, spread)),
        Basket(Pick(volume * free * (ticket < 700)), Tickets(np.minimum(ticket * 1.35, 600), spread)),
        Basket(Pick(volume * ticket * online), Tickets(np.maximum(ticket * 1.6, 1200), spread)),
    )


@lru_cache(maxsize=2)
def everyday(calibration: Calibration) -> NDArray[np.float64]:
    """How often each category is bought by UPI on a day without a festival; any scale."""
    volume = np.array([row.volume for row in calibration.categories])
    free = np.array([row.mcc not in SCHEDULED_P2M for row in calibration.categories])
    return np.maximum(volume - festive_volume(calibration), 0.5 * volume) * free


@lru_cache(maxsize=2)
def festive_volume(calibration: Calibration) -> NDArray[np.float64]:
    """Share of a year's purchases that festivals move to each category; the published shares hold them already."""
    year = Period(date(2025, 1, 1), date(2025, 12, 31), calibration)
    state = np.array([one.weight for one in calibration.states])
    curve = year.day_weights[DAY_CURVES.index("upi_p2m")] / year.days
    moved = state[:, None] * curve * year.festival_chance[0]
    choices, counts = _festival_categories(calibration)
    volume = np.zeros(len(calibration.categories))
    for festival, count in enumerate(counts):
        volume[choices[festival, :count]] += moved[year.festival_of[0] == festival].sum() / count
    return volume


@lru_cache(maxsize=2)
def purse_variance(calibration: Calibration) -> float:
    """Variance of log purse over purchases; the categories' own spread is what remains."""
    return PURSE_DAMPING**2 * _purse_moments(calibration)[1]


@lru_cache(maxsize=2)
def _purse_moments(calibration: Calibration) -> tuple[float, float, float]:
    """(mean ticket, variance of log ticket, mean of ticket**damping) over purchases, by 64 incomes a segment."""
    weights, tickets = [], []
    for segment in calibration.segments:
        count = segment.upi_txns * (1 - segment.p2p_count_share)
        low, high = segment.income_month
        grid = (np.arange(64) + 0.5) / 64
        income = low * (high / low) ** grid if low > 0 else np.maximum(high * grid, 500.0)
        tickets.append(segment.p2m_out * income / count)
        weights.append(np.full(64, segment.pop_share * count / 64))
    ticket, weight = np.concatenate(tickets), np.concatenate(weights)
    weight /= weight.sum()
    logs = np.log(ticket)
    return float(weight @ ticket), float(weight @ (logs - weight @ logs) ** 2), float(weight @ ticket**PURSE_DAMPING)


def purse(people: People) -> NDArray[np.float64]:
    """Each customer's tickets over the average ones; mean 1 over purchases."""
    return (people.p2m_ticket * people.activity) ** PURSE_DAMPING / _purse_moments(people.calibration)[2]


def shop(people: People, market: Market, streams: Streams, stream: int, n: int, way: int) -> Rows:
    """n purchases of one way of paying."""
    calibration = people.calibration
    basket = baskets(calibration)[way]
    who = _buyers(people, way).draw(streams, "who", n).astype(np.int32)
    category = _categories(people, basket, streams, n, who)
    noise = streams.raw("shop", n)
    remote = chance(streams.raw("remote", n), _online(calibration, way)[category])
    style = _styles(people, streams, n, way, who, remote)
    curve = "card" if way == CARD else "upi_p2m"
    time = own_residue(moments(people, who, HOURS_OF[style], curve, streams.raw("when", n)), LOCAL)
    category = _festive(people, who, category, time, streams.raw("festival", n), basket, int(way == CARD))
    place = people.place_at(who, time)
    place = _where(calibration, place, streams.u16("where", n), noise, remote)
    merchant = _merchants(market, people, who, place, category, remote, noise, _repeat(calibration)[category])
    amount = basket.tickets.draw(category, streams.u16("amount", n)) * purse(people)[who]
    return Rows.of(
        stream,
        n,
        time=time,
        payer=who,
        payer_slot=_slots(people, streams, n, way, who, style),
        merchant=merchant,
        category=category,
        place=place,
        style=abroad(market, merchant, style),
        amount=amount,
    )


def _buyers(people: People, way: int) -> Pick:
    weight = people.p2m_rate
    if way == CARD:  # credit cards hold 0.79 of card purchases; heavier purses use them more
        credit = people.has_card * np.sqrt(people.income)
        debit = np.sqrt(people.income)
        return Pick(CREDIT_SHARE * credit / max(credit.sum(), 1e-9) + (1 - CREDIT_SHARE) * debit / debit.sum())
    if way == PURSE:
        return Pick(np.where(people.has_wallet, weight, 0) if people.has_wallet.any() else weight)
    return Pick(people.income if way == NET else weight)


def _categories(people: People, basket: Basket, streams: Streams, n: int, who: NDArray[np.int32]) -> NDArray[np.uint8]:
    """A category from the basket; one that is out of reach is drawn again, once."""
    category = basket.categories.draw(streams, "category", n).astype(np.uint8)
    again = basket.categories.draw(streams, "category again", n).astype(np.uint8)
    always = np.array([row.mcc in ALWAYS_IN_REACH for row in people.calibration.categories])
    reach = (basket.tickets.means[category] > AFFORDABLE * people.income[who]) & ~always[category]
    return np.where(reach, again, category)


def _online(calibration: Calibration, way: int) -> NDArray[np.float64]:
    share = np.array([row.online_share for row in calibration.categories])
    return np.ones(len(share)) if way == NET else share


def _repeat(calibration: Calibration) -> NDArray[np.float64]:
    return np.array([row.repeat_share for row in calibration.categories])


def _styles(
    people: People, streams: Streams, n: int, way: int, who: NDArray[np.int32], remote: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    draws = streams.u16("style", n)
    if way == UPI:
        near = codes("upi_qr", "upi_lite")[(draws < LITE_SHARE * 65_536).astype(np.int8)]
        return np.where(remote, codes("upi_intent", "upi_collect_shop")[(draws < 2_000).astype(np.int8)], near)
    if way == CARD:
        credit = people.has_card[who] & (streams.u16("which card", n) < 0.97 * 65_536)
        tap = (draws < 30_000).astype(np.int8)
        near = np.where(credit, codes("credit_chip", "credit_tap")[tap], codes("debit_chip", "debit_tap")[tap])
        on_upi = credit & ~remote & (streams.u16("on upi", n) < ON_UPI_SHARE * 65_536)
        near = np.where(on_upi, CODE["upi_credit"], near)
        return np.where(remote, np.where(credit, CODE["credit_ecom"], CODE["debit_ecom"]), near).astype(np.uint8)
    if way == PURSE:
        return np.where(remote, CODE["wallet_online"], CODE["wallet_pay"]).astype(np.uint8)
    return np.full(n, CODE["net_shop"], np.uint8)


def _slots(
    people: People, streams: Streams, n: int, way: int, who: NDArray[np.int32], style: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Which account pays."""
    if way == PURSE:
        return np.full(n, WALLET, np.uint8)
    second = people.has_second[who] & (streams.u16("account", n) < SECOND_SHARE * 65_536)
    bank = np.where(second, SECOND, PRIMARY).astype(np.uint8)
    credit = np.isin(np.arange(len(HOURS_OF)), codes("credit_tap", "credit_chip", "credit_ecom", "credit_abroad", "upi_credit"))
    return np.where(credit[style], CREDIT_CARD, bank).astype(np.uint8)


def _festive(
    people: People,
    who: NDArray[np.int32],
    category: NDArray[np.uint8],
    time: NDArray[np.int64],
    draws: U64,
    basket: Basket,
    by_card: int,
) -> NDArray[np.uint8]:
    """Festival days move part of the shopping to the festival's own categories (calendar.yaml lift_rules)."""
    period = people.population.period
    cell = people.state[who].astype(np.int64) * period.days + time // DAY
    moved = np.flatnonzero(chance(draws, period.festival_chance[by_card].reshape(-1)[cell]))
    if not len(moved):
        return category
    wanted = _festival_categories(people.calibration)
    which = period.festival_of[by_card].reshape(-1)[cell[moved]]
    choice = (draws[moved] & np.uint64(0xFF)).astype(np.int64) % wanted[1][which]
    category = category.copy()
    new = wanted[0][which, choice].astype(np.uint8)
    affordable = basket.tickets.means[new] <= AFFORDABLE * people.income[who[moved]]
    category[moved[affordable]] = new[affordable]
    return category


@lru_cache(maxsize=2)
def _festival_categories(calibration: Calibration) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """([festival, choice] category, number of choices); all categories where the festival lists none."""
    position = {row.mcc: index for index, row in enumerate(calibration.categories)}
    lists = [[position[mcc] for mcc in festival.categories] or list(range(len(position))) for festival in calibration.festivals]
    table = np.zeros((len(lists), len(position)), np.int64)
    for row, choices in enumerate(lists):
        table[row, : len(choices)] = choices
    return table, np.array([len(choices) for choices in lists])


def _where(
    calibration: Calibration, place: NDArray[np.uint8], draws: NDArray[np.uint16], noise: U64, remote: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """The town of a purchase: where the customer is, now and then elsewhere in the state or beyond."""
    near, anywhere = _towns(calibration)
    pick = (noise >> np.uint64(58)).astype(np.int64)
    out = np.flatnonzero((draws < (NEARBY + FAR) * 65_536) & ~remote)
    place = place.copy()
    place[out] = np.where(draws[out] < NEARBY * 65_536, near[place[out], pick[out]], anywhere[pick[out]])
    return place


@lru_cache(maxsize=2)
def _towns(calibration: Calibration) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """([place, 64] towns of the same state, [64] towns of the country), by weight."""
    weight = np.array([place.weight for place in calibration.places])
    state = np.array([place.state for place in calibration.places])
    marks = (np.arange(64) + 0.5) / 64

    def spread(weights: NDArray[np.float64]) -> NDArray[np.uint8]:
        return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), marks), len(weights) - 1).astype(np.uint8)

    return np.array([spread(weight * (state == own)) for own in state]), spread(weight)


def _merchants(
    market: Market,
    people: People,
    who: NDArray[np.int32],
    place: NDArray[np.uint8],
    category: NDArray[np.uint8],
    remote: NDArray[np.bool_],
    noise: U64,
    repeat: NDArray[np.float64],
) -> NDArray[np.int32]:
    """A favourite shop again (by rank, Zipf), or any shop of the kind."""
    rank = _zipf()[(noise & np.uint64(0xFF)).astype(np.int64)].astype(np.uint64)
    person = people.index.astype(np.uint64)[who]
    favourite = mix64((person << np.uint64(16)) | (category.astype(np.uint64) << np.uint64(8)) | rank, 0x5EED)
    hashes = np.where(chance(noise, repeat), favourite, noise >> np.uint64(8))
    near = market.local(place, category, hashes)
    away = np.flatnonzero(remote)
    near[away] = market.online(category[away], hashes[away])
    return near


@lru_cache(maxsize=1)
def _zipf() -> NDArray[np.int64]:
    """Rank of the favourite for each of 256 equal cells."""
    weights = 1.0 / np.arange(1, FAVOURITES + 1) ** 0.9
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), (np.arange(256) + 0.5) / 256), FAVOURITES - 1)


def abroad(market: Market, merchant: NDArray[np.int32], style: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A credit card paid at a seller abroad asks for no second factor."""
    return np.where((style == CODE["credit_ecom"]) & (market.country[merchant] > 0), CODE["credit_abroad"], style).astype(np.uint8)
