"""Who calls: a key that opens, and no more calls than resilience.limiters.api lets through."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader

from synfin_core.resilience.call_limits import count_call
from synfin_core.service.keys import Keys
from synfin_core.service.problems import Problem

HEADER = "X-API-Key"
_scheme = APIKeyHeader(name=HEADER, auto_error=False, description="A key that 'synfinance serve key add' made.")


class Door:
    """Lets callers in; without any key only where none is needed and none was ever made."""

    def __init__(self, keys: Keys, needs_key: bool) -> None:
        self._keys, self._needs_key = keys, needs_key

    def caller(self, secret: str | None, address: str) -> str:
        """The id of the caller's key, else where it calls from; Problem 401 when the key opens nothing."""
        if secret is None and not self._needs_key and not self._keys.were_made:
            return address
        owner = self._keys.owner(secret) if secret else None
        if owner is None:
            came = "no key came" if not secret else "the key that came opens nothing"
            raise Problem(401, f"{came}; send one that 'synfinance serve key add' made as the header {HEADER}.")
        return owner


async def _caller(request: Request, secret: Annotated[str | None, Security(_scheme)]) -> str:
    caller: str = request.app.state.door.caller(secret, request.client.host if request.client else "")
    request.scope["synfinance.caller"] = caller
    count_call("api", "api", caller, "requests")
    return caller


Caller = Annotated[str, Depends(_caller)]
