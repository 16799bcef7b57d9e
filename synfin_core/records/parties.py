"""The tables of who exists: customers, accounts, cards, devices, merchants, places."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.ledger import accounts as ledger_accounts
from synfin_core.randomness import mix64
from synfin_core.records.arrow import ids, rupees, table, text
from synfin_core.world.merchants import ABROAD, Market
from synfin_core.world.names import customer_names
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, PRIMARY, SECOND, SLOTS, WALLET, Population
from synfin_core.world.shop_names import merchant_names

WALLETS = ("Paytm Wallet", "PhonePe Wallet", "Amazon Pay Wallet", "MobiKwik Wallet")  # recollected
BRANDS = {
    "Xiaomi": 0.237,
    "Vivo": 0.207,
    "Samsung": 0.177,
    "Oppo": 0.132,
    "Realme": 0.088,
    "OnePlus": 0.021,
    "Motorola": 0.015,
    "Others": 0.123,
}  # people.yaml (pulse)
NETWORKS = {
    "credit": (("Visa", 0.46), ("Mastercard", 0.36), ("RuPay", 0.16), ("Amex or Diners", 0.02)),
    "debit": (("RuPay", 0.58), ("Visa", 0.27), ("Mastercard", 0.15)),
}  # payments.yaml network_share_assumed, recollected
OCCUPATIONS = {
    "student": "student",
    "gig_worker": "delivery or ride partner",
    "casual_labour": "daily-wage worker",
    "farmer": "farmer",
    "micro_merchant": "shopkeeper",
    "salaried_entry": "office staff",
    "salaried_mid": "manager or engineer",
    "affluent_pro": "senior professional",
    "business_owner": "business owner",
    "homemaker": "homemaker",
    "pensioner": "retired",
    "unemployed_youth": "looking for work",
}
_BRACKETS = ("under 2.5 lakh", "2.5-5 lakh", "5-10 lakh", "10-25 lakh", "over 25 lakh")
_BRACKET_EDGES = np.array([250_000, 500_000, 1_000_000, 2_500_000])
_HANDLES = ("ybl", "okaxis", "oksbi", "paytm", "apl", "upi")


def bank_words(population: Population) -> tuple[str, ...]:
    """Names of banks, then of wallet companies; letters where the spec asks for them."""
    banks = [bank.name for bank in population.period.calibration.banks]
    if population.spec.bank_names == "letters":
        banks = [f"Bank {chr(65 + index // 26) if index >= 26 else ''}{chr(65 + index % 26)}" for index in range(len(banks))]
    return (*banks, *WALLETS)


def bank_of_accounts(people: People) -> NDArray[np.int64]:
    """Index into `bank_words` of each account: customer * SLOTS + slot."""
    n_banks = len(people.calibration.banks)
    table_ = np.empty((len(people), SLOTS), np.int64)
    table_[:, PRIMARY], table_[:, SECOND] = people.bank, people.second_bank
    table_[:, CREDIT_CARD] = people.bank
    table_[:, WALLET] = n_banks + people.index % len(WALLETS)
    return table_.reshape(-1)


def _uniform(people: People, name: str) -> NDArray[np.float64]:
    return people.population.streams("attributes", people.shard).unit(name, len(people))


def customers(people: People) -> pa.Table:
    """One row a customer."""
    calibration, population, n = people.calibration, people.population, len(people)
    places = calibration.places
    age_days = (_uniform(people, "joined") * 3_000).astype(np.int64) + 30
    start = np.datetime64(population.period.start)
    handle = [
        f"{customer % 10**9}@{_HANDLES[customer % len(_HANDLES)]}.invalid"
        for customer in population.customer_ids(people.index).tolist()
    ]
    names, languages = customer_names(people)
    segments = [segment.id for segment in calibration.segments]
    savvy = np.clip(0.35 + 0.006 * people.of_segment("upi_txns") + 0.15 * (_uniform(people, "savvy") - 0.5), 0, 1)
    category = np.minimum(
        np.searchsorted(np.cumsum([row.volume for row in calibration.categories]), _uniform(people, "category")), 46
    )
    return table(
        "customers",
        {
            "customer_id": ids(population.customer_ids(people.index)),
            "name": names,
            "gender": text(people.is_female.astype(np.int8), ("male", "female")),
            "age": people.age,
            "segment": text(people.segment, segments),
            "occupation": text(people.segment, [OCCUPATIONS[name] for name in segments]),
            "language": languages,
            "income_month_inr": people.income,
            "income_bracket": text(np.searchsorted(_BRACKET_EDGES, people.income * 12, side="right"), _BRACKETS),
            "city": text(people.place, [place.city for place in places]),
            "state": text(people.state, [state.code for state in calibration.states]),
            "region": text(people.state, [state.region for state in calibration.states]),
            "tier": text(people.place, [place.tier for place in places]),
            "pin_code": [
                f"{places[place].pin3[:3]}{number:03d}"
                for place, number in zip(people.place.tolist(), (_uniform(people, "pin") * 100).astype(int).tolist(), strict=True)
            ],
            "latitude": np.array([place.latitude for place in places])[people.place] + 0.08 * (_uniform(people, "north") - 0.5),
            "longitude": np.array([place.longitude for place in places])[people.place] + 0.08 * (_uniform(people, "east") - 0.5),
            "is_urban": np.array([not place.city.startswith("Other ") for place in places])[people.place]
            | (_uniform(people, "urban") < 0.25),
            "digital_savviness": savvy,
            "risk_profile": text((_uniform(people, "risk") * 3).astype(np.int64), ("conservative", "balanced", "adventurous")),
            "preferred_rail": text(np.zeros(n, np.int8), ("UPI",)),
            "favourite_category": text(category, [row.name for row in calibration.categories]),
            "loyalty": 0.4 + 0.5 * _uniform(people, "loyalty"),
            "trips_per_year": (_uniform(people, "trips") * 7).astype(np.int64),
            "online_preference": np.clip(savvy - 0.2, 0, 1),
            "mobile": [f"{6 + number % 4}XXXXX{number % 10_000:04d}" for number in population.customer_ids(people.index).tolist()],
            "email": [f"customer{number}@example.com" for number in population.customer_ids(people.index).tolist()],
            "upi_handle": handle,
            "joined_on": (start - age_days.astype("timedelta64[D]")),
        },
    )


def accounts(people: People, lift: NDArray[np.int64]) -> pa.Table:
    """One row an account that exists; `lift` is what openings had to rise by (zero in a sound run)."""
    population, n = people.population, len(people)
    opening, floor = ledger_accounts(people)
    opening = opening + lift
    holds = np.ones((n, SLOTS), bool)
    holds[:, SECOND], holds[:, CREDIT_CARD], holds[:, WALLET] = people.has_second, people.has_card, people.has_wallet
    at = np.flatnonzero(holds.reshape(-1))
    who, slot = at // SLOTS, at % SLOTS
    kind = np.where(slot == CREDIT_CARD, 2, np.where(slot == WALLET, 3, np.where((slot == PRIMARY) & people.is_current[who], 1, 0)))
    banks = bank_of_accounts(people)[at]
    number = population.account_ids(people.index[who], slot)
    ifsc = [bank.ifsc for bank in people.calibration.banks]
    branch = [
        f"{ifsc[bank]}0Z{value % 100_000:05d}" if bank < len(ifsc) else None
        for bank, value in zip(banks.tolist(), number.tolist(), strict=True)
    ]
    opened = np.datetime64(population.period.start) - (
        (mix64(number.astype(np.uint64)) % np.uint64(3_000)).astype(np.int64) + 30
    ).astype("timedelta64[D]")
    return table(
        "accounts",
        {
            "account_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "account_type": text(kind, ("savings", "current", "credit card", "wallet")),
            "bank": text(banks, bank_words(population)),
            "branch_code": pa.array(branch, pa.string()).dictionary_encode(),
            "opened_on": opened,
            "opening_balance_inr": rupees(opening[at]),
            "floor_inr": rupees(floor[at]),
        },
    )


def cards(people: People) -> pa.Table:
    """A debit card for everybody, a credit card for its holders."""
    population, n = people.population, len(people)
    who = np.concatenate([np.arange(n), np.flatnonzero(people.has_card)])
    credit = np.arange(len(who)) >= n
    slot = np.where(credit, CREDIT_CARD, PRIMARY)
    number = population.account_ids(people.index[who], slot)
    draws = (mix64(number.astype(np.uint64), 5) >> np.uint64(11)) * 2.0**-53
    networks = [name for name, _ in NETWORKS["credit"]]
    code = np.empty(len(who), np.int64)
    for kind, mine in (("credit", credit), ("debit", ~credit)):
        edges = np.cumsum([share for _, share in NETWORKS[kind]])
        names = np.array([networks.index(name) for name, _ in NETWORKS[kind]])
        code[mine] = names[np.minimum(np.searchsorted(edges, draws[mine]), len(names) - 1)]
    return table(
        "cards",
        {
            "card_id": ids(mix64(number.astype(np.uint64), 9).astype(np.int64) & ((1 << 48) - 1)),
            "account_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "card_type": text(credit.astype(np.int8), ("debit", "credit")),
            "network": text(code, networks),
            "last_four": [f"{value % 10_000:04d}" for value in number.tolist()],
        },
    )


def devices(people: People, thief_ordinal: int, robbed: NDArray[np.int64]) -> pa.Table:
    """Every device a customer used, and those that thieves bound."""
    population, days = people.population, people.population.period.days
    last = people.device_by_day[:, -1].astype(np.int64)
    who = np.repeat(np.arange(len(people)), last + 1)
    ordinal = np.arange(len(who)) - np.repeat(np.cumsum(last + 1) - last - 1, last + 1)
    first = np.array(
        [np.searchsorted(people.device_by_day[one], number) for one, number in zip(who.tolist(), ordinal.tolist(), strict=True)],
        np.int64,
    )
    first = np.where(ordinal == 0, -30 - (people.index[who] * 37 % 600), np.minimum(first, days - 1))
    who, ordinal = np.concatenate([who, robbed]), np.concatenate([ordinal, np.full(len(robbed), thief_ordinal)])
    first = np.concatenate([first, np.zeros(len(robbed), np.int64)])
    number = population.device_ids(people.index[who], ordinal)
    from synfin_core.records.payments import is_ios_device

    ios = is_ios_device(population.keys.key("os"), people.index[who])
    brands = list(BRANDS)
    brand = np.minimum(
        np.searchsorted(np.cumsum(list(BRANDS.values())), (mix64(number.astype(np.uint64), 2) >> np.uint64(11)) * 2.0**-53),
        len(brands) - 1,
    )
    return table(
        "devices",
        {
            "device_id": ids(number),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "brand": text(np.where(ios, len(brands), brand), [*brands, "Apple"]),
            "os": text(ios.astype(np.int8), ("Android", "iOS")),
            "first_seen_on": np.datetime64(population.period.start) + first.astype("timedelta64[D]"),
        },
    )


def merchants(market: Market, used: NDArray[np.bool_]) -> pa.Table:
    """Every merchant that traded in the run."""
    at = np.flatnonzero(used)
    population = market.population
    calibration = population.period.calibration
    place = market.place[at]
    draws = (mix64(market.ids[at].astype(np.uint64), 3) >> np.uint64(11)) * 2.0**-53
    size = np.digitize(market.size[at], [0.6, 2.0, 6.0])
    abroad = market.country[at] > 0
    start = population.period.start
    return table(
        "merchants",
        {
            "merchant_id": ids(market.ids[at]),
            "name": merchant_names(market, at),
            "mcc": text(market.category[at], [row.mcc for row in calibration.categories]),
            "category": text(market.category[at], [row.name for row in calibration.categories]),
            "sub_category": text(
                market.category[at] * 3 + (draws * 3).astype(np.int64),
                [f"{row.name}, {kind}" for row in calibration.categories for kind in ("everyday", "speciality", "premium")],
            ),
            "size": text(size, ("micro", "small", "medium", "large")),
            "is_chain": pa.array(market.is_chain[at]),
            "is_online": pa.array(market.is_online[at]),
            "city": text(place, [one.city for one in calibration.places]),
            "state": text(place, [calibration.states[one.state].code for one in calibration.places]),
            "country": text(market.country[at], ("IN", *ABROAD)),
            "latitude": pa.array(np.array([one.latitude for one in calibration.places], np.float32)[place], mask=abroad),
            "longitude": pa.array(np.array([one.longitude for one in calibration.places], np.float32)[place], mask=abroad),
            "acquirer": text((draws * 27).astype(np.int64), bank_words(population)[:27]),
            "onboarded_on": [start - timedelta(days=int(30 + value * 2_000)) for value in draws.tolist()],
            "reputation": (0.5 + 0.5 * draws).astype(np.float32),
        },
    )


def places(population: Population) -> pa.Table:
    """All towns."""
    calibration = population.period.calibration
    rows, states = calibration.places, calibration.states
    return table(
        "places",
        {
            "city": [row.city for row in rows],
            "state": [states[row.state].code for row in rows],
            "state_name": [states[row.state].name for row in rows],
            "region": [states[row.state].region for row in rows],
            "tier": [row.tier for row in rows],
            "latitude": [row.latitude for row in rows],
            "longitude": [row.longitude for row in rows],
        },
    )
