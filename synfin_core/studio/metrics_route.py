"""`/metrics` on the studio's own port, for Prometheus: counts and sizes alone, no name, id or path."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from synfin_core import __version__
from synfin_core.jobs import figures as jobs
from synfin_core.observability import sources
from synfin_core.observability.exposition import CONTENT_TYPE, text
from synfin_core.observability.process import build, process
from synfin_core.settings.in_force import current
from synfin_core.store import figures as store
from synfin_core.store.library import Library


def routes(base: str) -> list[Route]:
    """The address below the path `base`, '' or '/bank/tools'."""
    return [Route(f"{base}/metrics", _metrics, methods=["GET"])]


def _metrics(request: Request) -> Response:
    """Figures of the library, of this process, and of what it registered; made in a thread, so that screens go on."""
    if not current().metrics.enabled:
        return Response("metrics are not enabled (metrics.enabled)\n", 404)
    library = Library()
    here = [*process(), *build(__version__), *sources.readings()]
    shown = [*store.readings(library), *jobs.readings(library.folder), *here]
    return Response(text(jobs.totals(library.folder), shown), headers={"Content-Type": CONTENT_TYPE})
