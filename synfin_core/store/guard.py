"""Every query to a dataset on disk goes through one breaker and one retry, both called `library`."""

from collections.abc import Callable
from typing import TypeVar

from synfin_core.errors import TransientStorageError
from synfin_core.resilience import CircuitBreaker, RetryHandler, get_circuit_breaker, get_retry_handler
from synfin_core.settings.in_force import current

T = TypeVar("T")
_NAME = "library"


def breaker() -> CircuitBreaker:
    """The breaker of this process; only what can pass counts, so that a wrong query or one damaged dataset never opens it."""
    resilience = current().resilience
    chosen = resilience.breakers[_NAME].arguments()
    return get_circuit_breaker(_NAME, expected_exception=TransientStorageError, storage=resilience.storage, **chosen)


def retry() -> RetryHandler:
    """The retry of this process."""
    chosen = current().resilience.retries[_NAME].arguments()
    return get_retry_handler(_NAME, retry_exceptions=TransientStorageError, breaker=breaker(), **chosen)


def guarded(ask: Callable[[], T]) -> T:
    """The answer; the error of the last try, or CircuitBreakerError at once while the library keeps failing."""
    answer: T = breaker().call(retry().call, ask)
    return answer
