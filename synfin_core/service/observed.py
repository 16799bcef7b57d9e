"""Around every request: its id (in, out, in the log), how long it took, and the counts that /metrics shows."""

import re
import time
from secrets import token_hex

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from synfin_core.observability import families, logs
from synfin_core.observability.counts import Counts
from synfin_core.observability.families import Reading

HEADER = "X-Request-ID"
_NAME = HEADER.lower().encode()
_ALLOWED = re.compile(rb"[\w.\-]{1,64}")
_QUIET = {"/health", "/ready", "/startup", "/metrics"}  # asked every few seconds by machines
_log = logs.logger(__name__)


class Observed:
    """Wraps the whole app."""

    def __init__(self, app: ASGIApp, counts: Counts) -> None:
        self._app, self._counts = app, counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id, began, status = _id(scope), time.perf_counter(), 500
        scope["synfinance.request"] = id

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (_NAME, id.encode())]
            await send(message)

        with logs.bound(request=id):
            try:
                await self._app(scope, receive, tell)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")  # never the address itself: anybody can make up another
        self._counts.add(
            Reading(families.REQUESTS, 1.0, {"route": route, "status": str(status)}),
            Reading(families.REQUEST_SECONDS, seconds, {"route": route}),
        )
        level = "debug" if route in _QUIET else "info"
        caller = scope.get("synfinance.caller")
        getattr(_log, level)("request", route=route, status=status, ms=round(seconds * 1e3, 1), caller=caller)


def _id(scope: Scope) -> str:
    """The id that came, when it is one that can stand in a log; else a new one."""
    came = next((value for name, value in scope["headers"] if name == _NAME), b"")
    return came.decode() if _ALLOWED.fullmatch(came) else token_hex(8)
