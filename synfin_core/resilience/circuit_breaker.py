"""A circuit breaker: after failures in a row it refuses calls for a while, then lets a few through to see.

Our own, because pybreaker keeps its lock while a call runs, awaits Tornado only, and goes by the wall clock.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from threading import Lock
from typing import Any, Literal, ParamSpec, TypeVar

from synfin_core.errors import CircuitBreakerError, Refused, WrongUse
from synfin_core.resilience.circuit import (
    Circuit,
    CircuitBreakerConfig,
    CircuitBreakerState,
    Step,
    admitted,
    failed,
    given_back,
    seconds_left,
    settled,
    succeeded,
)
from synfin_core.resilience.circuit_holders import Holder, OwnCircuit, SharedCircuit
from synfin_core.resilience.decorating import through
from synfin_core.resilience.redis_link import link
from synfin_core.resilience.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")
_UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class BreakerEvent:
    """What a listener is told: a change of state, a call that failed, or one that was refused."""

    name: str
    kind: Literal["state", "failure", "refusal"]
    state: CircuitBreakerState
    error: str = ""


Listener = Callable[[BreakerEvent], object]


class CircuitBreaker:
    """Guards calls, from any number of threads; an error of `expected_exception` counts as a failure.

    The call that trips the breaker sees its own error, as every call before it; the next one sees CircuitBreakerError.
    An error of another kind, and a call that was refused further in, count neither way.
    """

    def __init__(
        self,
        failure_threshold: int = 5,
        success_threshold: int = 2,
        timeout: float = 60.0,
        expected_exception: type[BaseException] | tuple[type[BaseException], ...] = Exception,
        name: str | None = None,
        *,
        storage: str | None = None,
        listeners: Iterable[Listener] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.config = CircuitBreakerConfig(failure_threshold, success_threshold, timeout, expected_exception, name)
        self.name = name or _UNNAMED
        if storage and not name:
            raise WrongUse("a breaker that is shared through storage has no name; give it one, the same in every process.")
        own = OwnCircuit(clock)
        self._holder: Holder = SharedCircuit(link(storage), f"breaker:{self.name}", own) if storage else own
        self._listeners = list(listeners)
        self._lock = Lock()
        self._told = (0, CircuitBreakerState.CLOSED)
        self._last_failure: datetime | None = None
        self._calls = self._successes = self._failures = self._refusals = self._openings = 0

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function, plain or async; a breaker without a name takes the function's."""
        if self.name == _UNNAMED:
            self.name = getattr(function, "__qualname__", _UNNAMED)
        return through(self.call, function)

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call `function` unless the circuit is open; of an async one the result is to be awaited."""
        if iscoroutinefunction(function):
            return self._call_async(function, *args, **kwargs)
        with self.guard():
            return function(*args, **kwargs)

    async def _call_async(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.guard():
            return await function(*args, **kwargs)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Count what happens inside as one call; CircuitBreakerError instead when the circuit is open."""
        turn, outcome = self._enter(), given_back
        try:
            yield
            outcome = succeeded
        except self.config.expected_exception as failure:
            outcome = given_back if isinstance(failure, Refused) else failed
            raise
        finally:
            self._leave(turn, outcome)

    @property
    def state(self) -> CircuitBreakerState:
        """Closed, open or half-open at this instant."""
        return self._look()[0].state

    def add_listener(self, listener: Listener) -> None:
        """Tell `listener` of every event from now on, in the thread of the call; what it raises reaches the caller."""
        self._listeners.append(listener)

    def reset(self) -> None:
        """Close the circuit and start counting afresh."""
        circuit, _ = self._holder.change(lambda circuit, now: (Circuit(since=now, turn=circuit.turn + 1), None))
        with self._lock:
            self._last_failure = None
            self._calls = self._successes = self._failures = self._refusals = self._openings = 0
        self._tell_state(circuit)

    def get_stats(self) -> dict[str, Any]:
        """State and counts of the circuit, and what came through this process since it was made or reset."""
        circuit, left = self._look()
        return {
            "name": self.name,
            "state": circuit.state.value,
            "failure_count": circuit.failure_count,
            "success_count": circuit.success_count,
            "last_failure_time": self._last_failure.isoformat() if self._last_failure else None,
            "seconds_until_retry": left,
            "calls": self._calls,
            "successes": self._successes,
            "failures": self._failures,
            "refusals": self._refusals,
            "openings": self._openings,
            "storage": self._holder.storage,
            "config": self._config(),
        }

    def _config(self) -> dict[str, Any]:
        expected = self.config.expected_exception
        kinds = expected if isinstance(expected, tuple) else (expected,)
        numbers = {name: getattr(self.config, name) for name in ("failure_threshold", "success_threshold", "timeout")}
        return numbers | {"expected_exception": ", ".join(kind.__name__ for kind in kinds)}

    def _look(self) -> tuple[Circuit, float]:
        def change(circuit: Circuit, now: float) -> tuple[Circuit, float]:
            circuit = settled(self.config, circuit, now)
            return circuit, seconds_left(self.config, circuit, now)

        circuit, left = self._holder.change(change)
        self._tell_state(circuit)
        return circuit, left

    def _enter(self) -> int:
        """Let a call in; the turn in which it began."""

        def change(circuit: Circuit, now: float) -> tuple[Circuit, float | None]:
            circuit = settled(self.config, circuit, now)
            entered = admitted(self.config, circuit, now)
            return (circuit, seconds_left(self.config, circuit, now)) if entered is None else (entered, None)

        circuit, left = self._holder.change(change)
        with self._lock:
            self._calls += 1
            self._refusals += left is not None
        self._tell_state(circuit)
        if left is None:
            return circuit.turn
        error = CircuitBreakerError(
            f"'{self.name}' has failed too often and is not called; try again in {left:.1f} seconds.", self.name, left
        )
        self._tell(BreakerEvent(self.name, "refusal", circuit.state, str(error)))
        raise error

    def _leave(self, turn: int, outcome: Step) -> None:
        circuit, _ = self._holder.change(lambda circuit, now: (outcome(self.config, circuit, turn, now), None))
        with self._lock:
            self._successes += outcome is succeeded
            if outcome is failed:
                self._failures += 1
                self._last_failure = datetime.now(UTC)
        if outcome is failed:
            self._tell(BreakerEvent(self.name, "failure", circuit.state))
        self._tell_state(circuit)

    def _tell_state(self, circuit: Circuit) -> None:
        """Tell a change of state once, whoever made it."""
        with self._lock:
            turn, state = self._told
            if circuit.turn <= turn:
                return
            self._told = (circuit.turn, circuit.state)
            self._openings += circuit.state is CircuitBreakerState.OPEN and state is not CircuitBreakerState.OPEN
        if circuit.state is not state:
            self._tell(BreakerEvent(self.name, "state", circuit.state))

    def _tell(self, event: BreakerEvent) -> None:
        for listener in self._listeners:
            listener(event)


BREAKERS = Registry(CircuitBreaker)


def get_circuit_breaker(
    name: str,
    failure_threshold: int = 5,
    success_threshold: int = 2,
    timeout: float = 60.0,
    expected_exception: type[BaseException] | tuple[type[BaseException], ...] = Exception,
    *,
    storage: str | None = None,
) -> CircuitBreaker:
    """The breaker of that name, one for the whole process; the settings of whoever asks first hold."""
    return BREAKERS.get(
        name,
        failure_threshold=failure_threshold,
        success_threshold=success_threshold,
        timeout=timeout,
        expected_exception=expected_exception,
        storage=storage,
    )


def get_all_stats() -> dict[str, dict[str, Any]]:
    """`get_stats()` of every breaker that `get_circuit_breaker` made, by name."""
    return BREAKERS.stats()


def reset_all() -> None:
    """Close every breaker that `get_circuit_breaker` made."""
    BREAKERS.reset()
