"""The circuit of a breaker as a value: what it counts, and how each event changes it. Pure; instants are handed in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from synfin_core.errors import WrongUse


class CircuitBreakerState(StrEnum):
    """Closed lets calls through, open refuses them, half-open lets a few through to see."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


CLOSED, OPEN, HALF_OPEN = CircuitBreakerState


@dataclass(frozen=True, slots=True)
class CircuitBreakerConfig:
    """When a circuit opens (failures in a row), how long it stays so (seconds), and when it closes (successes)."""

    failure_threshold: int = 5
    success_threshold: int = 2
    timeout: float = 60.0
    expected_exception: type[BaseException] | tuple[type[BaseException], ...] = Exception
    name: str | None = None

    def __post_init__(self) -> None:
        for threshold in ("failure_threshold", "success_threshold"):
            if getattr(self, threshold) < 1:
                raise WrongUse(f"{threshold} of a breaker is {getattr(self, threshold)}; 1 or more is allowed.")
        if not 0 <= self.timeout < float("inf"):
            raise WrongUse(f"timeout of a breaker is {self.timeout}; a number of seconds from 0 is allowed.")


@dataclass(frozen=True, slots=True)
class Circuit:
    """Where a circuit stands; `since` is the instant of the last change of state, in seconds of its clock."""

    state: CircuitBreakerState = CLOSED
    failure_count: int = 0  # in a row
    success_count: int = 0  # since it is half-open
    trials: int = 0  # calls under way while half-open
    since: float = 0.0
    turn: int = 0  # changes so far: a call let in before the last one says nothing about what came after


Step = Callable[[CircuitBreakerConfig, Circuit, int, float], Circuit]


def settled(config: CircuitBreakerConfig, circuit: Circuit, now: float) -> Circuit:
    """What the time that has passed makes of it: open becomes half-open, and trials that never came back are given up."""
    if now < circuit.since:  # a shared clock was set back
        circuit = replace(circuit, since=now)
    if circuit.state is CLOSED or now - circuit.since < config.timeout:
        return circuit
    return circuit if circuit.state is HALF_OPEN and _has_room(config, circuit) else _changed(circuit, HALF_OPEN, now)


def admitted(config: CircuitBreakerConfig, circuit: Circuit, now: float) -> Circuit | None:
    """The circuit with one more call let in; None when it is refused."""
    if circuit.state is CLOSED:
        return circuit
    return replace(circuit, trials=circuit.trials + 1) if _has_room(config, circuit) else None


def succeeded(config: CircuitBreakerConfig, circuit: Circuit, turn: int, now: float) -> Circuit:
    """A call let in at `turn` went well."""
    if turn != circuit.turn:
        return circuit
    if circuit.state is CLOSED:
        return replace(circuit, failure_count=0) if circuit.failure_count else circuit
    if circuit.success_count + 1 >= config.success_threshold:
        return _changed(circuit, CLOSED, now)
    return replace(circuit, success_count=circuit.success_count + 1, trials=circuit.trials - 1)


def failed(config: CircuitBreakerConfig, circuit: Circuit, turn: int, now: float) -> Circuit:
    """A call let in at `turn` failed in a way that counts."""
    if turn != circuit.turn:
        return circuit
    n_failures = circuit.failure_count + 1
    if circuit.state is CLOSED and n_failures < config.failure_threshold:
        return replace(circuit, failure_count=n_failures)
    return replace(_changed(circuit, OPEN, now), failure_count=n_failures)


def given_back(config: CircuitBreakerConfig, circuit: Circuit, turn: int, now: float) -> Circuit:
    """A call let in at `turn` ended in a way that says nothing."""
    is_trial = turn == circuit.turn and circuit.state is HALF_OPEN
    return replace(circuit, trials=circuit.trials - 1) if is_trial else circuit


def seconds_left(config: CircuitBreakerConfig, circuit: Circuit, now: float) -> float:
    """Until a refused call may be tried again; 0 while calls are let in."""
    is_refusing = circuit.state is OPEN or (circuit.state is HALF_OPEN and not _has_room(config, circuit))
    return max(circuit.since + config.timeout - now, 0.0) if is_refusing else 0.0


def _has_room(config: CircuitBreakerConfig, circuit: Circuit) -> bool:
    """Whether a half-open circuit waits for more trials than are under way."""
    return circuit.state is HALF_OPEN and circuit.success_count + circuit.trials < config.success_threshold


def _changed(circuit: Circuit, state: CircuitBreakerState, now: float) -> Circuit:
    kept = circuit.failure_count if state is HALF_OPEN else 0
    return Circuit(state, failure_count=kept, since=now, turn=circuit.turn + 1)
