"""State shared between processes through a real Redis, and what happens when that is lost."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from synfin_core.resilience import CircuitBreaker, CircuitBreakerError, CircuitBreakerState, RateLimiter
from tests.resilience.conftest import RedisServer

ROOT = Path(__file__).resolve().parents[2]
_BACK_SECONDS = 2.2  # after it was lost, Redis is looked for every two seconds


def fail() -> None:
    """What a service does that is down."""
    raise ConnectionError("down")


def trip(breaker: CircuitBreaker, times: int) -> None:
    """Let calls fail."""
    for _ in range(times):
        with pytest.raises(ConnectionError):
            breaker.call(fail)


def in_another_process(code: str) -> str:
    """What the code prints there."""
    head = "from synfin_core.resilience import *"
    return subprocess.run([sys.executable, "-c", f"{head}\n{code}"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_a_breaker_that_one_process_trips_is_open_in_another(redis_server: RedisServer) -> None:
    """And closed again in both."""
    ours = CircuitBreaker(2, 1, 30.0, name="bank", storage=redis_server.url)
    trip(ours, 2)
    theirs = f"breaker = CircuitBreaker(2, 1, 30.0, name='bank', storage={redis_server.url!r})"

    assert in_another_process(f"{theirs}; print(breaker.state, breaker.get_stats()['storage'])").split() == ["open", "redis"]
    in_another_process(f"{theirs}; breaker.reset()")
    assert ours.state is CircuitBreakerState.CLOSED


def test_failures_in_different_processes_add_up(redis_server: RedisServer) -> None:
    """One here and one there make two."""
    ours = CircuitBreaker(2, timeout=30.0, name="bank", storage=redis_server.url)
    trip(ours, 1)
    theirs = f"b = CircuitBreaker(2, timeout=30.0, name='bank', storage={redis_server.url!r})"
    failing = f"{theirs}\ntry: b.call(int, 'x')\nexcept ValueError: pass"
    in_another_process(failing)

    assert ours.state is CircuitBreakerState.OPEN
    assert ours.get_stats()["failures"] == 1, "its own"


def test_no_failure_is_lost_when_many_write_at_once(redis_server: RedisServer) -> None:
    """Two breakers of one name, eight threads, 200 failures."""
    both = [CircuitBreaker(1_000, name="bank", storage=redis_server.url) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: trip(both[n % 2], 1), range(200)))

    assert both[0].get_stats()["failure_count"] == 200


def test_a_shared_breaker_goes_through_all_its_states(redis_server: RedisServer) -> None:
    """By Redis's clock."""
    breaker = CircuitBreaker(1, 1, 0.2, name="bank", storage=redis_server.url)
    trip(breaker, 1)
    with pytest.raises(CircuitBreakerError, match=r"try again in 0\.[12] seconds"):
        breaker.call(int)
    time.sleep(0.25)
    assert breaker.state is CircuitBreakerState.HALF_OPEN
    breaker.call(int)
    assert breaker.state is CircuitBreakerState.CLOSED


def test_a_breaker_outlives_its_redis(redis_server: RedisServer) -> None:
    """It goes on with what it knew, says so, and tells Redis when that is back empty."""
    breaker = CircuitBreaker(1, 1, 60.0, name="bank", storage=redis_server.url)
    trip(breaker, 1)
    redis_server.stop()
    began = time.monotonic()
    stats = [breaker.get_stats() for _ in range(100)]

    assert time.monotonic() - began < 1, "it does not wait for Redis with every call"
    assert {(one["state"], one["storage"]) for one in stats} == {("open", "process (redis lost)")}
    assert 58 < stats[-1]["seconds_until_retry"] < 60
    redis_server.start()
    time.sleep(_BACK_SECONDS)
    assert (breaker.state, breaker.get_stats()["storage"]) == (CircuitBreakerState.OPEN, "redis")
    other = CircuitBreaker(1, 1, 60.0, name="bank", storage=redis_server.url)
    assert other.state is CircuitBreakerState.OPEN


def test_what_happened_while_redis_was_lost_is_not_forgotten(redis_server: RedisServer) -> None:
    """The circuit that changed more often is the newer one."""
    breaker = CircuitBreaker(1, 1, 60.0, name="bank", storage=redis_server.url)
    breaker.call(int)
    redis_server.stop()
    trip(breaker, 1)
    redis_server.start()
    time.sleep(_BACK_SECONDS)

    with pytest.raises(CircuitBreakerError):
        breaker.call(int)


def test_a_limiter_is_shared_by_all_processes(redis_server: RedisServer) -> None:
    """Ten tokens for both, for each user."""
    ours = RateLimiter(0.001, 10, per_user=True, name="api", storage=redis_server.url)
    for _ in range(4):
        assert ours.acquire(user_id="asha", blocking=False)
    theirs = f"l = RateLimiter(0.001, 10, per_user=True, name='api', storage={redis_server.url!r})"
    taking = f"{theirs}; print(sum(l.acquire(user_id='asha', blocking=False) for _ in range(20)))"

    assert in_another_process(taking).strip() == "6"
    assert not ours.acquire(user_id="asha", blocking=False)
    assert ours.acquire(user_id="ravi", blocking=False)
    stats = ours.get_stats()
    assert (stats["user_id"], stats["storage"]) == ("asha", "redis")
    assert stats["tokens_available"] == pytest.approx(0, abs=0.1)


def test_threads_together_get_no_more_than_there_is(redis_server: RedisServer) -> None:
    """Each token is taken in one step."""
    limiter = RateLimiter(0.001, 100, name="api", storage=redis_server.url)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: limiter.acquire(blocking=False), range(200))) == 100


def test_a_shared_bucket_fills_and_is_forgotten(redis_server: RedisServer) -> None:
    """By Redis's clock; a full bucket takes no memory there."""
    limiter = RateLimiter(20.0, 2, name="api", storage=redis_server.url)
    began = time.monotonic()
    for _ in range(6):
        assert limiter.acquire()

    assert 0.19 < time.monotonic() - began < 1
    with pytest.raises(subprocess.CalledProcessError):
        in_another_process(f"RateLimiter(1.0, 1, storage={redis_server.url!r})")
    time.sleep(1.2)
    count = f"import redis; print(redis.Redis.from_url({redis_server.url!r}).dbsize())"
    assert in_another_process(count).strip() == "0"


def test_a_limiter_outlives_its_redis(redis_server: RedisServer) -> None:
    """It goes on with what was left, and says so."""
    limiter = RateLimiter(0.001, 5, name="api", storage=redis_server.url)
    assert [limiter.acquire(blocking=False) for _ in range(3)] == [True] * 3
    redis_server.stop()

    assert [limiter.acquire(blocking=False) for _ in range(3)] == [True, True, False]
    assert limiter.get_stats()["storage"] == "process (redis lost)"
