"""Every call to PostgreSQL goes through one breaker and one retry, both called `database`."""

from collections.abc import Callable
from typing import TypeVar

from synfin_core.errors import TransientStorageError
from synfin_core.resilience import CircuitBreaker, RetryHandler, get_circuit_breaker, get_retry_handler
from synfin_core.settings.in_force import current

T = TypeVar("T")
_NAME = "database"


class DatabaseUnreachable(TransientStorageError):
    """PostgreSQL did not answer, or went away during a call; the same again may work."""


def breaker() -> CircuitBreaker:
    """The breaker of this process; only lost connections count, so that a wrong query never opens it."""
    resilience = current().resilience
    chosen = resilience.breakers[_NAME].arguments()
    return get_circuit_breaker(_NAME, expected_exception=DatabaseUnreachable, storage=resilience.storage, **chosen)


def guarded(ask: Callable[[], T]) -> T:
    """The answer; the error of the last try, or CircuitBreakerError at once while PostgreSQL keeps failing."""
    chosen = current().resilience.retries[_NAME].arguments()
    retry: RetryHandler = get_retry_handler(_NAME, retry_exceptions=DatabaseUnreachable, breaker=breaker(), **chosen)
    answer: T = breaker().call(retry.call, ask)
    return answer
