"""The studio's own addresses: downloads straight from disk. No path comes from a client, only names of runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from synfin_core.observability import logs
from synfin_core.studio import metrics_route, probes, runs
from synfin_core.studio.runs import Run
from synfin_core.studio.screens import SCREENS

_MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def routes() -> list[Route]:
    """All addresses under /api; what is not known there is answered with 404, not with a screen."""
    return [
        Route(f"{_base()}/api/datasets/{{name}}.{{suffix}}", _download, methods=["GET"]),
        *metrics_route.routes(_base()),
        *probes.routes(_base()),
        Route(f"{_base()}/api/{{rest:path}}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        *(Route(f"{_base()}/{screen.address}/_stcore/{{probe}}", _elsewhere) for screen in SCREENS),
    ]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """From the start of the server to its end, also when a signal ends it: then nothing stays on the disk."""
    logs.configure()
    yield
    runs.close()


def address(run: Run, suffix: str) -> str:
    """Where the browser gets this file of the run."""
    return f"{_base()}/api/datasets/{run.name}.{suffix}"


def _base() -> str:
    """'' or '/bank/tools': the path that a proxy serves the studio under."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


async def _download(request: Request) -> Response:
    suffix = request.path_params["suffix"]
    run = runs.find(request.path_params["name"])
    file = run.files.get(suffix) if run else None
    if run is None or file is None:
        return JSONResponse({"error": "no such dataset is kept here; press Generate to make it again"}, 404)
    name = f"synfinance-{run.spec.count}-seed{run.spec.seed}.{suffix}"
    return FileResponse(file, filename=name, media_type=_MEDIA_TYPES[suffix])


async def _elsewhere(request: Request) -> Response:
    """A deep link's page first asks whether the server lives below its own address; 300 says no, without an error."""
    return Response(status_code=300)


async def _unknown(request: Request) -> Response:
    return JSONResponse({"error": f"nothing lives at {request.url.path}"}, 404)
