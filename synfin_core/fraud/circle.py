"""The customers whom a shard's cases can touch: its own, and those of the shards that links join with it, as one array.

A seat is a position in that array. Label 0 is the shard itself, label 1..3 the partner of that link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.casting import Queue
from synfin_core.payments.running import Ints
from synfin_core.world.people import People
from synfin_core.world.population import Population


@dataclass(frozen=True, eq=False)
class Circle:
    """`folk[label]`: the customers behind each label; `first`: seat of the first one of each."""

    folk: tuple[People, ...]
    first: Ints

    @classmethod
    def of(cls, people: People, partners: list[People]) -> Self:
        """The customers of a shard, and of its partner by each link."""
        folk = (people, *partners[1:])
        return cls(folk, np.cumsum([0, *map(len, folk)])[:-1])

    @property
    def here(self) -> People:
        """The shard that is made."""
        return self.folk[0]

    @property
    def population(self) -> Population:
        """The whole run."""
        return self.here.population

    @cached_property
    def elsewhere(self) -> NDArray[np.bool_]:
        """[label] whether it is another shard than this one."""
        return np.array([people.shard != self.here.shard for people in self.folk])

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """[label] who falls first."""
        return tuple(Queue.of(people) for people in self.folk)

    @cached_property
    def index(self) -> Ints:
        """[seat] index of each customer in the whole run."""
        return self._all(lambda people: people.index)

    @cached_property
    def income(self) -> NDArray[np.float64]:
        """[seat] rupees a month."""
        return self._all(lambda people: people.income)

    @cached_property
    def has_card(self) -> NDArray[np.bool_]:
        """[seat] who holds a credit card."""
        return self._all(lambda people: people.has_card)

    @cached_property
    def has_wallet(self) -> NDArray[np.bool_]:
        """[seat] who holds a wallet."""
        return self._all(lambda people: people.has_wallet)

    @cached_property
    def credit_limit(self) -> NDArray[np.float64]:
        """[seat] rupees of each credit limit."""
        return self._all(lambda people: people.credit_limit)

    @cached_property
    def p2p_ticket(self) -> NDArray[np.float64]:
        """[seat] mean rupees of a transfer."""
        return self._all(lambda people: people.p2p_ticket)

    @cached_property
    def p2m_ticket(self) -> NDArray[np.float64]:
        """[seat] mean rupees of a purchase."""
        return self._all(lambda people: people.p2m_ticket)

    def _all(self, column: Callable[[People], NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([column(people) for people in self.folk])
