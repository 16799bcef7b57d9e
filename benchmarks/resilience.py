"""The guards measured: `python -m benchmarks.resilience` prints what a call costs, what an instance weighs, how exact delays are.

Costs are the median of five rounds, in processor time; memory is what Python allocates for one of three hundred instances.
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from synfin_core.jobs.health import health_checker
from synfin_core.resilience import CircuitBreaker, HealthChecker, RateLimiter, RetryHandler
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

_CALLS, _ROUNDS, _INSTANCES = 2_000, 5, 300
_EACH_USER = 1_000
_SCHEDULE = (4, 0.05, 1.0, 2.0)  # retries, seconds before the first, at most, factor


def main() -> None:
    """A line a promise: measured, allowed. Ends with code 1 when one is broken."""
    lines = [*_calls(), *_memory(), _delays(), *_probes()]
    for what, measured, allowed, unit in lines:
        print(f"{what:44} {measured:9.3f} {unit:3} {'allowed' if measured <= allowed else 'MORE THAN'} {allowed:g} {unit}")
    if any(measured > allowed for _, measured, allowed, _ in lines):
        sys.exit(1)


Line = tuple[str, float, float, str]


def _calls() -> list[Line]:
    """Milliseconds of one guarded call of a function that does nothing."""
    limiter = RateLimiter(1e9, 10**9)
    of_many = RateLimiter(1e9, 10**9, per_user=True)
    users = iter(range(10**9))
    guarded: dict[str, tuple[Callable[[], object], float]] = {
        "breaker, a call": (CircuitBreaker()(_nothing), 1.0),
        "limiter, a call": (limiter(_nothing), 0.5),
        "limiter, a call of one of many users": (lambda: of_many.acquire(user_id=next(users) % _EACH_USER), 0.5),
        "retry, a call": (RetryHandler()(_nothing), 1.0),
        "breaker, retry and limiter, a call": (CircuitBreaker()(RetryHandler()(limiter(_nothing))), 2.5),
    }
    return [(name, _milliseconds(call), allowed, "ms") for name, (call, allowed) in guarded.items()]


def _memory() -> list[Line]:
    """KB of one instance of each after its first call, the checker with six checks that have been looked at."""
    makers: dict[str, tuple[Callable[[], object], float]] = {
        "breaker, memory": (_used_breaker, 2.0),
        "retry, memory": (_used_retry, 1.0),
        "limiter, memory": (_used_limiter, 3.0),
        "checker, memory": (_used_checker, 5.0),
    }
    return [(name, _kilobytes(make), allowed, "KB") for name, (make, allowed) in makers.items()]


def _delays() -> Line:
    """The largest distance of a delay from its schedule, in the best of three runs: a busy machine adds some."""
    handler = RetryHandler(*_SCHEDULE, jitter=False)
    planned = [handler.delay(n) for n in range(1, _SCHEDULE[0] + 1)]
    found = min(max(abs(a - b) for a, b in zip(_waits(handler), planned, strict=True)) for _ in range(3))
    return "retry, distance from the schedule", found * 1_000, 10.0, "ms"


def _probes() -> list[Line]:
    """Milliseconds of the readiness probe of a whole installation, nothing kept in mind; then with a check that hangs."""
    with TemporaryDirectory() as folder:
        keep(Spec(count=10_000), Library(Path(folder)))
        checker = health_checker(Path(folder))
        well = statistics.median(_probe(checker) for _ in range(_ROUNDS))
        stuck = Event()
        checker.register_check("stuck", timeout=60.0)(lambda: stuck.wait(30))
        hanging = _probe(checker)
        stuck.set()
    return [("probe, all up", well * 1_000, 50.0, "ms"), ("probe, one check hangs", hanging * 1_000, 2_000.0, "ms")]


def _probe(checker: HealthChecker) -> float:
    checker.clear_cache()
    began = time.perf_counter()
    checker.readiness_probe()
    return time.perf_counter() - began


def _waits(handler: RetryHandler) -> list[float]:
    instants: list[float] = []

    def ask() -> None:
        instants.append(time.perf_counter())
        if len(instants) <= _SCHEDULE[0]:
            raise ConnectionError

    handler.call(ask)
    return [after - before for before, after in pairwise(instants)]


def _milliseconds(call: Callable[[], object]) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for _ in range(_CALLS):
            call()
        rounds.append((time.process_time() - began) / _CALLS * 1_000)
    return statistics.median(rounds)


def _kilobytes(make: Callable[[], object]) -> float:
    tracemalloc.start()
    make()
    before, _ = tracemalloc.get_traced_memory()
    kept = [make() for _ in range(_INSTANCES)]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / len(kept) / 1_000


def _used_breaker() -> CircuitBreaker:
    breaker = CircuitBreaker()
    breaker.call(_nothing)
    return breaker


def _used_retry() -> RetryHandler:
    handler = RetryHandler()
    handler.call(_nothing)
    return handler


def _used_limiter() -> RateLimiter:
    limiter = RateLimiter(10.0, 10, per_user=True)
    limiter.acquire(user_id="first")
    return limiter


def _used_checker() -> HealthChecker:
    checker = HealthChecker()
    for name in ("disk", "memory", "cpu", "library", "jobs", "monitoring"):
        checker.register_check(name)(_nothing)
    checker.check_health()
    return checker


def _nothing() -> None:
    """What is guarded."""


if __name__ == "__main__":
    main()
