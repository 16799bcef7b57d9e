"""Names of merchants: shops by owner and language of the state, chains, offices by town, sellers online; all made up."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.randomness import U64, mix64
from synfin_core.world.merchants import ONLINE_SELLERS, Market
from synfin_core.world.pools import FOLDER, MALE_FAMILY, NAMED, PEOPLE, SHOPS, Pool, people_pools, require, shop_pools

CHAINS = 8  # chain names in each category, assumed
OWNER, MADE_UP, AREA = range(len(NAMED))
_STRIDE = 7  # steps through the made-up names, so that chains of a category, and of the next, differ


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of names as pools, and how each category is named: codes of `NAMED`."""

    owners: Pool  # row: state
    words: Pool  # row: category * states + state; what is said everywhere comes first
    everywhere: NDArray[np.int64]  # so many of a category's words are said everywhere
    online: Pool  # row: category
    towns: Pool  # row: place
    states: Pool
    made_up: Pool
    abroad: Pool
    abroad_words: Pool
    named: NDArray[np.int64]
    named_online: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Asked:
    """Some merchants to be named: category, place, state, two numbers in [0, 1), chain, and rank among the online sellers."""

    words: Vocabulary
    category: NDArray[np.int64]
    place: NDArray[np.int64]
    state: NDArray[np.int64]
    draws: tuple[NDArray[np.float64], NDArray[np.float64]]
    chain: NDArray[np.int64]
    rank: NDArray[np.int64]

    def only(self, mine: NDArray[np.bool_]) -> "_Asked":
        """Those that `mine` marks."""
        first, second = (draws[mine] for draws in self.draws)
        rest = self.chain[mine], self.rank[mine]
        return _Asked(self.words, self.category[mine], self.place[mine], self.state[mine], (first, second), *rest)

    @property
    def one_row(self) -> NDArray[np.int64]:
        """Row 0 for each, of a pool that has no other."""
        return np.zeros(len(self.category), np.int64)

    @property
    def word_row(self) -> NDArray[np.int64]:
        """Row of the words of each one's category and state."""
        return self.category * len(self.words.owners.count) + self.state


def merchant_names(market: Market, at: NDArray[np.int64]) -> pa.Array:
    """The name of each merchant at `at`; shops may share a name as they do in life, and a chain's outlets all share theirs."""
    asked = _asked(market, at)
    online, abroad = market.is_online[at], market.country[at] > 0
    named = np.where(online, asked.words.named_online[asked.category], asked.words.named[asked.category])
    chain = market.is_chain[at] & (named != AREA)
    names = np.empty(len(at), object)
    for mine, make in (
        (~online & ~chain & (named == OWNER), _shop),
        (~online & ~chain & (named == MADE_UP), _company),
        (~online & (named == AREA), _office),
        (chain, _outlet),
        (online & ~abroad & (named != AREA), _seller),
        (online & ~abroad & (named == AREA), _biller),
        (abroad, _foreigner),
    ):
        names[mine] = make(asked.only(mine)).to_numpy(zero_copy_only=False)
    return pa.array(names, pa.string()).dictionary_encode()


def _shop(asked: _Asked) -> pa.Array:
    """Gupta Medical Hall."""
    owner, word = asked.draws
    return _joined(asked.words.owners.pick(asked.state, owner), asked.words.words.pick(asked.word_row, word))


def _company(asked: _Asked) -> pa.Array:
    """Kosi Finance."""
    name, word = asked.draws
    return _joined(asked.words.made_up.pick(asked.one_row, name), asked.words.words.pick(asked.word_row, word))


def _office(asked: _Asked) -> pa.Array:
    """Electricity Board, Kochi North."""
    area, word = asked.draws
    return _joined(asked.words.words.pick(asked.word_row, word), asked.words.towns.pick(asked.place, area), ", ")


def _outlet(asked: _Asked) -> pa.Array:
    """Koel Family Mart, in every town where the chain is."""
    code = asked.category * CHAINS + asked.chain
    word = asked.words.words.at(asked.word_row, code % asked.words.everywhere[asked.category])
    return _joined(asked.words.made_up.at(asked.one_row, code * _STRIDE), word)


def _seller(asked: _Asked) -> pa.Array:
    """Nilgiri Cart: one of its name in the category."""
    name = asked.words.made_up.at(asked.one_row, asked.rank + asked.category * _STRIDE)
    return _joined(name, asked.words.online.at(asked.category, asked.rank))


def _biller(asked: _Asked) -> pa.Array:
    """Electricity Board, Kerala."""
    return _joined(asked.words.online.at(asked.category, asked.rank), asked.words.states.at(asked.one_row, asked.rank), ", ")


def _foreigner(asked: _Asked) -> pa.Array:
    """Bluefern Direct."""
    name = asked.words.abroad.at(asked.one_row, asked.rank + asked.category * _STRIDE)
    return _joined(name, asked.words.abroad_words.at(asked.one_row, asked.category))


def _joined(first: pa.Array, second: pa.Array, between: str = " ") -> pa.Array:
    return pc.binary_join_element_wise(first, second, between)


def _asked(market: Market, at: NDArray[np.int64]) -> _Asked:
    calibration = market.population.period.calibration
    ids = market.ids[at].astype(np.uint64)
    place = market.place[at].astype(np.int64)
    state = np.array([row.state for row in calibration.places])[place]
    chain = (mix64(ids, 13) % np.uint64(CHAINS)).astype(np.int64)
    rank = (at - len(market)) % ONLINE_SELLERS  # the online sellers are the last cells, so many in each
    return _Asked(
        _vocabulary(calibration), market.category[at].astype(np.int64), place, state, (_unit(ids, 7), _unit(ids, 11)), chain, rank
    )


def _unit(ids: U64, key: int) -> NDArray[np.float64]:
    return (mix64(ids, key) >> np.uint64(11)).astype(np.float64) * 2.0**-53


@lru_cache(maxsize=2)
def _vocabulary(calibration: Calibration) -> Vocabulary:
    """Read the pools; raises CalibrationError when a category or the language of a state has no words."""
    shops, people = shop_pools(), people_pools()
    categories, languages = shops["categories"], [state.language for state in calibration.states]
    mccs = [category.mcc for category in calibration.categories]
    require(FOLDER / SHOPS, "words of category", mccs, categories)
    require(FOLDER / SHOPS, "blessings", languages, shops["blessings"])
    require(FOLDER / PEOPLE, "names", languages, people)
    local = [shops["words_by_language"].get(language, {}) for language in languages]
    named = [(categories[mcc]["named"], categories[mcc].get("online_named", categories[mcc]["named"])) for mcc in mccs]
    return Vocabulary(
        owners=Pool.of([[*shops["everywhere"], *shops["blessings"][one], *people[one][MALE_FAMILY]] for one in languages]),
        words=Pool.of([[*categories[mcc]["words"], *own.get(mcc, ())] for mcc in mccs for own in local]),
        everywhere=np.array([len(categories[mcc]["words"]) for mcc in mccs]),
        online=Pool.of([categories[mcc]["online"] for mcc in mccs]),
        towns=Pool.of([[f"{place.city.removeprefix('Other ')} {area}" for area in shops["area"]] for place in calibration.places]),
        states=Pool.of([[state.name for state in calibration.states]]),
        made_up=Pool.of([shops["made_up"]]),
        abroad=Pool.of([shops["abroad"]]),
        abroad_words=Pool.of([shops["abroad_words"]]),
        named=np.array([NAMED.index(local) for local, _ in named]),
        named_online=np.array([NAMED.index(online) for _, online in named]),
    )
