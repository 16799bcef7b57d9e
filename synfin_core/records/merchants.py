"""The table of merchants, and which merchants a shard shows."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.randomness import Pick, mix64
from synfin_core.records.accounts import bank_words
from synfin_core.records.arrow import column, ids, table, text
from synfin_core.records.chance_events import trial_merchants
from synfin_core.simulate import Shard
from synfin_core.world.merchants import ABROAD, Market
from synfin_core.world.shop_names import merchant_names


def merchants_seen(shard: Shard) -> NDArray[np.bool_]:
    """Which merchants of the market a payment or an event of the shard names."""
    seen = np.zeros(len(shard.market) + 1, bool)
    seen[shard.books.rows.merchant] = True  # -1 for none marks the last place
    seen[trial_merchants(shard)] = True
    return seen[:-1]


def merchants(market: Market, used: NDArray[np.bool_]) -> pa.Table:
    """Every merchant that traded, or held a mandate, in the run."""
    at = np.flatnonzero(used)
    population = market.population
    calibration = population.period.calibration
    place = market.place[at]
    draws = (mix64(market.ids[at].astype(np.uint64), 3) >> np.uint64(11)) * 2.0**-53
    size = np.digitize(market.size[at], [0.6, 2.0, 6.0])
    abroad = market.country[at] > 0
    banks = Pick(np.array([bank.share for bank in calibration.banks]))
    opened = np.datetime64(population.period.start) - market.age_days[at].astype("timedelta64[D]")
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
            "latitude": column(np.array([one.latitude for one in calibration.places], np.float32)[place], pa.float32(), abroad),
            "longitude": column(np.array([one.longitude for one in calibration.places], np.float32)[place], pa.float32(), abroad),
            "acquirer": text(banks.of(mix64(market.ids[at].astype(np.uint64), 4)), bank_words(population)),
            "onboarded_on": opened,
            "reputation": market.reputation[at].astype(np.float32),
        },
    )
