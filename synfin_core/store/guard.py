"""Every query to a dataset on disk goes through one breaker and one retry, both called `library`."""

from collections.abc import Callable
from typing import TypeVar

from synfin_core.errors import TransientStorageError
from synfin_core.resilience import CircuitBreaker, RetryHandler, get_circuit_breaker, get_retry_handler

T = TypeVar("T")
_NAME = "library"
# All assumed: a user waits for at most a third of a second, and a disk that comes back is used again soon.
_RETRIES, _FIRST_SECONDS = 2, 0.1
_FAILURES, _CLOSED_AFTER, _OPEN_SECONDS = 5, 2, 15.0


def breaker() -> CircuitBreaker:
    """The breaker of this process; only what can pass counts, so that a wrong query or one damaged dataset never opens it."""
    return get_circuit_breaker(_NAME, _FAILURES, _CLOSED_AFTER, _OPEN_SECONDS, TransientStorageError)


def retry() -> RetryHandler:
    """The retry of this process."""
    return get_retry_handler(
        _NAME, max_retries=_RETRIES, base_delay=_FIRST_SECONDS, retry_exceptions=TransientStorageError, breaker=breaker()
    )


def guarded(ask: Callable[[], T]) -> T:
    """The answer; the error of the last try, or CircuitBreakerError at once while the library keeps failing."""
    answer: T = breaker().call(retry().call, ask)
    return answer
