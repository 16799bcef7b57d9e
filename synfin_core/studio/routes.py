"""The studio's own addresses: downloads straight from disk. No path comes from a client, only ids and known names."""

import asyncio
import math
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from synfin_core.calibration import load_calibration
from synfin_core.errors import JobError, RateLimitError, Refused, StorageError, SynfinError, WrongUse
from synfin_core.records.accounts import bank_names
from synfin_core.spec import Spec
from synfin_core.store.download import File, document_paths
from synfin_core.store.formats import FORMATS
from synfin_core.store.slice import WORDS, Slice
from synfin_core.studio import charts, demo, desk, downloads, limits, metrics_route, probes, quick, server
from synfin_core.studio.addresses import base
from synfin_core.studio.downloads import LAYOUTS, Way
from synfin_core.studio.expectation import expect
from synfin_core.studio.screens import SCREENS

_POLL_SECONDS = 0.1
_FIRST_LOOK_SECONDS = 2.0  # for a first visitor's screen to be drawn, assumed
_BANKS = [bank for names in ("real", "letters") for bank in bank_names(load_calibration(), Spec.create(bank_names=names))]
_WAYS = [Way(layout, truth, bank) for layout in LAYOUTS.values() for truth in (True, False) for bank in (None, *_BANKS)]
_DATA = {way.name(format): (format, way) for format in FORMATS for way in _WAYS}
_SLICES = {f"slice.{format}": format for format in FORMATS}
_DOCUMENTS = {path.name: way for way in _WAYS for path in document_paths(Path(way.stem))}


def routes() -> list[Route]:
    """All addresses under /api; what is not known there is answered with 404, not with a screen."""
    return [
        Route(f"{base()}/api/datasets/{{id}}/spec.yaml", _spec, methods=["GET"]),
        Route(f"{base()}/api/datasets/{{id}}/{{file}}", _download, methods=["GET"]),
        *metrics_route.routes(base()),
        *probes.routes(base()),
        Route(f"{base()}/api/{{rest:path}}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        *(Route(f"{base()}/{screen.address}/_stcore/{{probe}}", _elsewhere) for screen in SCREENS),
    ]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """While the server runs: its settings, logs and figures; at first the demo for an empty library, and a warm engine."""
    with server.running():
        Thread(target=_prepare, name="first visit", daemon=True).start()
        yield


def _prepare() -> None:
    """First what a first visitor waits for, then what the first press waits for: together they would slow each other."""
    charts.blank()
    with suppress(SynfinError):  # the first screen says what is wrong with the library
        if demo.make_first():
            sleep(_FIRST_LOOK_SECONDS)
    quick.warm()
    expect(Spec())


async def _download(request: Request) -> Response:
    """The file, made first by a job of its own where it does not lie there yet: the server's memory does not grow."""
    id, name = request.path_params["id"], request.path_params["file"]
    try:
        limits.count_download(_visitor(request))
        file = await _file(id, name, request)
        stat = await run_in_threadpool(os.stat, file.path)
    except RateLimitError as refusal:
        return JSONResponse({"error": str(refusal)}, 429, headers={"Retry-After": str(math.ceil(refusal.retry_after))})
    except (JobError, StorageError, Refused) as error:
        gone = not await run_in_threadpool(_is_there, id)
        return _missing() if gone else JSONResponse({"error": desk.told(error)}, 503)
    except (WrongUse, FileNotFoundError):
        return _missing()
    if downloads.is_too_large(stat.st_size):
        return JSONResponse({"error": downloads.TOO_LARGE}, 403)
    return FileResponse(file.path, filename=f"synfinance-{id}-{name}", media_type=file.media_type, stat_result=stat)


async def _spec(request: Request) -> Response:
    """The spec of a dataset, to make the same data again."""
    id = request.path_params["id"]
    try:
        spec = (await run_in_threadpool(desk.library().entry, id)).spec
    except SynfinError:
        spec = None
    if spec is None:
        return _missing()
    told = {"Content-Disposition": f'attachment; filename="synfinance-{id}.yaml"'}
    return Response(spec.to_yaml(), media_type="application/yaml", headers=told)


def _visitor(request: Request) -> str:
    """Whose bucket counts: the browser, by the token that Streamlit gave it with its first page, else the address that asks."""
    token, _ = decode_xsrf_token_string(request.cookies.get(XSRF_COOKIE_NAME, ""))
    return token.hex()[:32] if token else request.client.host if request.client else ""


async def _file(id: str, name: str, request: Request) -> File:
    """The file of that name; WrongUse when it is none of ours."""
    if name in _DOCUMENTS:
        way = _DOCUMENTS[name]
        await run_in_threadpool(desk.library().export, id, (), way.layout, way.truth, view=way.view)
    elif name in _SLICES:
        return await _slice(id, _SLICES[name], request)
    elif name not in _DATA:
        raise WrongUse(f"there is no file {name[:40]!r} of a dataset.")
    elif name not in await run_in_threadpool(_ready, id):
        format, way = _DATA[name]
        await _make(f"Download {name}", way.asked(id, format))
    return await run_in_threadpool(desk.library().file, id, name)


async def _slice(id: str, format: str, request: Request) -> File:
    """The slice that the query of the address asks for, made first where it does not lie there yet."""
    query = request.query_params
    days = {name: query[name] for name in ("first", "last") if name in query}
    part = Slice.create({**days, **{name: query.getlist(name) for name in WORDS if name in query}})
    way = Way("flat", True, slice=part)
    name = way.name(format)
    if name not in await run_in_threadpool(_ready, id):
        await _make(f"Download {name}", way.asked(id, format))
    return await run_in_threadpool(desk.library().file, id, name)


async def _make(title: str, asked: dict[str, Any]) -> None:
    """Wait for the job that makes a file; StorageError with its sentence when it failed."""
    job = await run_in_threadpool(desk.jobs().submit, "export", title, asked)
    while job.is_live:
        await asyncio.sleep(_POLL_SECONDS)
        job = await run_in_threadpool(desk.jobs().get, job.id)
    if job.error:
        raise StorageError(job.error)


def _ready(id: str) -> set[str]:
    return {file.path.name for file in desk.library().files(id)}


def _is_there(id: str) -> bool:
    try:
        desk.library().entry(id)
    except SynfinError:
        return False
    return True


def _missing() -> Response:
    told = "This dataset or file is not here; the dataset may have been deleted. Press Generate to make it again."
    return JSONResponse({"error": told}, 404)


async def _elsewhere(request: Request) -> Response:
    """A deep link's page first asks whether the server lives below its own address; 300 says no, without an error."""
    return Response(status_code=300)


async def _unknown(request: Request) -> Response:
    return JSONResponse({"error": f"nothing lives at {request.url.path}"}, 404)
