"""The table of customers: who they are, and what their own honest payments say about their habits."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.payments.styles import IS_REMOTE, STYLES
from synfin_core.records.arrow import ids, table, text
from synfin_core.schema import RAILS
from synfin_core.simulate import Shard
from synfin_core.world.names import customer_names
from synfin_core.world.people import People

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
_RISKS = ("conservative", "balanced", "adventurous")
_RISKY = ("6211", "5094", "5816")  # brokers, digital gold, games; assumed
_ADVENTUROUS = 0.10  # share of purchases' rupees from which a customer counts as adventurous, assumed
_SAVVY_AT = 50.0  # UPI payments a month at which savviness is 1 - 1/e, assumed
_HANDLES = ("ybl", "okaxis", "oksbi", "paytm", "apl", "upi")


def _uniform(people: People, name: str) -> NDArray[np.float64]:
    return people.population.streams("attributes", people.shard).unit(name, len(people))


def customers(shard: Shard) -> pa.Table:
    """One row a customer."""
    people = shard.people
    calibration, population = people.calibration, people.population
    places = calibration.places
    age_days = (_uniform(people, "joined") * 3_000).astype(np.int64) + 30
    start = np.datetime64(population.period.start)
    handle = [
        f"{customer % 10**9}@{_HANDLES[customer % len(_HANDLES)]}.invalid"
        for customer in population.customer_ids(people.index).tolist()
    ]
    names, languages = customer_names(people)
    segments = [segment.id for segment in calibration.segments]
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
            **_habits(shard),
            "mobile": [f"{6 + number % 4}XXXXX{number % 10_000:04d}" for number in population.customer_ids(people.index).tolist()],
            "email": [f"customer{number}@example.com" for number in population.customer_ids(people.index).tolist()],
            "upi_handle": handle,
            "joined_on": (start - age_days.astype("timedelta64[D]")),
        },
    )


def _habits(shard: Shard) -> dict[str, object]:
    """What each customer's own payments outside cases come to; a customer without any has the habits of nobody."""
    people, rows = shard.people, shard.books.rows
    calibration, n = people.calibration, len(people)
    own = np.flatnonzero((rows.payer >= 0) & (rows.case < 0))
    bought = own[rows.merchant[own] >= 0]
    buyer, category = rows.payer[bought], rows.category[bought]
    rail = _most(rows.payer[own], _RAIL_OF[rows.style[own]], n, len(RAILS))
    risky = np.isin(category, [code for code, row in enumerate(calibration.categories) if row.mcc in _RISKY])
    risk = _share(buyer, rows.amount[bought] * risky, n, rows.amount[bought])
    return {
        "digital_savviness": 1 - np.exp(-people.activity * people.of_segment("upi_txns") / _SAVVY_AT),
        "risk_profile": text((risk > 0).astype(np.int64) + (risk >= _ADVENTUROUS), _RISKS),
        "preferred_rail": text(rail, RAILS),
        "favourite_category": text(
            _most(buyer, category, n, len(calibration.categories)), [row.name for row in calibration.categories]
        ),
        "loyalty": _share(buyer, ~shard.books.is_first[bought], n),
        "trips_per_year": np.rint(journeys(people) * 365.25 / people.population.window_days).astype(np.int64),
        "online_preference": _share(buyer, IS_REMOTE[rows.style[bought]], n),
    }


_RAIL_OF = np.array([RAILS.index(style.rail) for style in STYLES.values()])


def _most(who: NDArray[np.int32], code: NDArray[np.integer], n: int, n_codes: int) -> NDArray[np.int64]:
    """For each of n customers the code that comes most often, the first of those that tie; 0 without any."""
    return np.bincount(who.astype(np.int64) * n_codes + code, minlength=n * n_codes).reshape(n, n_codes).argmax(axis=1)


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
