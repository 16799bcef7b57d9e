"""The body of a request: read up to a bound, whatever its sender says of its length, and only as JSON."""

import asyncio
import json
from typing import Any, NoReturn

from fastapi import Request

from synfin_core.service.problems import Problem
from synfin_core.settings.in_force import current

_MB = 1_000_000
_SECONDS = 30  # for a body to come
_LARGE = 100_000  # bytes that are read aside, so that others are answered meanwhile


async def json_of(request: Request) -> Any:
    """What the body says; Problem 400, 408, 413 or 415."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise Problem(415, f"Content-Type is {kind[:60]!r}; application/json is allowed.")
    body = await _bytes(request)
    return await asyncio.to_thread(_read, body) if len(body) > _LARGE else _read(body)


async def _bytes(request: Request) -> bytes:
    most = current().api.max_body_mb * _MB
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told[:20]) > most:
        _refuse(most)
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    _refuse(most)
    except TimeoutError as error:
        raise Problem(408, f"The body did not come within {_SECONDS} seconds.", {"Connection": "close"}) from error
    return bytes(body)


def _refuse(most: int) -> NoReturn:
    """Say so without reading on; what is still under way is dropped with the connection."""
    raise Problem(413, f"The body is too large; up to {most // _MB:,} MB are allowed (api.max_body_mb).", {"Connection": "close"})


def _read(body: bytes) -> Any:
    try:
        return json.loads(body.decode(), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is no UTF-8: byte {error.start} cannot be read.") from error
    except RecursionError as error:
        raise Problem(400, "The body is no request: it has too many brackets inside each other.") from error
    except ValueError as error:
        raise Problem(400, f"The body is no JSON: {error}."[:300]) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
