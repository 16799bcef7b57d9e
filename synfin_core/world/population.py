"""How customers are cut into shards, which shards know each other, and how every id is made."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import Streams, mix64, scramble
from synfin_core.spec import Spec
from synfin_core.timeline import Period

SLOTS = 4
PRIMARY, SECOND, CREDIT_CARD, WALLET = range(SLOTS)
OUTSIDE = 1 << 44  # outside parties live above all customers in one id space, so that an id does not tell them apart
N_LINKS = 4
TOWN_LINK = 0  # link 0 joins a shard with itself: neighbours and relatives


@dataclass(frozen=True, eq=False)
class Population:
    """All customers of a run in fixed shards; a customer is its index 0..n_customers-1."""

    spec: Spec
    period: Period
    n_customers: int
    n_shards: int
    window_days: int

    @cached_property
    def keys(self) -> Streams:
        """Streams of the run as a whole."""
        return Streams(self.spec.seed, "run")

    def streams(self, room: str, *scope: int) -> Streams:
        """Streams of one room and scope (say, a shard)."""
        return Streams(self.spec.seed, room, *scope)

    def bounds(self, shard: int) -> tuple[int, int]:
        """First customer of a shard, and the one after its last."""
        size, extra = divmod(self.n_customers, self.n_shards)
        first = shard * size + min(shard, extra)
        return first, first + size + (shard < extra)

    def partner(self, link: int, shard: int) -> int:
        """The shard that `link` joins with `shard`: a keyed perfect matching; the odd one out is its own partner."""
        return int(self._partners[link, shard])

    @cached_property
    def _partners(self) -> NDArray[np.int64]:
        table = np.tile(np.arange(self.n_shards), (N_LINKS, 1))
        for link in range(TOWN_LINK + 1, N_LINKS):
            order = np.argsort(mix64(np.arange(self.n_shards, dtype=np.uint64), self.keys.key(f"matching {link}")), kind="stable")
            even = order[: len(order) // 2 * 2].reshape(-1, 2)
            table[link, even[:, 0]], table[link, even[:, 1]] = even[:, 1], even[:, 0]
        return table

    def active_from(self, customers: NDArray[np.int64]) -> NDArray[np.int64]:
        """First active day of each customer; the windows fill the period."""
        free = self.period.days - self.window_days
        if free <= 0:
            return np.zeros(len(customers), np.int64)
        spread = (customers * free) // max(self.n_customers - 1, 1)
        return spread.astype(np.int64)

    def customer_ids(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ids of customers and outside parties."""
        return scramble(indices, self.keys.key("customer id"))

    def account_ids(self, indices: NDArray[np.int64], slots: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """Ids of accounts: one for each party and slot."""
        return scramble(indices * SLOTS + slots, self.keys.key("account id"))

    def device_ids(self, indices: NDArray[np.int64], ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ids of devices: the n-th of a customer."""
        return scramble(indices * 256 + ordinals, self.keys.key("device id"))

    def item_ids(self, table: str, shard: int, stream: int, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Ids of payments or events: one for each shard (18 bits), stream (8 bits) and item (22 bits)."""
        return scramble((shard << 30) + (stream << 22) + items, self.keys.key(f"{table} id"))
