"""All merchants of a run: local shops by town and category with heavy-tailed popularity, and sellers reached online."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import U64, scramble
from synfin_core.world.people import NORMAL_TABLE
from synfin_core.world.population import Population

SLOTS_PER_CELL = 32
SIZE_SIGMA = 1.5  # merchants.yaml universe.merchant_size, assumed
PER_CUSTOMER = 0.14  # merchants.yaml universe.merchants_per_1000_customers, assumed
LEAST, MOST = 9_000, 60_000
ONLINE_SELLERS = 24  # sellers reached remotely in each category, assumed
ABROAD = ("US", "SG", "IE", "AE", "GB")
ABROAD_SHARE = 0.06  # of online sellers, assumed
CHAIN_SHARE = 0.12  # of local shops, assumed
AGE_DAYS = (30, 2_000)  # since a merchant was onboarded, assumed
REPUTATION = (0.35, 0.25, 0.15, 0.20)  # what all have, what size adds, what age adds, and what is drawn; assumed


@dataclass(frozen=True)
class Market:
    """Merchants as arrays, sorted by cell (place x category, then one cell of online sellers a category)."""

    population: Population
    place: NDArray[np.uint8]
    category: NDArray[np.uint8]
    is_online: NDArray[np.bool_]
    is_chain: NDArray[np.bool_]
    country: NDArray[np.uint8]
    size: NDArray[np.float64]
    slots: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.place)

    @cached_property
    def ids(self) -> NDArray[np.int64]:
        """Id of each merchant."""
        return scramble(np.arange(len(self)), self.population.keys.key("merchant id"))

    @cached_property
    def age_days(self) -> NDArray[np.int64]:
        """Days since each merchant was onboarded, at the start of the period."""
        low, high = AGE_DAYS
        return low + (self.population.streams("market").unit("age", len(self)) * (high - low)).astype(np.int64)

    @cached_property
    def reputation(self) -> NDArray[np.float64]:
        """0-1: drawn, higher for large and old merchants."""
        base, by_size, by_age, drawn = REPUTATION
        size = self.size / (1 + self.size)
        age = self.age_days / AGE_DAYS[1]
        return base + by_size * size + by_age * age + drawn * self.population.streams("market").unit("reputation", len(self))

    @cached_property
    def complaint_factor(self) -> NDArray[np.float64]:
        """How much more often than usual a purchase is complained about; falls with reputation, mean 1 over purchases."""
        distrust = 1 - self.reputation
        return distrust / distrust[self.slots].mean()

    def local(self, place: NDArray[np.uint8], category: NDArray[np.uint8], hashes: U64) -> NDArray[np.int32]:
        """A shop of the category in the town, popular ones more often."""
        n_categories = len(self.population.period.calibration.categories)
        cell = place.astype(np.int64) * n_categories + category
        return self.slots[cell * SLOTS_PER_CELL + (hashes & np.uint64(SLOTS_PER_CELL - 1)).astype(np.int64)]

    def online(self, category: NDArray[np.uint8], hashes: U64) -> NDArray[np.int32]:
        """A seller of the category reached remotely."""
        calibration = self.population.period.calibration
        cell = len(calibration.places) * len(calibration.categories) + category.astype(np.int64)
        return self.slots[cell * SLOTS_PER_CELL + (hashes & np.uint64(SLOTS_PER_CELL - 1)).astype(np.int64)]


@lru_cache(maxsize=2)
def market_of(population: Population) -> Market:
    """Make the market of a run."""
    calibration = population.period.calibration
    streams = population.streams("market")
    counts, cell_place, cell_category = _cells(population)
    cell = np.repeat(np.arange(len(counts)), counts)
    n = len(cell)
    place, category = cell_place[cell], cell_category[cell]
    is_online = cell >= len(calibration.places) * len(calibration.categories)
    size = np.exp(SIZE_SIGMA * NORMAL_TABLE[streams.u16("size", n)])
    abroad = is_online & (streams.unit("abroad", n) < ABROAD_SHARE)
    country = np.where(abroad, 1 + (streams.unit("country", n) * len(ABROAD)).astype(np.int64), 0).astype(np.uint8)
    return Market(
        population,
        place,
        category,
        is_online,
        ~is_online & (streams.unit("chain", n) < CHAIN_SHARE),
        country,
        size,
        _slots(cell, size, len(counts)),
    )


def _cells(population: Population) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]]:
    """(merchants, place, category) of each cell; at least two shops of every kind in every town."""
    calibration = population.period.calibration
    places = np.array([place.weight for place in calibration.places])
    categories = np.array([category.volume for category in calibration.categories])
    total = np.clip(PER_CUSTOMER * population.n_customers, LEAST, MOST)
    local = np.maximum(np.rint(total * places[:, None] * categories).astype(np.int64), 2).reshape(-1)
    counts = np.concatenate([local, np.full(len(categories), ONLINE_SELLERS)])
    place = np.concatenate([np.repeat(np.arange(len(places)), len(categories)), np.zeros(len(categories), np.int64)])
    category = np.concatenate([np.tile(np.arange(len(categories)), len(places)), np.arange(len(categories))])
    return counts, place.astype(np.uint8), category.astype(np.uint8)


def _slots(cell: NDArray[np.int64], size: NDArray[np.float64], n_cells: int) -> NDArray[np.int32]:
    """[cell x SLOTS_PER_CELL] merchants, each in as many slots as its size earns."""
    ends = np.cumsum(size)
    last = np.flatnonzero(np.diff(cell, append=n_cells))
    totals = np.diff(ends[last], prepend=0.0)
    share = (ends - np.repeat(ends[last] - totals, np.diff(last, prepend=-1))) / np.repeat(totals, np.diff(last, prepend=-1))
    marks = np.repeat(np.arange(n_cells), SLOTS_PER_CELL) + np.tile((np.arange(SLOTS_PER_CELL) + 0.5) / SLOTS_PER_CELL, n_cells)
    found = np.searchsorted(cell + share, marks).astype(np.int64)
    return np.minimum(found, np.repeat(last, SLOTS_PER_CELL)).astype(np.int32)
