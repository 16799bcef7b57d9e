"""The scoring API as one app: `application()` for any server of ASGI."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from synfin_core import __version__
from synfin_core.resilience.running import running
from synfin_core.service import probes, routes
from synfin_core.service.callers import Door
from synfin_core.service.desk import Desk
from synfin_core.service.keys import Keys
from synfin_core.service.observed import Observed
from synfin_core.service.problems import tell_problems


def application(desk: Desk, keys: Keys, needs_key: bool = False) -> FastAPI:
    """The API over a desk; with `needs_key` nobody comes in without one, even before the first was made."""
    app = FastAPI(
        title="SynFinance scoring API",
        summary="Scores of payments by the promoted model",
        description=__doc__,
        version=__version__,
        docs_url=None,  # its page loads code from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.desk, app.state.door = desk, Door(keys, needs_key)
    app.include_router(routes.router, tags=["scores"])
    app.include_router(probes.router, tags=["service"])
    app.add_middleware(Observed, counts=desk.counts)
    tell_problems(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """While the server runs: settings, logs, the model and the history."""
    desk: Desk = app.state.desk
    with running("api", __version__, desk.checker.readiness_probe):
        beginning = asyncio.create_task(desk.begin())
        yield
        beginning.cancel()
        with suppress(asyncio.CancelledError):
            await beginning
        desk.end()
