"""What the client does when the service, or the way to it, fails; when all is well: tests/service/test_end_to_end.py."""

import json
import math
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest

from synfin_core.client import ScoringClient
from synfin_core.errors import ApiError, ApiUnreachable, CircuitBreakerError, WrongUse
from synfin_core.resilience import CircuitBreaker, RetryHandler, retry_api_errors

WELL = (200, {"transaction_id": 7, "score": 0.5, "model": {"id": "0123456789ab", "name": "first"}})
HANGS_UP = (0, {})


class Moody(BaseHTTPRequestHandler):
    """Answers as it is told, one after the other, and notes the name that each request gives itself."""

    moods: ClassVar[list[tuple[int, dict[str, object]]]] = []
    names: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """One answer, or none at all."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.names.append(self.headers["Idempotency-Key"])
        status, told = self.moods.pop(0)
        if not status:
            self.connection.close()
            return
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing."""


@pytest.fixture
def moody() -> Iterator[str]:
    """Its address."""
    Moody.moods, Moody.names = [], []
    with HTTPServer(("127.0.0.1", 0), Moody) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def soon() -> RetryHandler:
    """Retries without the waits."""
    return retry_api_errors(base_delay=0.0, max_delay=0.0)


@pytest.mark.parametrize("mood", [(503, {"detail": "no model"}), (429, {}), (500, {}), HANGS_UP], ids=lambda mood: str(mood[0]))
def test_what_can_pass_is_tried_again_under_the_same_name(
    mood: tuple[int, dict[str, object]], moody: str, soon: RetryHandler
) -> None:
    """So that a service which had taken it in, and whose answer was lost, does not count it twice."""
    Moody.moods = [mood, mood, WELL]
    with ScoringClient(moody, retry=soon) as client:
        assert client.predict({"transaction_id": 7}).score == 0.5
    assert len(Moody.names) == 3 and len(set(Moody.names)) == 1


def test_what_cannot_pass_is_told_at_once(moody: str, soon: RetryHandler) -> None:
    """With the sentence of the service."""
    Moody.moods = [(422, {"detail": "row 0: rail is missing", "faults": [{"row": 0, "field": "rail", "detail": "is missing"}]})]
    with ScoringClient(moody, retry=soon) as client, pytest.raises(ApiError, match="row 0: rail is missing") as error:
        client.predict({})
    assert (error.value.status_code, error.value.faults[0].field, len(Moody.names)) == (422, "rail", 1)


def test_a_service_that_keeps_failing_is_left_alone(moody: str) -> None:
    """Three times it is asked, then not any more; faults of the caller do not count."""
    breaker = CircuitBreaker(failure_threshold=3, timeout=60, expected_exception=(ApiError, ApiUnreachable))
    with ScoringClient(moody, retry=retry_api_errors(max_retries=0), breaker=breaker) as client:
        Moody.moods = [(500, {}), (503, {}), HANGS_UP, WELL]
        for _ in range(3):
            with pytest.raises((ApiError, ApiUnreachable)):
                client.predict({})
        with pytest.raises(CircuitBreakerError):
            client.predict({})
    assert len(Moody.names) == 3


def test_faults_of_the_caller_do_not_open_the_breaker(moody: str, soon: RetryHandler) -> None:
    """Twenty of them, and the next good request is answered."""
    Moody.moods = [(422, {})] * 20 + [WELL]
    with ScoringClient(moody, retry=soon) as client:
        for _ in range(20):
            with pytest.raises(ApiError):
                client.predict({})
        assert client.predict({}).model_id == "0123456789ab"


def test_nobody_there_is_one_sentence(soon: RetryHandler) -> None:
    """With the address."""
    with (
        ScoringClient("http://127.0.0.1:9", retry=soon) as client,
        pytest.raises(ApiUnreachable, match=r"127\.0\.0\.1:9.* gave no answer"),
    ):
        client.model_info()


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "ftp://bank.example", "http://", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Before anything is sent."""
    with pytest.raises(WrongUse, match=r"an address such as http://127\.0\.0\.1:8000 is allowed"):
        ScoringClient(url)


@pytest.mark.parametrize("value", [math.nan, math.inf, object(), {1, 2}])
def test_a_value_that_json_cannot_tell_is_refused(value: object, moody: str) -> None:
    """Before anything is sent."""
    with ScoringClient(moody) as client, pytest.raises(WrongUse, match="cannot be told as JSON"):
        client.predict({"amount_inr": value})
    assert not Moody.names
