"""Customers are named in their own language and gender, the same each time."""

import numpy as np
import pytest

from synfin_core.world.names import HOME_LANGUAGE, customer_names
from synfin_core.world.people import People, people_of
from synfin_core.world.pools import people_pools
from synfin_core.world.population import Population


@pytest.fixture(scope="module")
def people(population: Population) -> list[People]:
    """Customers of all shards."""
    return [people_of(population, shard) for shard in range(population.n_shards)]


def test_a_name_is_of_the_customers_language_and_gender(people: list[People]) -> None:
    """Given name and surname both stand in the pool of the mother tongue for that gender."""
    pools = people_pools()
    strangers = []
    for shard in people:
        names, languages = (column.to_pylist() for column in customer_names(shard))
        for name, language, is_female in zip(names, languages, shard.is_female.tolist(), strict=True):
            given, family = name.split(" ")
            gender = "female" if is_female else "male"
            if given not in pools[language][gender] or family not in pools[language][f"{gender}_family"]:
                strangers.append((name, language, gender))

    assert strangers == []


def test_most_people_of_a_state_speak_its_language(people: list[People]) -> None:
    """At least the share that is meant to, less five standard errors, in every state with people."""
    home = np.array([state.language for state in people[0].calibration.states])
    state = np.concatenate([shard.state for shard in people])
    speaks = np.concatenate([np.array(customer_names(shard)[1].to_pylist()) for shard in people]) == home[state]
    found = {
        home[code]: (share, len(mine)) for code in np.unique(state) for mine in [speaks[state == code]] for share in [mine.mean()]
    }

    assert len(found) >= 18
    error = (HOME_LANGUAGE * (1 - HOME_LANGUAGE)) ** 0.5
    assert {language: share for language, (share, n) in found.items() if share < HOME_LANGUAGE - 5 * error / n**0.5} == {}


def test_names_are_the_same_each_time(people: list[People]) -> None:
    """Neither order nor what was asked before matters."""
    first = customer_names(people[1])
    customer_names(people[0])

    assert [column.to_pylist() for column in customer_names(people[1])] == [column.to_pylist() for column in first]


def test_names_vary(people: list[People]) -> None:
    """In the largest language no full name is held by more than one in a hundred."""
    names, languages = customer_names(people[0])
    hindi = [name for name, language in zip(names.to_pylist(), languages.to_pylist(), strict=True) if language == "Hindi"]

    assert max(hindi.count(name) for name in set(hindi)) <= max(len(hindi) / 100, 3)
