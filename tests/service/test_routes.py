"""What comes in is scored, or every fault in it is named; nothing that comes in stops the service."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from synfin_core.schema import TABLES, observable
from synfin_core.service import openapi
from tests.service.conftest import Rows

JSON = {"Content-Type": "application/json"}
UNREMEMBERED = {"remember": "false"}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"rail": "UPII"}, "rail is 'UPII' (closest: UPI); one of ATM, AePS,"),
    ({"amount_inr": "12"}, "amount_inr is '12'; a number from 0.01 to 10,000,000,000 is allowed"),
    ({"amount_inr": -5}, "amount_inr is -5; a number"),
    ({"amount_inr": 1e300}, "amount_inr is 1e+300; a number"),
    ({"amount_inr": None}, "amount_inr is missing"),
    ({"amount_inr": True}, "amount_inr is true; a number"),
    ({"transaction_id": 1.5}, "transaction_id is 1.5; a whole number from 0"),
    ({"transaction_id": 2**63}, "transaction_id is 9223372036854775808; a whole number"),
    ({"transacted_at": "2025-06-30T10:00:00+05:30"}, "Indian time without offset"),
    ({"transacted_at": "yesterday"}, "transacted_at is 'yesterday'; an instant such as 2025-06-30T18:05:09.250000"),
    ({"transacted_at": "1999-01-01T00:00:00"}, "from 2023-01-01 to 2027-12-31"),
    ({"transacted_at": "2027-12-31T00:00:00"}, "transacted_at is 2027-12-31T00:00:00; up to"),
    ({"is_online": "yes"}, "is_online is 'yes'; true or false is allowed"),
    ({"city": "a\x00b"}, "printable characters"),
    ({"city": "\ud800"}, "printable characters"),
    ({"city": ""}, "text of 1 to 120"),
    ({"device_os": []}, "device_os is a list; one of Android, iOS"),
    ({"mcc": 5411}, "mcc is 5411; text"),
    ({"is_fraud": True}, "is_fraud is truth, which no bank can see"),
    ({"amount": 5}, "amount is no field (closest: amount_inr); leave it out"),
]
BODIES: list[tuple[str, bytes, dict[str, str], int, str]] = [
    ("/predict", b"{", JSON, 400, "The body is no JSON"),
    ("/predict", b"", JSON, 400, "The body is no JSON"),
    ("/predict", b'{"amount_inr": NaN}', JSON, 400, "NaN is no number"),
    ("/predict", b'{"amount_inr": Infinity}', JSON, 400, "Infinity is no number"),
    ("/predict", b"\xff\xfe", JSON, 400, "The body is no UTF-8: byte 0"),
    ("/predict", b"[" * 200_000, JSON, 400, "brackets"),
    ("/predict", b"9" * 5_000, JSON, 400, "The body is no JSON"),
    ("/predict", b"[]", JSON, 422, "row 0: is no object"),
    ("/predict", b"{}", {"Content-Type": "text/plain"}, 415, "'text/plain'; application/json is allowed"),
    ("/predict_batch", b"[]", JSON, 422, '{"payments": [...]} is allowed'),
    ("/predict_batch", b'{"payments": {}}', JSON, 422, '{"payments": [...]} is allowed'),
    ("/predict_batch", b'{"payments": []}', JSON, 422, "payments holds 0 rows; 1 to 10,000 are allowed"),
    ("/predict_batch", b'{"payments": [1, {}]}', JSON, 422, "row 0: is no object"),
    ("/events", b'{"events": [{"occurred_at": "2025-01-01", "customer_id": 1, "event": "log in"}]}', JSON, 422, "(closest: login)"),
]


def told(answer: Any, status: int) -> dict[str, Any]:
    """A problem as RFC 9457 wants it."""
    problem: dict[str, Any] = answer.json()
    assert answer.status_code == status == problem["status"], problem
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert {"type", "title", "detail", "instance"} <= set(problem) and "Traceback" not in answer.text
    return problem


@pytest.mark.parametrize(("change", "sentence"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_what_is_allowed(change: dict[str, Any], sentence: str, shared: TestClient) -> None:
    """In a payment alone, and as the second of two."""
    bad = openapi.PAYMENT | change
    alone = told(shared.post("/predict", content=json.dumps(bad), headers=JSON, params=UNREMEMBERED), 422)
    pair = {"payments": [openapi.PAYMENT | {"transaction_id": 7}, bad]}
    second = told(shared.post("/predict_batch", content=json.dumps(pair), headers=JSON, params=UNREMEMBERED), 422)

    assert sentence in alone["detail"]
    assert [fault["row"] for fault in second["faults"]] == [1] and sentence in second["detail"]


@pytest.mark.parametrize(("path", "body", "headers", "status", "sentence"), BODIES)
def test_a_body_that_is_no_request_is_refused(
    path: str, body: bytes, headers: dict[str, str], status: int, sentence: str, shared: TestClient
) -> None:
    """With one sentence."""
    assert sentence in told(shared.post(path, content=body, headers=headers), status)["detail"]


def test_every_fault_is_counted_and_the_first_hundred_are_named(shared: TestClient) -> None:
    """Three in one row, or one in each of many."""
    three = told(shared.post("/predict", json=openapi.PAYMENT | {"rail": "x", "amount_inr": 0, "extra": 1}), 422)
    assert {fault["field"] for fault in three["faults"]} == {"rail", "amount_inr", "extra"}

    many = [openapi.PAYMENT | {"transaction_id": row, "status": None} for row in range(500)]
    problem = told(shared.post("/predict_batch", json={"payments": many}), 422)
    assert (problem["n_faults"], len(problem["faults"])) == (500, 100)


def test_too_many_rows_and_rows_that_come_twice_are_refused(shared: TestClient) -> None:
    """10,001; and the same id in one request."""
    many = {"payments": [{}] * 10_001}
    assert "holds 10,001 rows; 1 to 10,000 are allowed" in told(shared.post("/predict_batch", json=many), 422)["detail"]
    twice = {"payments": [openapi.PAYMENT, openapi.PAYMENT | {"transaction_id": 1}, openapi.PAYMENT]}
    problem = told(shared.post("/predict_batch", json=twice), 422)
    assert (
        problem["faults"]
        == [
            {"row": 2, "field": "transaction_id", "detail": problem["faults"][0]["detail"]},
        ]
        and "as in an earlier row" in problem["detail"]
    )


def test_parameters_and_addresses_that_are_none_are_refused(shared: TestClient) -> None:
    """404, 405, 422."""
    assert "/openapi.json" in told(shared.get("/nothing"), 404)["detail"]
    assert "GET is not allowed" in told(shared.get("/predict"), 405)["detail"]
    assert (
        "'rember' is no parameter (closest: remember)"
        in told(shared.post("/predict?rember=0", json=openapi.PAYMENT), 422)["detail"]
    )
    assert "reasons is '11'" in told(shared.post("/predict?reasons=11", json=openapi.PAYMENT), 422)["detail"]


def test_what_openapi_shows_is_what_the_service_takes(api: TestClient) -> None:
    """Each example is answered; the fields are the observable columns of the glossary."""
    shown = api.get("/openapi.json").json()
    for path, status in (("/events", 202), ("/predict", 200)):
        example = shown["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]
        assert api.post(path, json=example).status_code == status
    schema = shown["paths"]["/predict"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert tuple(schema["properties"]) == observable("transactions")
    assert not {column.name for column in TABLES["transactions"] if column.truth} & set(schema["properties"])


def test_a_batch_is_answered_in_its_order_and_scored_in_that_of_time(api: TestClient, payments: Rows) -> None:
    """Whatever the order of the request, the scores are the same."""
    few = payments[:300]
    in_order = api.post("/predict_batch", json={"payments": few}, params=UNREMEMBERED).json()["scores"]
    backwards = api.post("/predict_batch", json={"payments": few[::-1]}, params=UNREMEMBERED).json()["scores"]

    assert backwards == in_order[::-1]
    assert [one["transaction_id"] for one in in_order] == [row["transaction_id"] for row in few]


def test_a_score_comes_with_its_reasons(shared: TestClient, payments: Rows) -> None:
    """As many as were asked for at most, each with a meaning and an effect."""
    told = shared.post("/predict", json=payments[0], params=UNREMEMBERED | {"reasons": "3"}).json()
    assert 0 <= told["score"] <= 1 and told["model"]["name"] == "first"
    assert len(told["reasons"]) <= 3 and all(reason["effect"] > 0 and reason["meaning"] for reason in told["reasons"])


def test_the_model_tells_of_itself(shared: TestClient) -> None:
    """Its version, figures and data."""
    told = shared.get("/model_info").json()
    assert told["name"] == "first" and told["metrics"]["average_precision"]["value"] > 0
    assert told["data"]["spec"]["count"] == 10_000


def test_a_name_makes_a_request_count_once(api: TestClient, payments: Rows) -> None:
    """The same answer again; under the same name nothing else; without a name a payment may come once."""
    name = {"Idempotency-Key": "one"}
    first, again = (api.post("/predict", json=payments[0], headers=name) for _ in range(2))
    assert first.status_code == 200 and first.json() == again.json()
    assert "about other payments" in told(api.post("/predict", json=payments[1], headers=name), 422)["detail"]
    assert "was scored already" in told(api.post("/predict", json=payments[0]), 422)["detail"]


@pytest.fixture
def status_of(api: TestClient) -> Callable[[dict[str, Any]], int]:
    """The status that a payment is answered with."""
    return lambda payment: int(api.post("/predict", json=payment).status_code)


def test_a_payment_may_come_late_but_not_too_late(api: TestClient, status_of: Callable[[dict[str, Any]], int]) -> None:
    """Sixty seconds; what was refused, or not to be remembered, does not move the time on."""
    at = [openapi.PAYMENT | {"transaction_id": row, "transacted_at": f"2025-06-30T10:{row:02}:00"} for row in range(60)]
    assert api.post("/predict", json=at[50], params=UNREMEMBERED).status_code == 200
    assert status_of(at[10]) == 200
    assert [status_of(at[9]), status_of(at[8])] == [200, 422]
    assert status_of(at[11] | {"rail": "none"}) == 422 and status_of(at[10] | {"transaction_id": 99}) == 200
    assert "payments up to 2025-06-30T10:10:00 are known" in api.post("/predict", json=at[5]).json()["detail"]
