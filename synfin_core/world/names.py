"""Names and mother tongues of customers, put together from the frozen pools; nobody's."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.calibration import SOURCE_KEYS
from synfin_core.world.people import People
from synfin_core.world.pools import FOLDER, PEOPLE, PEOPLE_LISTS, Pool, people_pools, require

HOME_LANGUAGE = 0.75  # of a state's people speak its language here, assumed


def customer_names(people: People) -> tuple[pa.Array, pa.Array]:
    """(name, mother tongue) of each customer (people.yaml languages; config/pools)."""
    pools = people_pools()
    languages = list(pools)
    tongue = _tongues(people, languages)
    pool = Pool.of([pools[language][key] for language in languages for key in PEOPLE_LISTS])
    draws, n = people.population.streams("names", people.shard), len(people)
    row = tongue * len(PEOPLE_LISTS) + people.is_female
    given = pool.pick(row, draws.unit("given", n))
    family = pool.pick(row + len(PEOPLE_LISTS) // 2, draws.unit("family", n))
    names = pc.binary_join_element_wise(given, family, " ")
    return names.dictionary_encode(), pa.array(languages, pa.string()).take(pa.array(tongue)).dictionary_encode()


def _tongues(people: People, languages: list[str]) -> NDArray[np.int64]:
    """Index into `languages` of each customer: the state's language, or one by its speakers in all India (census_lang)."""
    census = people.calibration.raw["people"]["languages"]
    rest = {name: share for name, share in census["rest"].items() if name not in ("others", *SOURCE_KEYS, "confidence")}
    shares = {**census["rows"], **rest}
    home = [state.language for state in people.calibration.states]
    require(FOLDER / PEOPLE, "names", [*home, *shares], languages)
    draws, n = people.population.streams("names", people.shard), len(people)
    edges = np.cumsum(list(shares.values()))
    other = np.searchsorted(edges / edges[-1], draws.unit("language", n))
    code = {language: index for index, language in enumerate(languages)}
    at_home = np.array([code[language] for language in home])[people.state]
    anywhere = np.array([code[language] for language in shares])[other]
    return np.where(draws.unit("own", n) < HOME_LANGUAGE, at_home, anywhere)
