"""Retry handlers for the usual cases, as decorators."""

from typing import Any

from synfin_core.errors import TransientStorageError
from synfin_core.resilience.retry_causes import is_api_error, is_database_error, is_network_error
from synfin_core.resilience.retry_handler import RetryHandler


def retry_on_exception(
    exceptions: type[BaseException] | tuple[type[BaseException], ...] = Exception,
    max_retries: int = 3,
    base_delay: float = 1.0,
    **settings: Any,
) -> RetryHandler:
    """Retry one kind of error, or several in a tuple, as after `except`; further settings are those of RetryHandler."""
    return RetryHandler(max_retries, base_delay, retry_exceptions=exceptions, **settings)


def retry_network_errors(max_retries: int = 5, base_delay: float = 1.0, **settings: Any) -> RetryHandler:
    """Retry what never got an answer: connections refused or reset, timeouts, names that did not resolve."""
    return RetryHandler(max_retries, base_delay, retry_if=is_network_error, **settings)


def retry_database_errors(max_retries: int = 3, base_delay: float = 0.5, **settings: Any) -> RetryHandler:
    """Retry a database that could not be reached or was busy; a wrong query is not retried."""
    return RetryHandler(max_retries, base_delay, retry_if=_database_or_disk, **settings)


def retry_api_errors(max_retries: int = 3, base_delay: float = 1.0, **settings: Any) -> RetryHandler:
    """Retry network errors and the HTTP statuses 408, 425, 429, 500, 502, 503, 504; waits as Retry-After asks."""
    return RetryHandler(max_retries, base_delay, retry_if=is_api_error, **settings)


def _database_or_disk(error: BaseException) -> bool:
    return is_database_error(error) or isinstance(error, TransientStorageError)
