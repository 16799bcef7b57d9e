"""A circuit breaker around real functions: what callers see, from threads and from coroutines."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from synfin_core.errors import WrongUse
from synfin_core.resilience import (
    BreakerEvent,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitBreakerState,
    RateLimitError,
    get_all_stats,
    get_circuit_breaker,
    reset_all,
)
from tests.resilience.conftest import Clock, alone


class Service:
    """Something outside that works or does not."""

    def __init__(self) -> None:
        self.is_down = True
        self.calls = 0

    def __call__(self, answer: str = "fine") -> str:
        """Fail, or give the answer."""
        self.calls += 1
        if self.is_down:
            raise ConnectionError("down")
        return answer

    async def later(self, answer: str = "fine") -> str:
        """The same, awaited."""
        await asyncio.sleep(0)
        return self(answer)


def fail(breaker: CircuitBreaker, service: Service, times: int) -> None:
    """Let calls fail."""
    for _ in range(times):
        with pytest.raises(ConnectionError):
            breaker.call(service)


def test_the_call_that_trips_sees_its_own_error_and_the_next_is_not_made(clock: Clock) -> None:
    """CircuitBreakerError names the breaker and the seconds until it tries again."""
    breaker, service = CircuitBreaker(3, timeout=30.0, name="bank", clock=clock), Service()
    fail(breaker, service, 3)
    clock.wait(10)

    with pytest.raises(CircuitBreakerError, match=r"'bank' has failed too often.*try again in 20\.0 seconds") as refused:
        breaker.call(service)

    assert (refused.value.name, refused.value.retry_after) == ("bank", 20.0)
    assert service.calls == 3


def test_a_service_that_is_back_closes_the_circuit(clock: Clock) -> None:
    """Open, half-open after the timeout, closed after enough successes."""
    breaker, service = CircuitBreaker(1, 2, timeout=30.0, clock=clock), Service()
    fail(breaker, service, 1)
    assert breaker.state is CircuitBreakerState.OPEN

    clock.wait(30)
    assert breaker.state is CircuitBreakerState.HALF_OPEN
    service.is_down = False
    assert breaker.call(service, "one") == "one"
    assert breaker.state is CircuitBreakerState.HALF_OPEN
    assert breaker.call(service, answer="two") == "two"
    assert breaker.state is CircuitBreakerState.CLOSED


def test_a_decorated_function_keeps_its_name_and_lends_it() -> None:
    """Plain functions stay plain; a breaker without a name takes the function's."""
    breaker = CircuitBreaker()

    @breaker
    def pay(amount: int) -> int:
        """Pay."""
        return amount

    assert pay(3) == 3
    assert (pay.__name__, pay.__doc__) == ("pay", "Pay.")
    assert breaker.name.endswith("pay")


def test_coroutines_are_guarded_while_they_run() -> None:
    """Decorated and called."""
    breaker, service = CircuitBreaker(2), Service()
    decorated = breaker(service.later)

    async def story() -> None:
        for ask in (decorated, lambda: breaker.call(service.later)):
            with pytest.raises(ConnectionError):
                await ask()
        with pytest.raises(CircuitBreakerError):
            await decorated()

    alone(story())
    assert service.calls == 2
    assert asyncio.iscoroutinefunction(decorated)


def test_a_cancelled_coroutine_is_no_failure() -> None:
    """Somebody lost patience; that says nothing about the service."""
    breaker = CircuitBreaker(1)

    async def story() -> None:
        task = asyncio.ensure_future(breaker.call(asyncio.sleep, 10))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    alone(story())
    assert breaker.state is CircuitBreakerState.CLOSED
    assert breaker.get_stats()["failures"] == 0


@pytest.mark.parametrize("error", [ValueError("odd question"), RateLimitError("not now"), CircuitBreakerError("not now")])
def test_errors_of_another_kind_and_refusals_further_in_do_not_count(error: Exception) -> None:
    """A wrong question opens no circuit, whatever it expects."""
    breaker = CircuitBreaker(1, expected_exception=(ConnectionError, RateLimitError, CircuitBreakerError))

    def ask() -> None:
        raise error

    for _ in range(3):
        with pytest.raises(type(error)):
            breaker.call(ask)
    assert breaker.state is CircuitBreakerState.CLOSED


def test_the_figures_say_what_happened(clock: Clock) -> None:
    """The fields of the contract, and what came through."""
    breaker, service = CircuitBreaker(2, 2, 30.0, ConnectionError, "bank", clock=clock), Service()
    fail(breaker, service, 2)
    with pytest.raises(CircuitBreakerError):
        breaker.call(service)
    stats = breaker.get_stats()

    assert stats["last_failure_time"] is not None
    assert {
        name: stats[name] for name in ("name", "state", "failure_count", "success_count", "seconds_until_retry", "storage")
    } == {
        "name": "bank",
        "state": "open",
        "failure_count": 2,
        "success_count": 0,
        "seconds_until_retry": 30.0,
        "storage": "process",
    }
    assert [stats[name] for name in ("calls", "successes", "failures", "refusals", "openings")] == [3, 0, 2, 1, 1]
    assert stats["config"] == {
        "failure_threshold": 2,
        "success_threshold": 2,
        "timeout": 30.0,
        "expected_exception": "ConnectionError",
    }


def test_listeners_are_told_of_every_change_once(clock: Clock) -> None:
    """Failures, refusals and the way through the states, in order."""
    told: list[BreakerEvent] = []
    breaker, service = CircuitBreaker(1, 1, 30.0, name="bank", listeners=[told.append], clock=clock), Service()
    fail(breaker, service, 1)
    with pytest.raises(CircuitBreakerError):
        breaker.call(service)
    clock.wait(30)
    service.is_down = False
    breaker.call(service)
    breaker.add_listener(lambda event: told.append(event))
    breaker.reset()

    assert [(event.kind, event.state.value) for event in told] == [
        ("failure", "open"),
        ("state", "open"),
        ("refusal", "open"),
        ("state", "half_open"),
        ("state", "closed"),
    ]


def test_calls_run_side_by_side() -> None:
    """No lock is held while a call runs."""
    breaker, meet = CircuitBreaker(), Barrier(4, timeout=5)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: breaker.call(meet.wait), range(4)))

    assert breaker.get_stats()["successes"] == 4


def test_no_count_is_lost_among_threads() -> None:
    """Eight threads, 4,000 failures: each is counted, and the circuit opens once."""
    openings: list[BreakerEvent] = []
    breaker, service = CircuitBreaker(4_000, name="bank", listeners=[openings.append]), Service()

    def many(_: int) -> None:
        fail(breaker, service, 500)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(many, range(8)))
    assert breaker.get_stats()["failures"] == breaker.get_stats()["failure_count"] == 4_000
    assert sum(event.kind == "state" for event in openings) == 1
    assert breaker.state is CircuitBreakerState.OPEN


def test_only_as_many_threads_try_a_half_open_circuit_as_it_waits_for(clock: Clock) -> None:
    """The others are refused."""
    breaker, service = CircuitBreaker(1, 2, 30.0, clock=clock), Service()
    fail(breaker, service, 1)
    clock.wait(30)
    meet = Barrier(3, timeout=5)
    with ThreadPoolExecutor(2) as pool:
        trials = [pool.submit(breaker.call, meet.wait) for _ in range(2)]
        while breaker.get_stats()["calls"] < 3:
            time.sleep(0.001)
        with pytest.raises(CircuitBreakerError):
            breaker.call(service)
        meet.wait()  # now both trials may end
    assert all(trial.exception() is None for trial in trials)
    assert breaker.state is CircuitBreakerState.CLOSED


def test_a_wall_clock_that_jumps_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set back by decades while the circuit is open, it still opens on time."""
    breaker, service = CircuitBreaker(1, timeout=0.05), Service()
    fail(breaker, service, 1)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert breaker.state is CircuitBreakerState.OPEN

    time.sleep(0.06)
    assert breaker.state is CircuitBreakerState.HALF_OPEN


def test_a_name_means_one_breaker_in_the_whole_process() -> None:
    """The settings of whoever asks first hold; all can be looked at and reset together."""
    breaker, service = get_circuit_breaker("database", failure_threshold=3, timeout=30.0), Service()
    assert get_circuit_breaker("database") is breaker
    get_circuit_breaker("api")
    fail(breaker, service, 3)

    assert {name: stats["state"] for name, stats in get_all_stats().items()} == {"api": "closed", "database": "open"}
    reset_all()
    assert breaker.state is CircuitBreakerState.CLOSED
    assert breaker.get_stats()["failures"] == 0
    assert breaker.get_stats()["last_failure_time"] is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"storage": "redis://x"}, "has no name"), ({"storage": "http://x", "name": "a"}, "redis://, rediss://, unix:// is allowed")],
)
def test_storage_that_cannot_be_is_refused(settings: dict[str, str], words: str) -> None:
    """One sentence."""
    with pytest.raises(WrongUse, match=words):
        CircuitBreaker(**settings)
