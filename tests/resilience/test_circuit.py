"""The state machine of a breaker, held against its meaning for every short story that can happen."""

from dataclasses import replace
from itertools import product

import pytest

from synfin_core.errors import WrongUse
from synfin_core.resilience.circuit import (
    CLOSED,
    HALF_OPEN,
    OPEN,
    Circuit,
    CircuitBreakerConfig,
    admitted,
    failed,
    given_back,
    seconds_left,
    settled,
    succeeded,
)

LONGEST = 7
EVENTS = "sfow"  # a call that succeeds, one that fails, one that ends otherwise, a wait as long as the timeout
OUTCOMES = {"s": succeeded, "f": failed, "o": given_back}


def play(config: CircuitBreakerConfig, story: tuple[str, ...]) -> Circuit:
    """What a circuit comes to when calls come one after the other."""
    circuit, now = Circuit(), 100.0
    for event in story:
        now += config.timeout if event == "w" else 0.001
        circuit = settled(config, circuit, now)
        let_in = admitted(config, circuit, now) if event != "w" else None
        if let_in:
            circuit = OUTCOMES[event](config, let_in, let_in.turn, now)
    return circuit


def meaning(config: CircuitBreakerConfig, story: tuple[str, ...]) -> str:
    """The same, told without a circuit: failures in a row open, waiting half-opens, one failure or enough successes end that."""
    state, count = "closed", 0
    for event in story:
        if state == "open":
            state, count = ("half_open", 0) if event == "w" else (state, count)
        elif event == "f":
            count = count + 1 if state == "closed" else config.failure_threshold
            state = "open" if count >= config.failure_threshold else state
        elif event == "s":
            count = count + 1 if state == "half_open" else 0
            if state == "half_open" and count >= config.success_threshold:
                state, count = "closed", 0
    return state


@pytest.mark.parametrize("failures", [1, 2, 3])
@pytest.mark.parametrize("successes", [1, 2])
def test_every_story_of_seven_events_ends_as_it_should(failures: int, successes: int) -> None:
    """16,384 stories for each pair of thresholds."""
    config = CircuitBreakerConfig(failures, successes, timeout=10.0)
    wrong = [story for story in product(EVENTS, repeat=LONGEST) if play(config, story).state != meaning(config, story)]

    assert not wrong


def test_all_three_states_are_reached() -> None:
    """The stories above are long enough to matter."""
    config = CircuitBreakerConfig(2, 2, timeout=10.0)

    assert {meaning(config, story) for story in product(EVENTS, repeat=LONGEST)} == {CLOSED, OPEN, HALF_OPEN}


@pytest.mark.parametrize("outcome", OUTCOMES.values())
@pytest.mark.parametrize("state", [CLOSED, OPEN, HALF_OPEN])
def test_a_call_of_an_earlier_turn_changes_nothing(outcome: object, state: str) -> None:
    """It began before the circuit changed and says nothing about what came after."""
    circuit = Circuit(state=state, failure_count=1, success_count=0, trials=1, turn=5)

    assert outcome(CircuitBreakerConfig(2), circuit, 4, 200.0) == circuit


def test_a_half_open_circuit_lets_in_only_as_many_as_it_waits_for() -> None:
    """A service that comes back is not buried under everybody who waited."""
    config = CircuitBreakerConfig(success_threshold=2, timeout=10.0)
    first = admitted(config, Circuit(state=HALF_OPEN, since=100.0), 101.0)
    second = admitted(config, first, 101.0)

    assert admitted(config, second, 101.0) is None
    assert seconds_left(config, second, 101.0) == 9.0
    assert admitted(config, succeeded(config, second, 0, 102.0), 102.0) is None, "one went well, one is under way"
    assert admitted(config, given_back(config, second, 0, 102.0), 102.0) is not None


def test_trials_that_never_come_back_do_not_hold_a_circuit_half_open_for_ever() -> None:
    """After another timeout new ones are let in."""
    config = CircuitBreakerConfig(success_threshold=1, timeout=10.0)
    stuck = admitted(config, Circuit(state=HALF_OPEN, since=100.0), 101.0)

    assert admitted(config, settled(config, stuck, 109.0), 109.0) is None
    assert admitted(config, settled(config, stuck, 110.0), 110.0) is not None


def test_a_shared_clock_that_is_set_back_prolongs_no_opening_beyond_one_timeout() -> None:
    """From the new time on it waits its timeout, no more."""
    config = CircuitBreakerConfig(timeout=10.0)
    circuit = settled(config, Circuit(state=OPEN, since=1_000_000.0), 50.0)

    assert circuit == replace(circuit, state=OPEN, since=50.0)
    assert settled(config, circuit, 60.0).state == HALF_OPEN


@pytest.mark.parametrize("odd", [{"failure_threshold": 0}, {"success_threshold": 0}, {"timeout": -1}, {"timeout": float("nan")}])
def test_settings_that_make_no_sense_are_refused(odd: dict[str, float]) -> None:
    """With the value that came."""
    with pytest.raises(WrongUse, match=f"{next(iter(odd))} of a breaker is {next(iter(odd.values()))}"):
        CircuitBreakerConfig(**odd)
