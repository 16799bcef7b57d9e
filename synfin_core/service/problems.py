"""Errors as RFC 9457 tells them: application/problem+json, one sentence each, with the id of the request."""

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from synfin_core.errors import Fault, FaultyRows, NoModel, Refused, StorageError, SynfinError, WrongUse
from synfin_core.observability import logs
from synfin_core.observability.redaction import without_folders

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[type[SynfinError], int] = {FaultyRows: 422, NoModel: 503, Refused: 503, StorageError: 503, WrongUse: 422}
_log = logs.logger(__name__)


class Problem(SynfinError):
    """An answer that is an error of HTTP."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, dict(headers or {})


def tell_problems(app: FastAPI) -> None:
    """Have every error of the app told so."""
    app.add_exception_handler(SynfinError, _synfin)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, status: int, said: str, headers: Mapping[str, str] | None = None, **more: Any) -> JSONResponse:
    """The answer to a request that cannot be met."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": said,
        "instance": request.url.path,
        "request_id": request.scope.get("synfinance.request", ""),
    }
    return JSONResponse(told | more, status, dict(headers or {}), MEDIA_TYPE)


def _synfin(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Problem):
        return answer(request, error.status, str(error), error.headers)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, Refused) and error.name == "api":
        status = 429
    more = (
        {"faults": [_fault(fault) for fault in error.faults], "n_faults": error.n_faults} if isinstance(error, FaultyRows) else {}
    )
    wait = max(math.ceil(error.retry_after), 1) if isinstance(error, Refused) else 1
    said = str(error) if isinstance(error, FaultyRows) else without_folders(str(error))
    return answer(request, status, said, {"Retry-After": str(wait)} if status in (429, 503) else {}, **more)


def _fault(fault: Fault) -> dict[str, Any]:
    return {"row": fault.row, "field": fault.field, "detail": fault.said}


def _parameters(request: Request, error: Exception) -> JSONResponse:
    """A parameter in the address that is none of those allowed."""
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    where = ".".join(map(str, first.get("loc", ())[1:]))
    return answer(
        request, 422, f"{where} is {first.get('input')!r:.40}; {first.get('msg', '')[:1].lower()}{first.get('msg', '')[1:]}."
    )


def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "nothing lives here; /openapi.json lists what does.", 405: f"{request.method} is not allowed here."}
    headers = error.headers if isinstance(error, HTTPException) else None
    return answer(request, status, said.get(status, HTTPStatus(status).phrase), headers)


def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    """What nobody foresaw is in the log, under the id of the request."""
    id = request.scope.get("synfinance.request", "")
    _log.error("request failed", exc_info=error, request=id)
    said = "Something unforeseen stopped this; the server's log has the details under the id of the request."
    return answer(request, 500, said, {"X-Request-ID": id})  # this answer passes by where all others get theirs
