"""Where a circuit is kept: in this process, or in Redis for several of them."""

import json
from collections.abc import Callable
from dataclasses import astuple, replace
from threading import Lock
from typing import Protocol, TypeVar

from synfin_core.resilience.circuit import Circuit, CircuitBreakerState
from synfin_core.resilience.redis_link import RedisLink

T = TypeVar("T")
Change = Callable[[Circuit, float], tuple[Circuit, T]]  # the circuit and the instant in; the next circuit and an answer out

_KEPT_SECONDS = 86_400  # a circuit that nobody used for a day is forgotten
_TRIES = 50  # others may change the circuit between reading and writing
_READ = "return {redis.call('GET', KEYS[1]), redis.call('TIME')}"
_SWAP = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""


class Holder(Protocol):
    """Keeps one circuit; `storage` says where."""

    @property
    def storage(self) -> str:
        """'process', 'redis', or 'process (redis lost)'."""

    def change(self, change: Change[T]) -> tuple[Circuit, T]:
        """Replace the circuit by what `change` makes of it, in one step; the circuit afterwards, and the answer."""


class OwnCircuit:
    """A circuit in this process, behind a lock that is never held during a call."""

    storage = "process"

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._circuit = Circuit()

    def change(self, change: Change[T]) -> tuple[Circuit, T]:
        """See Holder."""
        with self._lock:
            self._circuit, answer = change(self._circuit, self._clock())
            return self._circuit, answer

    def at(self, now: float) -> Circuit:
        """The circuit as it stands, by a clock that says `now`."""
        with self._lock:
            return replace(self._circuit, since=now - (self._clock() - self._circuit.since))

    def adopt(self, circuit: Circuit, age: float) -> None:
        """Take over a circuit whose state is `age` seconds old by another clock."""
        with self._lock:
            self._circuit = replace(circuit, since=self._clock() - age)


class SharedCircuit:
    """A circuit in Redis, by Redis's clock; while Redis is lost this process goes on with its own copy."""

    def __init__(self, link: RedisLink, key: str, own: OwnCircuit) -> None:
        self._link = link
        self._key = key
        self._own = own

    @property
    def storage(self) -> str:
        """See Holder."""
        return self._link.storage

    def change(self, change: Change[T]) -> tuple[Circuit, T]:
        """See Holder."""
        for _ in range(_TRIES):
            found = self._link.run(_READ, self._key)
            if found is None:
                break
            text, (seconds, micros) = found
            now = int(seconds) + int(micros) / 1e6
            stored, own = _read(text), self._own.at(now)
            after, answer = change(own if own.turn > stored.turn else stored, now)  # own: from while Redis was lost
            if after == stored or self._link.run(_SWAP, self._key, text or "", _written(after), _KEPT_SECONDS):
                self._own.adopt(after, now - after.since)
                return after, answer
        return self._own.change(change)


def _read(text: str | None) -> Circuit:
    if not text:
        return Circuit()
    state, *numbers = json.loads(text)
    return Circuit(CircuitBreakerState(state), *numbers)


def _written(circuit: Circuit) -> str:
    return json.dumps(astuple(circuit))
