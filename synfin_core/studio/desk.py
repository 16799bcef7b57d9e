"""The library and the jobs that every screen works with, and how their errors are told to a visitor."""

from secrets import token_hex

from synfin_core.errors import SynfinError
from synfin_core.jobs.queue import Jobs
from synfin_core.observability import logs
from synfin_core.settings.in_force import current
from synfin_core.store.library import Library

_log = logs.logger(__name__)


def library() -> Library:
    """The library of this server."""
    return Library()


def jobs() -> Jobs:
    """The jobs of this server's library."""
    return Jobs(library().folder, current().jobs.at_once)


def told(error: SynfinError) -> str:
    """The sentence of an error as anybody may read it: where the library lies is for its owner to know."""
    shelf = library().folder
    return str(error).replace(str(shelf / "datasets"), "the library").replace(str(shelf), "the library")


def unforeseen(error: BaseException) -> str:
    """Write an error that nobody foresaw to the server's log, under an id; the sentence that names the id."""
    id = token_hex(4)
    _log.error("screen failed", error_id=id, exc_info=error)
    return f"Something unforeseen stopped this; the server's log has the details under error id {id}."
