"""The usual retries know which errors can pass."""

import socket
import sqlite3
from email.message import Message
from types import SimpleNamespace
from urllib.error import HTTPError, URLError

import duckdb
import pytest

from synfin_core.errors import StorageError, TransientStorageError
from synfin_core.resilience import (
    RetryHandler,
    retry_api_errors,
    retry_database_errors,
    retry_network_errors,
    retry_on_exception,
)
from synfin_core.resilience.retry_causes import retry_after


def http_error(status: int, **headers: str) -> HTTPError:
    """What urllib raises for an answer with that status."""
    told = Message()
    for name, value in headers.items():
        told[name.replace("_", "-")] = value
    return HTTPError("http://x.invalid", status, "no", told, None)


class ResponseError(Exception):
    """What requests and httpx raise: the answer hangs on the error."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.response = SimpleNamespace(status_code=status, headers={"Retry-After": "0"})


def tries(handler: RetryHandler, error: Exception) -> int:
    """How often a call is made that always fails with `error`."""
    made = 0

    def ask() -> None:
        nonlocal made
        made += 1
        raise error

    with pytest.raises(type(error)):
        handler.call(ask)
    return made


@pytest.mark.parametrize(
    ("preset", "error", "made"),
    [
        (retry_network_errors, ConnectionResetError(), 3),
        (retry_network_errors, TimeoutError(), 3),
        (retry_network_errors, socket.gaierror(), 3),
        (retry_network_errors, URLError("refused"), 3),
        (retry_network_errors, http_error(503), 1),
        (retry_network_errors, FileNotFoundError(), 1),
        (retry_database_errors, sqlite3.OperationalError("database is locked"), 3),
        (retry_database_errors, duckdb.IOException("could not set lock"), 3),
        (retry_database_errors, TransientStorageError("busy"), 3),
        (retry_database_errors, ConnectionRefusedError(), 3),
        (retry_database_errors, sqlite3.ProgrammingError("wrong"), 1),
        (retry_database_errors, duckdb.ParserException("wrong"), 1),
        (retry_database_errors, StorageError("full"), 1),
        (retry_api_errors, ConnectionResetError(), 3),
        (retry_api_errors, http_error(503), 3),
        (retry_api_errors, http_error(429), 3),
        (retry_api_errors, http_error(404), 1),
        (retry_api_errors, ResponseError(502), 3),
        (retry_api_errors, ResponseError(400), 1),
        (retry_api_errors, ValueError(), 1),
    ],
)
def test_only_what_can_pass_is_retried(preset: object, error: Exception, made: int) -> None:
    """Twice more, or not at all."""
    assert tries(preset(max_retries=2, base_delay=0.0), error) == made


@pytest.mark.parametrize("kinds", [ValueError, (ValueError, KeyError)])
def test_kinds_are_named_as_after_except(kinds: object) -> None:
    """One, or several in a tuple; as a decorator."""
    calls = []

    @retry_on_exception(kinds, max_retries=1, base_delay=0.0)
    def ask() -> str:
        calls.append(1)
        if len(calls) < 2:
            raise ValueError
        return "fine"

    assert ask() == "fine"
    assert tries(retry_on_exception(kinds, base_delay=0.0), OSError()) == 1


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (http_error(429, Retry_After="7"), 7.0),
        (http_error(503, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), 0.0),
        (OSError(), 0.0),
    ],
)
def test_the_other_side_may_say_how_long_to_wait(error: Exception, seconds: float) -> None:
    """In seconds; a date is not followed, because clocks differ."""
    assert retry_after(error) == seconds
