"""Who may come in and how often, which model scores, and what the service tells of itself."""

import json
import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from synfin_core.errors import WrongUse
from synfin_core.learning.registry import MODEL, Registry
from synfin_core.observability import logs
from synfin_core.observability.families import FAMILIES
from synfin_core.service import openapi, server
from synfin_core.service.keys import Keys
from synfin_core.service.line import Line
from synfin_core.store.dataset import Dataset
from tests.pages.conftest import until
from tests.service.conftest import Rows, running

UNREMEMBERED = {"remember": "false"}


def status(client: TestClient, key: str | None = None) -> int:
    """What a caller is answered who asks what the model is."""
    return int(client.get("/model_info", headers={"X-API-Key": key} if key else {}).status_code)


def test_keys_open_from_the_moment_they_are_made_until_they_are_revoked(own: Path) -> None:
    """Without any, this machine comes in; once there was one, nobody does without. Probes need none."""
    keys = Keys(own)
    with running(own) as client:
        assert status(client) == 200
        (first, secret), (_, other) = keys.add("card team"), keys.add("a second team")
        assert [status(client), status(client, secret), status(client, other), status(client, secret[:-1])] == [401, 200, 200, 401]
        keys.revoke(first.id)
        assert [status(client, secret), status(client, other)] == [401, 200]
        refused = client.post("/predict", json=openapi.PAYMENT)
        assert "no key came" in refused.json()["detail"] and "X-API-Key" in refused.json()["detail"]
        assert [client.get(path).status_code for path in ("/health", "/ready", "/startup", "/metrics")] == [200] * 4
        for id in (first.id, "nothing"):
            with pytest.raises(WrongUse, match="no key that is in use has the id"):
                keys.revoke(id)


def test_a_key_is_kept_nowhere(own: Path) -> None:
    """Its hash alone, for the owner's eyes; no log has it, right or wrong."""
    key, secret = Keys(own).add("card team")
    with running(own) as client:
        assert status(client, secret) == 200 and status(client, "wrong" + secret) == 401
        lines = "".join(logs.tail())
    file = own / "api_keys.json"

    assert secret not in file.read_text() and key.sha256 in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f'"caller": "{key.id}"' in lines and secret not in lines


def test_keys_of_the_settings_open_as_well(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For containers, where a file of keys is in the way."""
    monkeypatch.setenv("SYNFINANCE_API__KEYS", "0123456789abcdef, fedcba9876543210")
    with running(own) as client:
        assert [status(client), status(client, "fedcba9876543210"), status(client, "fedcba987654321")] == [401, 200, 401]


def test_who_asks_too_often_is_told_when_to_come_back(own: Path, limited: None) -> None:
    """Each key has calls of its own."""
    keys = [Keys(own).add(name)[1] for name in ("one", "other")]
    with running(own) as client:
        assert [status(client, keys[0]) for _ in range(3)] == [200, 200, 429]
        refused = client.get("/model_info", headers={"X-API-Key": keys[0]})
        assert 1 <= int(refused.headers["Retry-After"]) <= 20 and "Too many requests" in refused.json()["detail"]
        assert status(client, keys[1]) == 200


def test_without_a_model_there_is_no_guess(own: Path) -> None:
    """503 until one is promoted, within a second of that the score, and 503 again when it is deleted; no restart."""
    registry = Registry(own)
    [kept] = registry.list()
    (own / "models" / "promoted").unlink()
    with running(own) as client:
        answers = [client.get("/model_info"), client.post("/predict", json=openapi.PAYMENT), client.get("/ready")]
        assert [answer.status_code for answer in answers] == [503] * 3
        assert "No model is promoted" in answers[1].json()["detail"] and client.get("/health").status_code == 200
        registry.promote(kept.id)
        until(lambda: status(client) == 200, 5)
        assert client.post("/predict", json=openapi.PAYMENT).json()["model"]["id"] == kept.id
        registry.delete(kept.id)
        until(lambda: status(client) == 503, 5)


def test_a_model_that_was_tampered_with_is_not_taken(own: Path) -> None:
    """The one before goes on, and the service says that it is not well."""
    registry = Registry(own)
    [kept] = registry.list()
    other = kept.folder.with_name("0123456789ab")
    other.mkdir()
    for file in kept.folder.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    (other / MODEL).write_bytes(b"something else")
    with running(own) as client:
        (own / "models" / "promoted").write_text(other.name)
        until(lambda: client.get("/ready").json()["status"] == "degraded", 5)
        assert client.get("/model_info").json()["id"] == kept.id
        assert "was changed since it was kept" in client.get("/ready").text


def test_a_request_keeps_its_id_and_is_counted(api: TestClient, payments: Rows) -> None:
    """In the answer and in the log; an id that could not stand there is replaced. Figures name routes, never addresses."""
    answer = api.post("/predict", json=payments[0], headers={"X-Request-ID": "abc-1.2_3"})
    odd = api.get("/no/such/place", headers={"X-Request-ID": 'a"b c'})
    api.post("/predict_batch", json={"payments": payments[1:11]})
    samples = [one for family in text_string_to_metric_families(api.get("/metrics").text) for one in family.samples]
    found = {(one.name, *one.labels.values()): one.value for one in samples}

    assert answer.headers["X-Request-ID"] == "abc-1.2_3" and '"request": "abc-1.2_3"' in "".join(logs.tail())
    assert len(odd.headers["X-Request-ID"]) == 16
    assert found["synfinance_api_payments_scored_total",] == 11
    assert found["synfinance_api_requests_total", "/predict", "200"] == 1
    assert found["synfinance_api_request_seconds_count", "/predict_batch"] == 1
    assert found["synfinance_api_model_loaded",] == 1 and found["synfinance_api_entries_remembered",] > 11
    assert found["synfinance_component_status", "model", "healthy"] == 1
    assert not [key for key in found if any("/no/such" in word for word in key)]
    own = {name for name in FAMILIES if name.startswith("synfinance_api_")}
    assert all(any(key[0].startswith(name) for key in found) for name in own) and len(own) == 7


def test_what_nobody_foresaw_is_told_without_details(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log has them, under the id of the request; the next request is answered."""
    with running(own) as client:
        with monkeypatch.context() as broken:
            broken.setattr(Line, "score", None)
            answer = client.post("/predict", json=openapi.PAYMENT, headers={"X-Request-ID": "here"})
        assert (answer.status_code, answer.json()["request_id"], answer.headers["X-Request-ID"]) == (500, "here", "here")
        assert "NoneType" not in answer.text and "NoneType" in "".join(logs.tail())
        assert client.post("/predict", json=openapi.PAYMENT).status_code == 200


def test_a_history_is_known_from_the_start(library: Path, dataset: Dataset, payments: Rows) -> None:
    """The service scores as if the payments had come to it; what lies before their end is refused."""
    later = payments[-1] | {"transaction_id": 1, "transacted_at": "2026-01-01T00:00:00"}
    with running(library, dataset) as client:
        assert client.post("/predict", json=payments[0]).status_code == 422
        told = client.post("/predict", json=later, params=UNREMEMBERED).json()
    with running(library) as cold:
        assert cold.post("/predict", json=later, params=UNREMEMBERED).json()["score"] != told["score"]
        cold.post("/predict_batch", json={"payments": payments})
        assert cold.get("/model_info").json()["n_remembered"] > 10_000


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "bank.example"])
def test_others_are_not_let_in_without_keys(address: str, own: Path) -> None:
    """The server does not even begin."""
    with pytest.raises(WrongUse, match=f"would answer anybody at {address}; make a key first"):
        server.serve(own, address, 0)


def test_production_needs_keys_everywhere(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On this machine too; a key that was revoked is none."""
    monkeypatch.setenv("SYNFINANCE_ENV", "production")
    keys = Keys(own)
    keys.revoke(keys.add("gone")[0].id)
    with pytest.raises(WrongUse, match="make a key first"):
        server.serve(own, port=0)


def test_a_file_of_keys_that_is_damaged_lets_nobody_in(own: Path) -> None:
    """Not one, and it is told."""
    with running(own) as client:
        (own / "api_keys.json").write_text(json.dumps({"id": 1}))
        answer = client.get("/model_info", headers={"X-API-Key": "anything"})
        assert answer.status_code == 503 and str(own) not in answer.text
