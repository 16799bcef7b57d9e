"""The studio's own addresses: downloads straight from disk. No path comes from a client, only ids and known names."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from synfin_core.errors import StorageError, SynfinError, WrongUse
from synfin_core.spec import Spec
from synfin_core.store.dataset import Layout
from synfin_core.store.download import document_paths, name_of, stem_of
from synfin_core.store.formats import FORMATS
from synfin_core.studio import charts, demo, desk, quick
from synfin_core.studio.addresses import base
from synfin_core.studio.expectation import expect
from synfin_core.studio.screens import SCREENS

_POLL_SECONDS = 0.1
_LAYOUTS: tuple[Layout, ...] = ("flat", "linked")
_WAYS = [(layout, truth) for layout in _LAYOUTS for truth in (True, False)]
_DATA = {name_of(format, *way): (format, *way) for format in FORMATS for way in _WAYS}
_DOCUMENTS = {path.name: way for way in _WAYS for path in document_paths(Path(stem_of(*way)))}


def routes() -> list[Route]:
    """All addresses under /api; what is not known there is answered with 404, not with a screen."""
    return [
        Route(f"{base()}/api/datasets/{{id}}/{{file}}", _download, methods=["GET"]),
        Route(f"{base()}/api/{{rest:path}}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        *(Route(f"{base()}/{screen.address}/_stcore/{{probe}}", _elsewhere) for screen in SCREENS),
    ]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """At the start of the server: the demo for an empty library, and a warm engine for the first press."""
    Thread(target=_prepare, name="first visit", daemon=True).start()
    yield


def _prepare() -> None:
    """First what a first visitor waits for, then what the first press waits for: together they would slow each other."""
    charts.blank()
    with suppress(SynfinError):  # the first screen says what is wrong with the library
        demo.make_first()
    quick.warm()
    expect(Spec())


async def _download(request: Request) -> Response:
    """The file, made first by a job of its own where it does not lie there yet: the server's memory does not grow."""
    id, file = request.path_params["id"], request.path_params["file"]
    try:
        path, media_type = await _file(id, file)
        named = f"synfinance-{id}-{path.name}"
        return FileResponse(path, filename=named, media_type=media_type, stat_result=await run_in_threadpool(os.stat, path))
    except (WrongUse, FileNotFoundError):
        return _missing()
    except StorageError as error:
        gone = not await run_in_threadpool(_is_there, id)
        return _missing() if gone else JSONResponse({"error": desk.told(error)}, 503)


async def _file(id: str, file: str) -> tuple[Path, str]:
    """Where the file lies and what it is; WrongUse when the name is none of ours."""
    if file in _DOCUMENTS:
        files = await run_in_threadpool(desk.library().export, id, (), *_DOCUMENTS[file])
        path = next(one.path for one in files if one.path.name == file)
        return path, "text/csv; charset=utf-8" if path.suffix == ".csv" else "text/markdown; charset=utf-8"
    if file not in _DATA:
        raise WrongUse(f"there is no file {file[:40]!r} of a dataset.")
    format, layout, truth = _DATA[file]
    found = await run_in_threadpool(_ready, id, file)
    if found is None:
        found = await _made(id, file, {"dataset": id, "format": format, "layout": layout, "truth": truth})
    return found, "application/zip" if found.suffix == ".zip" else FORMATS[format].media_type


async def _made(id: str, file: str, asked: dict[str, str | bool]) -> Path:
    """The file once its job has ended; StorageError with the job's sentence when it failed."""
    job = await run_in_threadpool(desk.jobs().submit, "export", f"Download {file}", asked)
    while job.is_live:
        await asyncio.sleep(_POLL_SECONDS)
        job = await run_in_threadpool(desk.jobs().get, job.id)
    found = await run_in_threadpool(_ready, id, file)
    if found is None:
        raise StorageError(job.error or "the file was not made; ask for it again.")
    return found


def _ready(id: str, file: str) -> Path | None:
    return next((one.path for one in desk.library().files(id) if one.path.name == file), None)


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
