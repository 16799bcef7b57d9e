"""What customers usually do, read from their own payments outside cases."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.styles import IS_REMOTE, STYLES
from synfin_core.records.arrow import text
from synfin_core.schema import RAILS
from synfin_core.simulate import Shard
from synfin_core.world.people import People

_RISKS = ("conservative", "balanced", "adventurous")
_RISKY = ("6211", "5094", "5816")  # brokers, digital gold, games; assumed
_ADVENTUROUS = 0.10  # share of purchases' rupees from which a customer counts as adventurous, assumed
_HALF_SAVVY = 30.0  # UPI payments a month at which savviness is a half, assumed
_RAIL_OF = np.array([RAILS.index(style.rail) for style in STYLES.values()])


def habits(shard: Shard) -> dict[str, Any]:
    """What each customer's own payments outside cases come to; 0, or the first of its words, for a customer without any."""
    people, rows = shard.people, shard.books.rows
    calibration, n = people.calibration, len(people)
    own = np.flatnonzero((rows.payer >= 0) & (rows.case < 0))
    bought = own[rows.merchant[own] >= 0]
    buyer, category = rows.payer[bought], rows.category[bought]
    rail = _most(rows.payer[own], _RAIL_OF[rows.style[own]], rows.amount[own], n, len(RAILS))
    risky = np.isin(category, [code for code, row in enumerate(calibration.categories) if row.mcc in _RISKY])
    risk = _share(buyer, rows.amount[bought] * risky, n, rows.amount[bought])
    by_upi = people.activity * people.of_segment("upi_txns")
    return {
        "digital_savviness": by_upi / (by_upi + _HALF_SAVVY),
        "risk_profile": text((risk > 0).astype(np.int64) + (risk >= _ADVENTUROUS), _RISKS),
        "preferred_rail": text(rail, RAILS),
        "favourite_category": text(
            _most(buyer, category, rows.amount[bought], n, len(calibration.categories)),
            [row.name for row in calibration.categories],
        ),
        "loyalty": _share(buyer, ~shard.books.is_first[bought], n),
        "trips_per_year": np.rint(journeys(people) * 365.25 / people.population.window_days).astype(np.int64),
        "online_preference": _share(buyer, IS_REMOTE[rows.style[bought]], n),
    }


def _most(who: NDArray[np.int32], code: NDArray[np.integer], paise: NDArray[np.float64], n: int, n_codes: int) -> NDArray[np.int64]:
    """For each of n customers the code that gets most money; 0 without any."""
    sums = np.bincount(who.astype(np.int64) * n_codes + code, paise, n * n_codes)
    return sums.reshape(n, n_codes).argmax(axis=1)


def _share(who: NDArray[np.int32], part: NDArray[np.generic], n: int, of: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """For each of n customers the sum of `part` over the sum of `of` (ones where not given); 0 without any."""
    return np.bincount(who, part, n) / np.maximum(np.bincount(who, of, n), 1)


def journeys(people: People) -> NDArray[np.int64]:
    """Times that each customer leaves home, or goes on to another town, in their active days."""
    where, home = people.place_by_day, people.place[:, None]
    leaves = (where != home) & (np.concatenate([home, where[:, :-1]], axis=1) != where)
    day = np.arange(where.shape[1])
    start = people.active_from[:, None]
    return (leaves & (day >= start) & (day < start + people.population.window_days)).sum(axis=1)
