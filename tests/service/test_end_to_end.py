"""A server in a process of its own, the client, and the model: the scores of the service are those of `model predict`."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.serving import served
from synfin_core import client as clients
from synfin_core.client import ScoringClient
from synfin_core.errors import ApiError
from synfin_core.learning.registry import Registry
from synfin_core.learning.scores import score
from synfin_core.service.keys import Keys
from synfin_core.store.dataset import Dataset
from tests.service.conftest import Rows

TAIL, PART = 40, 4_000
MB = 1_000_000
EXAMPLES = "20"  # of fuzzing for each address


@pytest.fixture(scope="module")
def server(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Its address and a key."""
    own = tmp_path_factory.mktemp("served")
    shutil.copytree(library / "models", own / "models")
    _, secret = Keys(own).add("tests")
    with served(own) as address:
        yield address, secret


def test_scores_of_the_service_are_those_of_the_model(
    server: tuple[str, str], library: Path, dataset: Dataset, seen: tuple[Rows, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events told first, payments in requests in no order, cut by the client, and the last ones one by one: the same bits."""
    monkeypatch.setattr(clients, "MOST", PART)
    payments, events = seen
    registry = Registry(library)
    wanted = pa.concat_tables(score(registry.load("first"), dataset))
    mixed = np.random.default_rng(1).permutation(len(payments) - TAIL)
    with ScoringClient(*server) as client:
        assert client.health()["ok"] and client.model_info()["name"] == "first"
        assert client.tell_events(events) == len(events)
        first = client.predict_batch([payments[row] for row in mixed])
        last = [client.predict(payment) for payment in payments[-TAIL:]]
    found = np.empty(len(payments))
    found[mixed] = [one.score for one in first]
    found[-TAIL:] = [one.score for one in last]

    assert [one.transaction_id for one in first] == [payments[row]["transaction_id"] for row in mixed]
    np.testing.assert_array_equal(found, wanted["score"].to_numpy())


def test_a_wrong_key_and_a_wrong_payment_are_errors_of_the_client(server: tuple[str, str], payments: Rows) -> None:
    """With the status, the sentence and the faults; neither is tried again."""
    address, key = server
    with ScoringClient(address, "wrong") as stranger, pytest.raises(ApiError, match="opens nothing") as refused:
        stranger.predict(payments[0])
    with ScoringClient(address, key) as client, pytest.raises(ApiError, match="amount_inr is -1") as faulty:
        client.predict(payments[0] | {"amount_inr": -1})

    assert (refused.value.status_code, faulty.value.status_code) == (401, 422)
    assert faulty.value.faults[0].field == "amount_inr"
    assert (stranger.retry.get_stats()["retries"], client.retry.get_stats()["retries"]) == (0, 0)


def test_a_body_of_a_gigabyte_is_refused_before_it_is_read(server: tuple[str, str]) -> None:
    """By its length, and where none is told after the first that is too much."""
    connection = _connection(server[0])
    connection.putrequest("POST", "/predict")
    for name, value in _headers(server[1], {"Content-Length": str(1_000 * MB)}).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["status"]) == (413, 413)

    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1_000 * MB:
            sent += MB
            yield b" " * MB

    connection = _connection(server[0])
    try:
        connection.request("POST", "/predict", body=endless(), headers=_headers(server[1]), encode_chunked=True)
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server hung up while we were still sending, as it should
    assert sent < 100 * MB
    with ScoringClient(*server) as client:
        assert client.health()["ok"]


def test_schemathesis_finds_nothing(server: tuple[str, str], tmp_path: Path) -> None:
    """Over a thousand requests, with data of the schema and beside it: no 500, no status or body that OpenAPI does not tell of.

    That all data of the schema is taken is not asked for: a schema cannot tell the order of time.
    """
    options = ["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--generation-deterministic", "--no-color"]
    beyond = ["--exclude-checks", "positive_data_acceptance", "--header", f"X-API-Key:{server[1]}"]
    program = Path(sys.executable).with_name("schemathesis")
    command = [program, "run", f"{server[0]}/openapi.json", *options, *beyond]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout
    assert "8 selected / 8 total" in told.stdout
    assert int(re.search(r"(\d+) passed, \d+ skipped\n", told.stdout)[1]) > 1_000


def test_the_server_listens_to_this_machine_alone(server: tuple[str, str]) -> None:
    """Another address of the machine refuses."""
    port = urlsplit(server[0]).port
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
    for other in others or {"127.0.0.2"}:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((other, port), timeout=2)


def _connection(address: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(address).netloc, timeout=20)


def _headers(key: str, more: dict[str, str] | None = None) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-API-Key": key, **(more or {})}
