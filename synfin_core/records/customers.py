"""The table of customers: who they are, where they live, and what they usually do."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.records.accounts import first_opened
from synfin_core.records.arrow import digits, ids, joined, table, text
from synfin_core.records.habits import habits
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
_HANDLES = ("ybl", "okaxis", "oksbi", "paytm", "apl", "upi")


def customers(shard: Shard) -> pa.Table:
    """One row a customer."""
    people = shard.people
    return table("customers", _self(people) | _home(people) | habits(shard) | _reached(people))


def _self(people: People) -> dict[str, Any]:
    names, languages = customer_names(people)
    segments = [segment.id for segment in people.calibration.segments]
    return {
        "customer_id": ids(people.population.customer_ids(people.index)),
        "name": names,
        "gender": text(people.is_female.astype(np.int8), ("male", "female")),
        "age": people.age,
        "segment": text(people.segment, segments),
        "occupation": text(people.segment, [OCCUPATIONS[name] for name in segments]),
        "language": languages,
        "income_month_inr": people.income,
        "income_bracket": text(np.searchsorted(_BRACKET_EDGES, people.income * 12, side="right"), _BRACKETS),
        "joined_on": first_opened(people),
    }


def _home(people: People) -> dict[str, Any]:
    calibration, places = people.calibration, people.calibration.places
    ending = (_uniform(people, "pin") * 100).astype(np.int64)
    sorting_district = text(people.place, [place.pin3[:3] for place in places]).cast(pa.string())
    named = np.array([not place.city.startswith("Other ") for place in places])[people.place]
    return {
        "city": text(people.place, [place.city for place in places]),
        "state": text(people.state, [state.code for state in calibration.states]),
        "region": text(people.state, [state.region for state in calibration.states]),
        "tier": text(people.place, [place.tier for place in places]),
        "pin_code": joined(sorting_district, digits(ending, 3)),
        "latitude": np.array([place.latitude for place in places])[people.place] + 0.08 * (_uniform(people, "north") - 0.5),
        "longitude": np.array([place.longitude for place in places])[people.place] + 0.08 * (_uniform(people, "east") - 0.5),
        "is_urban": named | (_uniform(people, "urban") < 0.25),
    }


def _reached(people: People) -> dict[str, Any]:
    """Addresses that look right and can never be real."""
    number = people.population.customer_ids(people.index)
    handle = text(number % len(_HANDLES), _HANDLES).cast(pa.string())
    return {
        "mobile": joined(digits(6 + number % 4), "XXXXX", digits(number % 10_000, 4)),
        "email": joined("customer", digits(number), "@example.com"),
        "upi_handle": joined(digits(number % 10**9), "@", handle, ".invalid"),
    }


def _uniform(people: People, name: str) -> NDArray[np.float64]:
    return people.population.streams("attributes", people.shard).unit(name, len(people))
