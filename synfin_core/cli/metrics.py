"""`synfinance system metrics`: the figures of a library as Prometheus reads them."""

from synfin_core import __version__
from synfin_core.cli import options
from synfin_core.jobs import figures as jobs
from synfin_core.observability.exposition import text
from synfin_core.observability.process import build
from synfin_core.store import figures as store
from synfin_core.store.library import Library

EXAMPLES = """
Examples:

  synfinance system metrics

  synfinance system metrics --library /srv/synfinance > /var/lib/node_exporter/synfinance.prom
"""


def print_metrics(shelf: options.Shelf = None) -> None:
    """What was made, what lies in the library, its jobs; the studio's /metrics adds what its own process is at."""
    library = Library(shelf)
    totals = jobs.totals(library.folder)
    print(text(totals, [*store.readings(library), *jobs.readings(library.folder), *build(__version__)]), end="")
