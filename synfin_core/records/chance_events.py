"""Events that come by chance at honest base rates, and free trials: a mandate made and revoked before any debit."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.moments import moments
from synfin_core.randomness import U64
from synfin_core.records.devices import Ints, log_between, uniform
from synfin_core.records.event_rates import RATES, TRIAL_LENGTH, TRIALS, Rate
from synfin_core.records.event_rows import BY_CHANCE, EventRows, item_numbers
from synfin_core.simulate import Shard
from synfin_core.timeline import HOUR_CURVES
from synfin_core.world.outside import outside_party
from synfin_core.world.population import CREDIT_CARD, PRIMARY

TRIAL_CATEGORY = "5815"  # digital media, assumed
_HOURS = "upi_p2p"
_PERSONS = 40_000_000


def by_chance(shard: Shard, name: str, rate: Rate) -> tuple[Ints, Ints, U64]:
    """(who, time, draws) of events at a rate a customer and month, with the days and hours of transfers."""
    people, population = shard.people, shard.people.population
    streams = population.streams("events", people.shard)
    n = int(rate.a_month * population.window_days / 30.4375 * len(people) + streams.unit(name, 1)[0])
    who = (streams.raw(f"{name} who", n) % np.uint64(len(people))).astype(np.int32)
    time = moments(people, who, HOUR_CURVES.index(_HOURS), _HOURS, streams.raw(f"{name} when", n))
    return who.astype(np.int64), time, streams.raw(f"{name} what", n)


def chance_events(shard: Shard) -> list[EventRows]:
    """All events that nothing else calls for."""
    return [_one(shard, kind, rate) for kind, rate in RATES.items()] + _trials(shard)


def _one(shard: Shard, kind: str, rate: Rate) -> EventRows:
    who, time, draws = by_chance(shard, kind, rate)
    columns = {}
    if kind == "payee added":
        columns = {"added": outside_party("person", draws, _PERSONS)}
    if kind == "card blocked":
        credit = shard.people.has_card[who] & (draws % np.uint64(2) == 0)
        columns = {"slot": np.where(credit, CREDIT_CARD, PRIMARY).astype(np.uint8)}
    return EventRows.of(kind, BY_CHANCE, item_numbers(shard, len(time)), time, who, **columns)


def _trials(shard: Shard) -> list[EventRows]:
    who, time, draws = by_chance(shard, "trial", TRIALS)
    number, merchant = item_numbers(shard, len(time)), trial_merchants(shard)
    ended = time + log_between(uniform(draws, 1), *TRIAL_LENGTH)
    return [
        EventRows.of("mandate made", BY_CHANCE, number, time, who, merchant=merchant),
        EventRows.of("mandate revoked", BY_CHANCE, number, ended, who, merchant=merchant),
    ]


def trial_merchants(shard: Shard) -> NDArray[np.int32]:
    """The seller of each free trial."""
    draws = by_chance(shard, "trial", TRIALS)[2]
    code = next(index for index, row in enumerate(shard.people.calibration.categories) if row.mcc == TRIAL_CATEGORY)
    return shard.market.online(np.full(len(draws), code, np.uint8), draws)
