"""The `transactions` table of a shard."""

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.payments.amounts import lognormal
from synfin_core.payments.declines import REASONS
from synfin_core.payments.rows import NO_CATEGORY, SUCCESS
from synfin_core.payments.styles import HAS_DEVICE, IS_REMOTE, STYLES
from synfin_core.randomness import mix64
from synfin_core.records.accounts import bank_of_accounts, bank_of_parties, bank_words
from synfin_core.records.arrow import column, ids, instants, rupees, table, text
from synfin_core.records.devices import brought, device_ids, is_ios_device, thief_rows
from synfin_core.records.truth import truth
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY
from synfin_core.world.merchants import ABROAD
from synfin_core.world.people import AGE_BANDS
from synfin_core.world.places import IN_TOWN_KM, distances_km
from synfin_core.world.population import SLOTS

STATUSES = ("success", "failed", "reversed")
APPS = ("PhonePe", "Google Pay", "Paytm", "Navi", "super.money", "CRED", "other")
APP_SHARES = np.array(
    [0.456, 0.348, 0.071, 0.027, 0.013, 0.010, 0.075]
)  # payments.yaml app_share 2025-09 (app_share_sep25), the rest assumed


def transactions(shard: Shard, case_id: NDArray[np.int64], twin_id: NDArray[np.int64]) -> pa.Table:
    """All rows of a shard in time order."""
    columns = _parties(shard) | _way(shard) | _place(shard) | _history(shard) | truth(shard, case_id, twin_id)
    return table("transactions", columns)


def transaction_ids(shard: Shard, at: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.int64]:
    """Id of each row (or of those `at`), from its stream and number."""
    rows = shard.books.rows
    return shard.people.population.item_ids("transaction", shard.people.shard, rows.stream[at].astype(np.int64), rows.item[at])  # type: ignore[arg-type]


def _parties(shard: Shard) -> dict[str, pa.Array]:
    people, rows = shard.people, shard.books.rows
    population = people.population
    own = population.customer_ids(people.index)
    accounts = population.account_ids(np.repeat(people.index, SLOTS), np.tile(np.arange(SLOTS), len(people)))
    banks = bank_of_accounts(people)
    columns = {
        "transaction_id": ids(transaction_ids(shard)),
        "transacted_at": instants(rows.time, np.datetime64(population.period.start)),
    }
    for side, position, slot, party in (
        ("payer", rows.payer, rows.payer_slot, rows.payer_party),
        ("payee", rows.payee, rows.payee_slot, rows.payee_party),
    ):
        here = position >= 0
        customer, account, bank = (
            np.zeros(len(rows), np.int64),
            np.zeros(len(rows), np.int64),
            np.zeros(len(rows), np.int64),
        )
        at = np.flatnonzero(here)
        customer[at] = own[position[at]]
        cell = position[at].astype(np.int64) * SLOTS + slot[at]
        account[at], bank[at] = accounts[cell], banks[cell]
        away = np.flatnonzero(~here & (party >= 0))
        customer[away] = population.customer_ids(party[away])
        account[away] = population.account_ids(party[away], 0)
        bank[away] = bank_of_parties(people, party[away])
        nobody = ~here & (party < 0)
        columns |= {
            f"{side}_customer_id": ids(customer, nobody),
            f"{side}_account_id": ids(account, nobody),
            f"{side}_bank": text(bank, bank_words(population), nobody),
        }
    return columns


def _way(shard: Shard) -> dict[str, pa.Array]:
    rows, calibration = shard.books.rows, shard.people.calibration
    styles = list(STYLES.values())
    columns = {
        name: text(rows.style, [getattr(style, field) for style in styles])
        for name, field in (
            ("rail", "rail"),
            ("kind", "kind"),
            ("initiation_mode", "mode"),
            ("auth_method", "auth"),
            ("channel", "channel"),
        )
    }
    nowhere = rows.category == NO_CATEGORY
    category = np.where(nowhere, 0, rows.category)
    merchant = np.maximum(rows.merchant, 0)
    market = shard.market
    approved = rows.status == SUCCESS
    return columns | {
        "merchant_id": ids(market.ids[merchant], nowhere),
        "mcc": text(category, [row.mcc for row in calibration.categories], nowhere),
        "category": text(category, [row.name for row in calibration.categories], nowhere),
        "merchant_city": text(market.place[merchant], [place.city for place in calibration.places], nowhere),
        "merchant_country": text(market.country[merchant], ("IN", *ABROAD), nowhere),
        "is_online": column(IS_REMOTE[rows.style], pa.bool_()),
        "currency": text(np.zeros(len(rows), np.int8), ("INR",)),
        "amount_inr": rupees(rows.amount),
        "status": text(rows.status, STATUSES),
        "response_code": text(rows.reason, [code for code, _ in REASONS]),
        "decline_reason": text(rows.reason, [meaning for _, meaning in REASONS], approved),
    }


def _place(shard: Shard) -> dict[str, pa.Array]:
    people, rows = shard.people, shard.books.rows
    calibration, population = people.calibration, people.population
    actor = np.where(rows.payer >= 0, rows.payer, rows.payee)
    device_user = np.maximum(rows.payer, 0)
    has = HAS_DEVICE[rows.style] & (rows.payer >= 0)
    ordinal = people.device_by_day.reshape(-1)[device_user * population.period.days + rows.time // DAY].astype(np.int64)
    thief = thief_rows(shard)
    device = np.zeros(len(rows), np.int64)
    at = np.flatnonzero(has)
    device[at] = device_ids(shard, device_user[at], ordinal[at], thief[at], at)
    owner = people.device_owner[device_user]
    stolen = np.flatnonzero(thief)
    owner[stolen] = brought(shard, stolen)[0]
    is_ios = is_ios_device(population.keys.key("os"), owner)
    app = app_of(people.index)[device_user]
    upi = np.array([style.rail == "UPI" for style in STYLES.values()])[rows.style]
    home = people.place[np.maximum(actor, 0)]
    remote = IS_REMOTE[rows.style] | (actor < 0)
    noise = (mix64(rows.time.astype(np.uint64), 0xD157) & np.uint64(0xFFFF)).astype(np.uint16)
    distance = distances_km(calibration)[home, rows.place] + IN_TOWN_KM * lognormal(1.0, noise)
    outside = rows.payer < 0
    payer = np.maximum(rows.payer, 0)
    return {
        "device_id": ids(device, ~has),
        "device_os": text(is_ios.astype(np.int8), ("Android", "iOS"), ~has),
        "app": text(app, APPS, ~(has & upi)),
        "city": text(rows.place, [place.city for place in calibration.places]),
        "state": text(rows.place, [calibration.states[place.state].code for place in calibration.places]),
        "distance_from_home_km": column(distance, pa.float32(), remote),
        "payer_segment": text(people.segment[payer], [segment.id for segment in calibration.segments], outside),
        "payer_age_band": text(people.age_band[payer], AGE_BANDS, outside),
        "payer_home_state": text(people.state[payer], [state.code for state in calibration.states], outside),
    }


@lru_cache(maxsize=1)
def _app_edges() -> NDArray[np.float64]:
    return np.cumsum(APP_SHARES) / APP_SHARES.sum()


def app_of(customers: NDArray[np.int64]) -> NDArray[np.int64]:
    """UPI app of each customer."""
    return np.minimum(
        np.searchsorted(_app_edges(), (mix64(customers.astype(np.uint64), 0xA99) >> np.uint64(11)) * 2.0**-53),
        len(APPS) - 1,
    )


def _history(shard: Shard) -> dict[str, pa.Array]:
    books = shard.books
    rows = books.rows
    outside = rows.payer < 0
    cash = (rows.merchant < 0) & (rows.payee_party < 0) & (rows.payee < 0)
    related = transaction_ids(shard)[np.maximum(rows.related, 0)]
    return {
        "balance_after_inr": rupees(books.balance_after, outside),
        "minutes_since_last": column(books.minutes_since_last, pa.float32(), outside | np.isnan(books.minutes_since_last)),
        "is_first_with_payee": column(books.is_first, pa.bool_(), outside | cash),
        "payments_today": column(books.payments_today, pa.int32(), outside),
        "amount_today_inr": rupees(books.amount_today, outside),
        "related_transaction_id": ids(related, rows.related < 0),
    }
