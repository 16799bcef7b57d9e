"""The addresses that need a key: scores of one payment and of many, events, and what the model is."""

import asyncio
import json
from typing import Annotated, Any

import pyarrow as pa
from fastapi import APIRouter, Depends, Header, Query, Request, Response

from synfin_core.errors import Fault, FaultyRows, closest
from synfin_core.observability import families
from synfin_core.observability.families import Reading
from synfin_core.service import openapi
from synfin_core.service.answers import Make
from synfin_core.service.body import json_of
from synfin_core.service.callers import Caller
from synfin_core.service.desk import Desk
from synfin_core.service.intake import Intake
from synfin_core.service.problems import Problem
from synfin_core.service.scorer import Scored
from synfin_core.settings.in_force import current

_MOST = 10_000  # rows of a request, whatever the settings allow below it
_FEW = 100  # rows that are read at once; more are read aside
_PAYMENTS, _EVENTS = Intake("transactions", "transaction_id"), Intake("events")
_PAYMENT, _EVENT = openapi.rows_of("transactions"), openapi.rows_of("events")
_ERRORS = openapi.problems(400, 401, 408, 413, 415, 422, 429, 503)
Remember = Annotated[bool, Query(description="Whether later payments are scored knowing of these.")]
Name = Annotated[str | None, Header(max_length=200, description="A name of your own: the same request sent again is scored once.")]
Most = Annotated[int, Query(ge=0, le=10, description="So many features that raise the score most.")]


async def _known_parameters(request: Request) -> None:
    """Problem 422 for a parameter that there is not: one that is misspelt would quietly mean nothing."""
    known = {parameter.alias for parameter in request.scope["route"].dependant.query_params}
    if odd := sorted(set(request.query_params) - known):
        raise Problem(422, f"{odd[0]!r:.40} is no parameter{closest(odd[0][:60], known)}; {_listed(known)} allowed here.")


def _listed(names: set[str]) -> str:
    return f"{', '.join(sorted(names))} are" if names else "none is"


router = APIRouter(dependencies=[Depends(_known_parameters)])


@router.post("/predict", responses=_ERRORS | openapi.SCORE, openapi_extra=openapi.takes(_PAYMENT, openapi.PAYMENT))
async def predict(
    request: Request, caller: Caller, remember: Remember = True, reasons: Most = 0, idempotency_key: Name = None
) -> Response:
    """The score of one payment, as it stands in `transactions`; higher is more like fraud."""
    table = _PAYMENTS.table([await json_of(request)])

    async def make() -> bytes:
        scored = await _scored(request, table, remember)
        told = {"transaction_id": int(scored.ids[0]), "score": float(scored.scores[0]), "model": _model(scored)}
        if reasons:
            told["reasons"] = [vars(reason) for reason in await asyncio.to_thread(scored.reasons, reasons)]
        return json.dumps(told).encode()

    return await _once(request, (caller, idempotency_key), table, make)


@router.post(
    "/predict_batch",
    responses=_ERRORS | openapi.SCORES,
    openapi_extra=openapi.takes(openapi.listed("payments", _PAYMENT, _MOST), {"payments": [openapi.PAYMENT]}),
)
async def predict_batch(request: Request, caller: Caller, remember: Remember = True, idempotency_key: Name = None) -> Response:
    """The scores of up to 10,000 payments: scored in the order of time, answered in the order of the request."""
    table = await _table(_PAYMENTS, _rows(await json_of(request), "payments"))

    async def make() -> bytes:
        scored = await _scored(request, table, remember)
        pairs = zip(scored.ids.tolist(), scored.scores.tolist(), strict=True)
        told = {"model": _model(scored), "scores": [{"transaction_id": id, "score": score} for id, score in pairs]}
        return json.dumps(told).encode()

    return await _once(request, (caller, idempotency_key), table, make)


@router.post(
    "/events",
    status_code=202,
    responses=_ERRORS | openapi.TAKEN,
    openapi_extra=openapi.takes(openapi.listed("events", _EVENT, _MOST), {"events": [openapi.EVENT]}),
)
async def tell_events(request: Request, caller: Caller) -> Response:
    """What the bank saw that is no payment; a complaint names whom the payment went to. Payments after it are scored knowing it."""
    table = await _table(_EVENTS, _rows(await json_of(request), "events"))
    desk = _desk(request)
    await desk.line.tell(table)
    desk.counts.add(Reading(families.EVENTS_TOLD, len(table)))
    return _json(json.dumps({"n_events": len(table)}).encode(), 202)


@router.get("/model_info", responses=openapi.problems(401, 422, 429, 503) | openapi.MODEL)
async def model_info(request: Request, caller: Caller) -> Response:
    """The model that scores: its version, its figures, what it was trained on."""
    desk = _desk(request)
    record = desk.promoted.current().kept.record
    told = {name: record[name] for name in openapi.MODEL_FIELDS} | {"n_remembered": desk.scorer.n_remembered}
    return _json(json.dumps(told).encode())


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _rows(said: Any, name: str) -> list[Any]:
    """The rows of a request; FaultyRows when they are not where they belong, none, or too many."""
    if not isinstance(said, dict) or set(said) != {name} or not isinstance(said[name], list):
        raise FaultyRows([Fault(None, "", f'The body is no object of this form; {{"{name}": [...]}} is allowed.')])
    most, n_rows = min(current().api.max_batch, _MOST), len(said[name])
    if not 0 < n_rows <= most:
        raise FaultyRows([Fault(None, name, f"holds {n_rows:,} rows; 1 to {most:,} are allowed (api.max_batch).")])
    rows: list[Any] = said[name]
    return rows


async def _table(intake: Intake, rows: list[Any]) -> pa.Table:
    return intake.table(rows) if len(rows) <= _FEW else await asyncio.to_thread(intake.table, rows)


async def _scored(request: Request, table: pa.Table, remember: bool) -> Scored:
    desk = _desk(request)
    scored = await desk.line.score(table, remember)
    desk.counts.add(Reading(families.SCORED, len(table)))
    return scored


async def _once(request: Request, name: tuple[str, str | None], table: pa.Table, make: Make) -> Response:
    caller, word = name
    if word is None:
        return _json(await make())
    about = table["transaction_id"].to_numpy().tobytes()
    return _json(await _desk(request).answers.once((caller, f"{request.url} {word}"), about, len(table), make))


def _model(scored: Scored) -> dict[str, str]:
    record = scored.loaded.kept.record
    return {"id": record["id"], "name": record["name"]}


def _json(content: bytes, status: int = 200) -> Response:
    return Response(content, status, media_type="application/json")
