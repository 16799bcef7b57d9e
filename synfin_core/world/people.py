"""The customers of one shard as arrays: who they are, what they earn, hold and usually do."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.timeline import DAY
from synfin_core.world.devices import device_by_day
from synfin_core.world.hypercube import Hypercube, divided
from synfin_core.world.places import place_by_day
from synfin_core.world.population import SECOND, Population

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
_AGE_EDGES = np.array([25, 35, 45, 55, 65])
SECOND_ACCOUNT = 0.28  # payments.yaml accounts_per_customer: two or more, assumed
WALLET_HOLDERS = 0.45  # assumed
CURRENT_ACCOUNT = {"business_owner": 1.0, "micro_merchant": 0.5}  # share whose first account is a current one, assumed
ACTIVITY_SIGMA = 0.35  # spread of payments a month between customers of one segment, assumed
OPENING_SIGMA = 0.5  # spread of opening balances between customers of one segment, assumed
LIMIT_MULTIPLE, LIMIT_SIGMA = 3.0, 0.4  # credit limit over monthly income, assumed
_MALE = 0.557  # adults weighted by phone ownership (people.yaml gender)
_FEMALE_HOMEMAKERS = 0.97  # assumed


@dataclass(frozen=True)
class People:
    """Customers of one shard; every array has one entry a customer. Money in rupees, rates a month."""

    population: Population
    shard: int
    index: NDArray[np.int64]
    segment: NDArray[np.uint8]
    place: NDArray[np.uint8]
    income: NDArray[np.float64]
    age: NDArray[np.int64]
    is_female: NDArray[np.bool_]
    bank: NDArray[np.uint8]
    second_bank: NDArray[np.uint8]
    has_second: NDArray[np.bool_]
    has_card: NDArray[np.bool_]
    has_wallet: NDArray[np.bool_]
    is_current: NDArray[np.bool_]
    credit_limit: NDArray[np.float64]
    opening: NDArray[np.float64]
    activity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.index)

    @property
    def calibration(self) -> Calibration:
        """The figures behind these people."""
        return self.population.period.calibration

    def of_segment(self, name: str) -> NDArray[np.float64]:
        """A figure of each customer's segment."""
        return np.array([float(getattr(segment, name)) for segment in self.calibration.segments])[self.segment]

    def bank_at(self, who: NDArray[np.integer], slot: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The bank of an account of each of these customers."""
        return np.where(slot == SECOND, self.second_bank[who], self.bank[who])

    def in_segments(self, ids: tuple[str, ...]) -> NDArray[np.bool_]:
        """Who belongs to one of these segments."""
        return np.array([segment.id in ids for segment in self.calibration.segments])[self.segment]

    @cached_property
    def state(self) -> NDArray[np.uint8]:
        """Home state of each customer."""
        return np.array([place.state for place in self.calibration.places], np.uint8)[self.place]

    @cached_property
    def age_band(self) -> NDArray[np.uint8]:
        """Index into AGE_BANDS."""
        return np.searchsorted(_AGE_EDGES, self.age, side="right").astype(np.uint8)

    @cached_property
    def p2p_rate(self) -> NDArray[np.float64]:
        """UPI transfers made a month."""
        return self.activity * self.of_segment("upi_txns") * self.of_segment("p2p_count_share")

    @cached_property
    def p2m_rate(self) -> NDArray[np.float64]:
        """UPI purchases a month."""
        return self.activity * self.of_segment("upi_txns") * (1 - self.of_segment("p2p_count_share"))

    @cached_property
    def p2p_ticket(self) -> NDArray[np.float64]:
        """Mean rupees of a transfer: what the segment sends, over how often (people.yaml cash_flow)."""
        return self.of_segment("p2p_out") * self.income / np.maximum(self.p2p_rate, 1e-9)

    @cached_property
    def p2m_ticket(self) -> NDArray[np.float64]:
        """Mean rupees of a purchase."""
        return self.of_segment("p2m_out") * self.income / np.maximum(self.p2m_rate, 1e-9)

    @cached_property
    def received(self) -> NDArray[np.float64]:
        """Rupees received by transfer a month."""
        return self.of_segment("p2p_in") * self.income

    @cached_property
    def place_by_day(self) -> NDArray[np.uint8]:
        """[customer, day] where each customer is."""
        return place_by_day(self.population.streams("trips", self.shard), self.place, self.population.period)

    def place_at(self, who: NDArray[np.integer], time: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Where each of these customers is at these microseconds of the period."""
        day = np.clip(time, 0, self.population.period.length - 1) // DAY
        return self.place_by_day.reshape(-1)[who.astype(np.int64) * self.population.period.days + day]

    @cached_property
    def device_by_day(self) -> NDArray[np.uint8]:
        """[customer, day] which of their devices each customer uses."""
        return device_by_day(self.population.streams("devices", self.shard), len(self), self.population.period)

    @cached_property
    def device_owner(self) -> NDArray[np.int64]:
        """Whose device each customer uses: their own, or a relative's next to them (shared_device_share 0.03)."""
        shares = self.population.streams("devices", self.shard).unit("shared", len(self)) < 0.03
        neighbour = np.minimum(np.arange(len(self)) ^ 1, len(self) - 1)
        return np.where(shares, self.index[neighbour], self.index)

    @cached_property
    def active_from(self) -> NDArray[np.int64]:
        """First active day."""
        return self.population.active_from(self.index)


@lru_cache(maxsize=12)
def people_of(population: Population, shard: int) -> People:
    """Make the customers of a shard; the same for everybody who asks."""
    calibration, spec = population.period.calibration, population.spec
    first, end = population.bounds(shard)
    n = end - first
    streams = population.streams("people", shard)
    segments = calibration.segments
    weights = np.array([segment.pop_share * (spec.segments is None or segment.id in spec.segments) for segment in segments])
    draws = Hypercube(streams, n, population.streams("people"), shard, population.n_shards)
    segment, along = divided(draws.first, weights)
    place, _ = divided(draws.next("place"), _place_weights(calibration, spec.states))
    income = _incomes(calibration, segment, along)
    # Published shares are of approved payments, so that a bank that declines more has more customers who try.
    banks = np.array([one.share / (1 - one.business_decline - one.technical_decline) for one in calibration.banks])
    names = [one.id for one in segments]
    current = np.array([CURRENT_ACCOUNT.get(name, 0.0) for name in names])[segment]
    holder = np.array([one.card_holder for one in segments])[segment]
    ages = np.array([one.age for one in segments])[segment]
    female = np.where(np.array(names)[segment] == "homemaker", _FEMALE_HOMEMAKERS, 1 - _MALE - 0.06)
    limit = np.clip(LIMIT_MULTIPLE * income * np.exp(LIMIT_SIGMA * normal(draws.next("limit"))), 15_000, 1_500_000)
    opening = np.array([one.opening_balance for one in segments])[segment] * income
    activity = np.exp(ACTIVITY_SIGMA * normal(draws.next("activity")) - ACTIVITY_SIGMA**2 / 2)
    return People(
        population=population,
        shard=shard,
        index=np.arange(first, end),
        segment=segment,
        place=place,
        income=income,
        age=(ages[:, 0] + draws.next("age") * (ages[:, 1] - ages[:, 0] + 1)).astype(np.int64),
        is_female=draws.next("gender") < female,
        bank=divided(draws.next("bank"), banks)[0],
        second_bank=divided(draws.next("second bank"), banks)[0],
        has_second=draws.next("second account") < SECOND_ACCOUNT,
        has_card=draws.next("card") < holder,
        has_wallet=(draws.next("wallet") < WALLET_HOLDERS) | (np.arange(n) == 0),  # somebody in every shard holds one
        is_current=draws.next("current") < current,
        credit_limit=np.rint(limit / 1000) * 1000,
        opening=np.rint(opening * np.exp(OPENING_SIGMA * normal(draws.next("opening"))) * 100 + 10_000) / 100,
        activity=activity,
    )


def normal(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard normal numbers from uniform ones in [0, 1)."""
    return NORMAL_TABLE[(draws * len(NORMAL_TABLE)).astype(np.int64)]


def _normal_table() -> NDArray[np.float64]:
    """Quantiles of the standard normal in the middle of 65,536 equal cells."""
    half = np.array([NormalDist().inv_cdf((cell + 0.5) / 65_536) for cell in range(32_768)])
    return np.concatenate([half, -half[::-1]])


NORMAL_TABLE = _normal_table()


def _place_weights(calibration: Calibration, states: tuple[str, ...] | None) -> NDArray[np.float64]:
    codes = [calibration.states[place.state].code for place in calibration.places]
    return np.array(
        [place.weight * (states is None or code in states) for place, code in zip(calibration.places, codes, strict=True)]
    )


def _incomes(calibration: Calibration, segment: NDArray[np.uint8], along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-uniform `along` the segment's range, uniform where that starts at 0 (people.yaml income_draw)."""
    ranges = np.array([one.income_month for one in calibration.segments])[segment]
    low, high = ranges[:, 0], ranges[:, 1]
    logarithmic = np.maximum(low, 1.0) * (high / np.maximum(low, 1.0)) ** along
    return np.rint(np.where(low > 0, logarithmic, np.maximum(high * along, 500.0)))
