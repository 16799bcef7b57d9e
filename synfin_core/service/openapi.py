"""What the API takes and gives, as OpenAPI tells it, from the glossary."""

from typing import Any

from synfin_core.service.fields import Field, fields_of

PAYMENT = {
    "transaction_id": 218930754585090,
    "transacted_at": "2025-06-30T18:05:09.250000",
    "rail": "UPI",
    "kind": "P2P",
    "initiation_mode": "contact",
    "auth_method": "UPI PIN",
    "channel": "mobile app",
    "payer_customer_id": 113501863845144,
    "payee_customer_id": 277968558980608,
    "is_online": True,
    "amount_inr": 2500.0,
    "status": "success",
    "balance_after_inr": 19650.61,
    "device_id": 68553057979078,
    "device_os": "Android",
    "city": "Hyderabad",
    "state": "TS",
    "payer_segment": "micro_merchant",
    "payer_age_band": "35-44",
    "payer_home_state": "TS",
}
EVENT = {
    "occurred_at": "2025-06-30T18:01:40",
    "customer_id": 113501863845144,
    "event": "payee added",
    "payee_customer_id": 277968558980608,
}
_INSTANT = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$"
_TYPES = {"id": "integer", "count": "integer", "money": "number", "number": "number", "flag": "boolean"}
_PROBLEMS = {
    400: "The body is no JSON.",
    401: "No key came, or one that opens nothing.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "Something in the rows or parameters is wrong; every fault is named.",
    429: "Too many requests; Retry-After says when to come back.",
    503: "No model is promoted, or too much waits; never a guess.",
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "n_faults": {"type": "integer"},
        "faults": {
            "type": "array",
            "maxItems": 100,
            "items": {
                "type": "object",
                "properties": {
                    "row": {"type": ["integer", "null"]},
                    "field": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def _answer(status: int, meaning: str, fields: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "object", "required": [name for name in fields if name != "reasons"], "properties": fields}
    return {status: {"description": meaning, "content": {"application/json": {"schema": schema}}}}


_ID, _TEXT, _NUMBER, _OBJECT = ({"type": kind} for kind in ("integer", "string", "number", "object"))
_BY = {"type": "object", "required": ["id", "name"], "properties": {"id": _TEXT, "name": _TEXT}}
_REASON = {"name": _TEXT, "value": {"type": ["number", "string", "null"]}, "meaning": _TEXT, "effect": _NUMBER}
_REASONS = {"type": "array", "items": {"type": "object", "properties": _REASON}}
_PAIR = {"type": "object", "required": ["transaction_id", "score"], "properties": {"transaction_id": _ID, "score": _NUMBER}}
SCORE = _answer(200, "The score.", {"transaction_id": _ID, "score": _NUMBER, "model": _BY, "reasons": _REASONS})
SCORES = _answer(200, "The scores, in the order of the request.", {"model": _BY, "scores": {"type": "array", "items": _PAIR}})
TAKEN = _answer(202, "The events were taken.", {"n_events": _ID})
_ABOUT = {
    "id": _TEXT,
    "name": _TEXT,
    "type": _TEXT,
    "created_at": _TEXT,
    "tags": {"type": "array", "items": _TEXT},
    "engine_version": _TEXT,
    "schema_version": _TEXT,
    "features_hash": _TEXT,
    "parameters": _OBJECT,
    "metrics": _OBJECT,
    "baselines": _OBJECT,
    "warnings": {"type": "array", "items": _TEXT},
    "data": _OBJECT,
}
MODEL_FIELDS = tuple(_ABOUT)
MODEL = _answer(200, "The model.", _ABOUT | {"n_remembered": _ID})


def rows_of(table: str) -> dict[str, Any]:
    """The schema of one row of a request."""
    fields = fields_of(table)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields.values() if field.is_needed],
        "properties": {field.name: _property(field) for field in fields.values()},
    }


def listed(name: str, row: dict[str, Any], most: int) -> dict[str, Any]:
    """The schema of many rows."""
    rows = {"type": "array", "minItems": 1, "maxItems": most, "items": row}
    return {"type": "object", "additionalProperties": False, "required": [name], "properties": {name: rows}}


def takes(schema: dict[str, Any], example: Any) -> dict[str, Any]:
    """What a route takes, with an example."""
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route may answer with."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {status: {"description": _PROBLEMS[status], "content": content} for status in statuses}


def _property(field: Field) -> dict[str, Any]:
    kind = _TYPES.get(field.column.dtype, "string")
    told: dict[str, Any] = {"description": field.column.meaning, "type": kind if field.is_needed else [kind, "null"]}
    if field.words:
        told["enum"] = [*sorted(field.words), *(() if field.is_needed else (None,))]
    elif kind in ("integer", "number"):
        told |= {"minimum": field.low, "maximum": field.high}
    elif field.column.dtype == "instant":
        told |= {"pattern": _INSTANT, "examples": [PAYMENT["transacted_at"]]}
    elif kind == "string":
        told |= {"minLength": 1, "maxLength": 120}
    return told
