"""Serves the API: for this machine alone, unless there are keys."""

import os
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from synfin_core.errors import WrongUse
from synfin_core.service.app import application
from synfin_core.service.desk import Desk
from synfin_core.service.keys import Keys
from synfin_core.settings.in_force import current
from synfin_core.store.library import Library

_WAITING = 2_048  # connections that the system holds for us
_SWITCH_SECONDS = 0.001  # so that reading a request waits little for a score that is being made
_GRACE_SECONDS = 10
_IDLE_SECONDS = 75  # a connection without a request, longer than clients keep theirs, assumed


def serve(
    library: Path | None = None,
    address: str | None = None,
    port: int | None = None,
    history: str | None = None,
    begun: Callable[[str], object] = print,
) -> None:
    """Serve until a signal comes; `begun` is told where. WrongUse when others could come in without a key."""
    settings = current().api
    address, port = address or settings.address, settings.port if port is None else port
    keys, needs_key = Keys(library), not _is_here(address) or current().environment == "production"
    if needs_key and not keys.are_there:
        raise WrongUse(f"the API would answer anybody at {address}; make a key first: 'synfinance serve key add NAME'.")
    known = history or settings.history
    desk = Desk(library, Library(library).open(known) if known else None)
    listening = _listen(address, port)
    sys.setswitchinterval(_SWITCH_SECONDS)
    server = uvicorn.Server(_config(application(desk, keys, needs_key)))
    begun(f"http://{f'[{address}]' if ':' in address else address}:{listening.getsockname()[1]}")
    server.run(sockets=[listening])


def _config(app: object) -> uvicorn.Config:
    """Logs are our own; what a caller says of where it comes from is not believed."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


def _listen(address: str, port: int) -> socket.socket:
    """A socket that names its protocol: of another one asyncio holds answers back for 40 ms (Nagle's algorithm)."""
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(_WAITING)
        return listening
    except OSError as error:
        listening.close()
        told = error.strerror or str(error)
        raise WrongUse(f"{address}:{port} cannot be listened at ({told}); choose another with --address and --port.") from error


def _is_here(address: str) -> bool:
    """Whether only this machine reaches it."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
