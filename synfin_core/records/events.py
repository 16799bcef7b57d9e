"""The `events` table: what a bank sees that is no payment; honest events and those of cases by the same rules."""

import numpy as np
import pyarrow as pa

from synfin_core.payments.moments import inside
from synfin_core.randomness import mix64
from synfin_core.records.accounts import card_ids
from synfin_core.records.arrow import ids, instants, table, text
from synfin_core.records.case_events import case_events
from synfin_core.records.cases import case_ids
from synfin_core.records.chance_events import chance_events
from synfin_core.records.device_events import NewPhones, device_events, new_phones
from synfin_core.records.devices import Ints, device_ids
from synfin_core.records.event_rates import CHANNELS, KIND, KINDS, OF_ACCOUNT
from synfin_core.records.event_rows import OF_PAYMENT, EventRows, channels, event_ids
from synfin_core.records.payment_events import payment_events
from synfin_core.records.payments import transaction_ids
from synfin_core.records.twins import twin_ids
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY

_OF_ACCOUNT = np.isin(KINDS, OF_ACCOUNT)
_BY_PHONE = np.isin(CHANNELS, ("mobile app", "web"))


def events(shard: Shard) -> pa.Table:
    """All events of the shard's customers, each inside the customer's active time."""
    population, phones = shard.people.population, new_phones(shard)
    parts = [*chance_events(shard), *device_events(shard, phones), *payment_events(shard), *case_events(shard)]
    found = _in_order(shard, EventRows.join(parts))
    number = event_ids(found.plain_ids, population.keys.key("event id"))
    channel = channels(found, mix64(number.astype(np.uint64), population.keys.key("event channel")))
    return table(
        "events",
        {
            "event_id": ids(number),
            "occurred_at": instants(found.time, np.datetime64(population.period.start)),
            "customer_id": ids(population.customer_ids(shard.people.index[found.who])),
            "event": text(found.kind, KINDS),
            "channel": text(channel, CHANNELS),
            "device_id": ids(_devices(shard, phones, found), ~_BY_PHONE[channel]),
            **_concerned(shard, found),
        },
    )


def _in_order(shard: Shard, found: EventRows) -> EventRows:
    """Events of active customers and of payments, in time order, so that the order of rows says nothing else."""
    population, start = shard.people.population, shard.people.active_from[found.who] * DAY
    active = (found.time >= start) & (found.time < start + population.window_days * DAY)
    at = np.flatnonzero((active | (found.scheme == OF_PAYMENT)) & inside(population.period, found.time))
    return found.take(at[np.argsort(found.time[at], kind="stable")])


def _devices(shard: Shard, phones: NewPhones, found: EventRows) -> Ints:
    """The device in use at each instant: the day's, or the one before it while the new phone is not yet bound."""
    people, days = shard.people, shard.people.population.period.days
    cell = found.who * days + found.time // DAY
    ordinal = people.device_by_day.reshape(-1)[cell].astype(np.int64) - phones.not_yet(cell, found.time)
    return device_ids(shard, found.who, ordinal, found.thief, np.maximum(found.row, 0))


def _concerned(shard: Shard, found: EventRows) -> dict[str, pa.Array]:
    """The account, card, payee, merchant, payment, case and twin that each event concerns; empty by its kind."""
    population = shard.people.population
    account = population.account_ids(shard.people.index[found.who], found.slot.astype(np.int64))
    payee, merchant, known = np.maximum(found.added, 0), np.maximum(found.merchant, 0), case_ids(shard)
    complained = found.kind == KIND["complaint"]
    case = known[np.maximum(found.case, 0)] if len(known) else np.zeros(len(found), np.int64)
    return {
        "account_id": ids(account, ~_OF_ACCOUNT[found.kind]),
        "card_id": ids(card_ids(account), found.kind != KIND["card blocked"]),
        "payee_customer_id": ids(population.customer_ids(payee), found.added < 0),
        "payee_account_id": ids(population.account_ids(payee, 0), found.added < 0),
        "merchant_id": ids(shard.market.ids[merchant], found.merchant < 0),
        "transaction_id": ids(transaction_ids(shard, np.maximum(found.row, 0)), ~complained),
        "fraud_case_id": ids(case, found.case < 0),
        "twin_id": ids(np.append(twin_ids(shard), 0)[found.twin], found.twin < 0),
    }
