"""Merchants are named by category and region, chains alike in every town, and never after a real brand."""

import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from synfin_core.world.merchants import ONLINE_SELLERS, Market, market_of
from synfin_core.world.pools import MALE_FAMILY, people_pools, shop_pools
from synfin_core.world.population import Population
from synfin_core.world.shop_names import merchant_names

BRANDS = Path(__file__).with_name("brands.txt").read_text(encoding="utf-8").split("\n")[:-1]
BRAND = re.compile(r"\b(" + "|".join(map(re.escape, BRANDS)) + r")\b", re.IGNORECASE)
LETTERS = re.compile(r"[A-Za-z]+((,? |-)[A-Za-z]+)*")


@pytest.fixture(scope="module")
def market(population: Population) -> Market:
    """All merchants, trading or not."""
    return market_of(population)


@pytest.fixture(scope="module")
def names(market: Market) -> np.ndarray:
    """The name of each."""
    return np.array(merchant_names(market, np.arange(len(market))).to_pylist(), object)


def test_every_merchant_has_a_name_of_letters(names: np.ndarray) -> None:
    """Words, single spaces, commas and the hyphen of a town; no digits."""
    assert {name for name in names if not LETTERS.fullmatch(name)} == set()


def test_no_merchant_bears_a_real_brand(names: np.ndarray) -> None:
    """None of 150 well-known brands stands in a name, in whole words and in any case."""
    assert len(BRANDS) >= 150
    assert {name for name in names if BRAND.search(name)} == set()


def test_no_seed_can_make_a_real_brand() -> None:
    """Nor does any first part of a name make one with any second part."""
    shops = shop_pools()
    owners = {name for pool in people_pools().values() for name in pool[MALE_FAMILY]}
    blessings = {name for names in shops["blessings"].values() for name in names}
    firsts = owners | blessings | {name for key in ("everywhere", "made_up", "abroad") for name in shops[key]}
    by_category = {word for row in shops["categories"].values() for word in (*row["words"], *row["online"])}
    by_language = {word for rows in shops["words_by_language"].values() for words in rows.values() for word in words}
    seconds = by_category | by_language | set(shops["abroad_words"])

    assert [name for first in sorted(firsts) for second in sorted(seconds) if BRAND.search(name := f"{first} {second}")] == []


def test_a_name_says_the_category(market: Market, names: np.ndarray) -> None:
    """It holds a word of its category, abroad aside."""
    shops, calibration = shop_pools(), market.population.period.calibration
    said = defaultdict(set)
    for mcc, row in shops["categories"].items():
        said[mcc] |= {*row["words"], *row["online"]}
    for rows in shops["words_by_language"].values():
        for mcc, words in rows.items():
            said[mcc] |= set(words)
    mccs = [row.mcc for row in calibration.categories]
    home = np.flatnonzero(market.country == 0)
    silent = [names[at] for at in home if not any(word in names[at] for word in said[mccs[market.category[at]]])]

    assert silent == []


def test_a_chain_has_one_name_in_several_towns(market: Market, names: np.ndarray) -> None:
    """Every chain with five outlets or more stands in at least two towns."""
    towns, shops = defaultdict(set), defaultdict(int)
    owned = set(market.category[market.is_chain].tolist()) - set(_offices(market))
    for at in np.flatnonzero(market.is_chain & np.isin(market.category, list(owned))):
        key = (int(market.category[at]), names[at])
        towns[key].add(int(market.place[at]))
        shops[key] += 1

    assert len(towns) > len(owned)
    assert [key for key, where in towns.items() if shops[key] >= 5 and len(where) < 2] == []


def test_a_name_and_a_town_nearly_tell_a_shop(market: Market, names: np.ndarray) -> None:
    """Nine different names for every ten single shops of a town, or more; ids remain the key."""
    alone = np.flatnonzero(~market.is_chain & ~market.is_online)
    known = {(names[at], int(market.place[at])) for at in alone}

    assert len(known) / len(alone) > 0.9


def test_online_sellers_of_a_category_have_different_names(market: Market, names: np.ndarray) -> None:
    """24 sellers, 24 names."""
    for category in np.unique(market.category[market.is_online]):
        sellers = names[market.is_online & (market.category == category)]
        assert len(set(sellers)) == len(sellers) == ONLINE_SELLERS


def test_billers_are_named_by_their_state(market: Market, names: np.ndarray) -> None:
    """Electricity, water and government offices online: what they are, then a state; no company."""
    calibration = market.population.period.calibration
    states = {state.name for state in calibration.states}
    offices = market.is_online & (market.country == 0) & np.isin(market.category, _offices(market))

    assert offices.any()
    assert {name.split(", ")[-1] for name in names[offices]} <= states


def test_a_shop_bears_a_name_of_its_region(market: Market, names: np.ndarray) -> None:
    """Subramanian is a name of Tamil Nadu's shops and Sandhu one of Punjab's, never the other way round."""
    calibration = market.population.period.calibration
    state = np.array([row.state for row in calibration.places])[market.place]
    codes = np.array([row.code for row in calibration.states])[state]
    local = ~market.is_online & ~market.is_chain
    tamil, punjabi = (names[local & (codes == code)].tolist() for code in ("TN", "PB"))

    assert any("Subramanian" in name for name in tamil)
    assert any("Sandhu" in name for name in punjabi)
    assert not any("Sandhu" in name for name in tamil)
    assert not any("Subramanian" in name for name in punjabi)


def test_some_merchants_named_alone_are_named_the_same(market: Market, names: np.ndarray) -> None:
    """A name depends on the merchant, not on who else is asked for."""
    some = np.arange(3, len(market), 97)

    assert merchant_names(market, some).to_pylist() == names[some].tolist()


def _offices(market: Market) -> list[int]:
    """Categories named by what they are and where, not by an owner."""
    named = shop_pools()["categories"]
    return [at for at, row in enumerate(market.population.period.calibration.categories) if named[row.mcc]["named"] == "area"]
