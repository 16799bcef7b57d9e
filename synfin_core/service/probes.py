"""The addresses for machines that keep the service running; they need no key and tell no name, id or path."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from synfin_core.observability.exposition import CONTENT_TYPE
from synfin_core.settings.in_force import current

_ANSWER: dict[int | str, dict[str, Any]] = {503: {"description": "Not well, or not yet."}}
_NEVER_KEPT = {"Cache-Control": "no-store"}

router = APIRouter()


@router.get("/health", responses=_ANSWER)
def health(request: Request) -> Response:
    """Liveness: whether this process answers at all."""
    return _told(request.app.state.desk.checker.liveness_probe())


@router.get("/ready", responses=_ANSWER)
def ready(request: Request) -> Response:
    """Readiness: whether payments can be scored now."""
    return _told(request.app.state.desk.checker.readiness_probe())


@router.get("/startup", responses=_ANSWER)
def startup(request: Request) -> Response:
    """Whether all that is read at the start has been read."""
    return _told(request.app.state.desk.checker.startup_probe())


@router.get("/metrics", response_class=PlainTextResponse, responses={404: {"description": "metrics.enabled is false."}})
def metrics(request: Request) -> Response:
    """Counts and timings for Prometheus."""
    if not current().metrics.enabled:
        return PlainTextResponse("metrics are not enabled (metrics.enabled)\n", 404)
    return Response(request.app.state.desk.exposition(), headers={"Content-Type": CONTENT_TYPE})


def _told(told: dict[str, Any]) -> Response:
    return JSONResponse(told, 200 if told["ok"] else 503, headers=_NEVER_KEPT)
