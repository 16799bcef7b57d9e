"""The `events` table: what a bank sees that is no payment, at honest base rates, and around cases."""

import numpy as np
import pyarrow as pa

from synfin_core.fraud.loader import stories
from synfin_core.randomness import mix64
from synfin_core.records.arrow import ids, instants, table, text
from synfin_core.records.cases import case_ids
from synfin_core.records.payments import THIEF_DEVICE
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR

# events a customer and month (payments.yaml devices; those not given there are assumed)
BASE_RATES = {
    "login": 3.0,
    "payee added": 0.3,
    "SIM changed": 0.004,
    "PIN set": 0.02,
    "limit changed": 0.01,
    "card blocked": 0.005,
    "complaint": 0.01,
    "deposit broken": 0.01,
}
NAMES = (*BASE_RATES, "device bound")
CHANNELS = {"SIM changed": "telecom", "complaint": "call centre", "deposit broken": "branch"}
_BITS = 22


def events(shard: Shard) -> pa.Table:
    """Honest events, device changes, and the events of cases whose victim lives here."""
    people, population = shard.people, shard.people.population
    who, time, name, case, thief = _honest(shard)
    fraud = _of_cases(shard)
    who, time, name, case, thief = (np.concatenate(pair) for pair in zip((who, time, name, case, thief), fraud, strict=True))
    inside = (time >= 0) & (time < population.period.length)
    who, time, name, case, thief = (values[inside] for values in (who, time, name, case, thief))
    ordinal = people.device_by_day[who, time // DAY].astype(np.int64)
    owner = np.where(thief, people.index[who], people.device_owner[who])
    device = population.device_ids(owner, np.where(thief, THIEF_DEVICE, np.where(owner == people.index[who], ordinal, 0)))
    remote = np.isin(name, [NAMES.index(one) for one in CHANNELS])
    known = case_ids(shard)
    return table(
        "events",
        {
            "event_id": ids(population.item_ids("event", people.shard, 0, np.arange(len(who)))),
            "occurred_at": instants(time, np.datetime64(population.period.start)),
            "customer_id": ids(population.customer_ids(people.index[who])),
            "event": text(name, NAMES),
            "channel": text(name, [CHANNELS.get(one, "mobile app") for one in NAMES]),
            "device_id": ids(device, remote),
            "fraud_case_id": ids(known[np.maximum(case, 0)] if len(known) else np.zeros(len(who), np.int64), case < 0),
        },
    )


def _honest(shard: Shard) -> tuple[np.ndarray, ...]:
    people, population = shard.people, shard.people.population
    streams = population.streams("events", people.shard)
    months = population.window_days / 30.4375
    who, time, name = [], [], []
    for code, (event, rate) in enumerate(BASE_RATES.items()):
        n = int(rate * months * len(people) + streams.unit(event, 1)[0])
        customer = (streams.raw(f"{event} who", n) % np.uint64(len(people))).astype(np.int64)
        who.append(customer)
        time.append(
            people.active_from[customer] * DAY + (streams.unit(f"{event} when", n) * population.window_days * DAY).astype(np.int64)
        )
        name.append(np.full(n, code, np.int64))
    changed, day = np.nonzero(np.diff(people.device_by_day, axis=1))
    who.append(changed)
    time.append((day + 1) * DAY + (mix64(changed.astype(np.uint64), 6) % np.uint64(HOUR)).astype(np.int64))
    name.append(np.full(len(changed), len(NAMES) - 1, np.int64))
    n = sum(map(len, who))
    return np.concatenate(who), np.concatenate(time), np.concatenate(name), np.full(n, -1, np.int64), np.zeros(n, bool)


def _of_cases(shard: Shard) -> tuple[np.ndarray, ...]:
    """Each event of a story, in the day before the first leg of each case; 'complaint' and 'card blocked' in the day after it."""
    rows = shard.books.rows
    told = {story.typology.id: story for story in stories(shard.people.calibration)}
    first = np.full(len(shard.case_story), np.iinfo(np.int64).max)
    at = np.flatnonzero(rows.case >= 0)
    np.minimum.at(first, rows.case[at], rows.time[at])
    empty = np.zeros(0, np.int64)
    parts = [(empty, empty, empty, empty, np.zeros(0, bool))]
    for code, story_id in enumerate(shard.stories):
        mine = np.flatnonzero(
            (shard.case_story == code) & shard.own_cases & (shard.case_victim >= 0) & (first < np.iinfo(np.int64).max)
        )
        who = shard.case_victim[mine] - shard.people.index[0]
        for number, event in enumerate(told[story_id].events):
            noise = (mix64(shard.case_number[mine].astype(np.uint64), number + 77) % np.uint64(20 * HOUR)).astype(np.int64)
            after = event in ("complaint", "card blocked")
            time = first[mine] + np.where(after, noise + HOUR, -noise - HOUR // 4)
            parts.append(
                (
                    who,
                    time,
                    np.full(len(mine), NAMES.index(event), np.int64),
                    mine,
                    np.full(len(mine), told[story_id].new_device),
                )
            )
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))
