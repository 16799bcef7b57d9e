"""Names of customers and merchants, put together from frozen pools; nobody's."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import mix64
from synfin_core.world.merchants import Market
from synfin_core.world.people import People

HOME_LANGUAGE = 0.75  # of a state's people speak its language here, assumed
_STEMS = (
    "Sri",
    "Shree",
    "New",
    "Royal",
    "City",
    "Star",
    "Annapurna",
    "Lakshmi",
    "Ganesh",
    "Om",
    "Sai",
    "Modern",
    "Classic",
    "National",
    "Bharat",
    "Sagar",
)


def customer_names(people: People) -> tuple[list[str], list[str]]:
    """(name, mother tongue) of each customer (people.yaml names and languages)."""
    raw = people.calibration.raw["people"]
    pools = {language: pool for language, pool in raw["names"].items() if isinstance(pool, dict)}
    shares = {
        **raw["languages"]["rows"],
        **{name: share for name, share in raw["languages"]["rest"].items() if name in pools},
    }
    known = [language for language in shares if language in pools]
    edges = np.cumsum([shares[language] for language in known])
    draws = people.population.streams("names", people.shard)
    n = len(people)
    home = [people.calibration.states[state].language for state in people.state.tolist()]
    own = draws.unit("own", n) < HOME_LANGUAGE
    other = np.searchsorted(edges / edges[-1], draws.unit("language", n))
    given, family = draws.unit("given", n), draws.unit("family", n)
    names, languages = [], []
    for index in range(n):  # a few hundred customers a shard: strings are made once, never by payment
        language = home[index] if own[index] and home[index] in pools else known[other[index]]
        first = pools[language]["f" if people.is_female[index] else "m"]
        last = pools[language]["s"]
        names.append(f"{first[int(given[index] * len(first))]} {last[int(family[index] * len(last))]}")
        languages.append(language)
    return names, languages


def merchant_names(market: Market, at: NDArray[np.int64]) -> list[str]:
    """A made-up name for each merchant."""
    categories = [row.name for row in market.population.period.calibration.categories]
    noise = mix64(market.ids[at].astype(np.uint64), 7).tolist()
    return [
        f"{_STEMS[value % len(_STEMS)]} {categories[category]} {value // 16 % 900 + 100}"
        for value, category in zip(noise, market.category[at].tolist(), strict=True)
    ]
