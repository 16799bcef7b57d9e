"""Health over HTTP on the studio's own port: three probes for whoever keeps it running, one report for people."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from synfin_core.jobs.health import health_checker
from synfin_core.resilience import HealthChecker
from synfin_core.settings.in_force import current

_NEVER_KEPT = {"Cache-Control": "no-store"}


def routes(base: str = "") -> list[Route]:
    """The addresses below the path that a proxy serves the studio under; 200 when well, 503 when not."""
    answers: dict[str, Callable[[HealthChecker], dict[str, Any]]] = {
        "/health/live": HealthChecker.liveness_probe,
        "/health/ready": HealthChecker.readiness_probe,
        "/health/startup": _startup,
        "/api/health": HealthChecker.readiness_probe,
    }
    return [Route(f"{base}{path}", _endpoint(answer), methods=["GET"]) for path, answer in answers.items()]


def _endpoint(answer: Callable[[HealthChecker], dict[str, Any]]) -> Callable[[Request], Any]:
    async def respond(request: Request) -> Response:
        told = await run_in_threadpool(answer, health_checker(current().library.folder))
        return JSONResponse(told, 200 if told["ok"] else 503, headers=_NEVER_KEPT)

    return respond


def _startup(checker: HealthChecker) -> dict[str, Any]:
    """The start is over once everything that is needed has been well at the same time."""
    if checker.startup_probe()["ok"] is False and checker.readiness_probe()["ok"]:
        checker.mark_startup_complete()
    return checker.startup_probe()
