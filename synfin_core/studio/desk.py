"""The library and the jobs that every screen works with, and how their errors are told to a visitor."""

from contextlib import AbstractContextManager
from hashlib import sha256
from secrets import token_hex
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx

from synfin_core.errors import SynfinError
from synfin_core.jobs.job import Job
from synfin_core.jobs.queue import Jobs
from synfin_core.observability import logs
from synfin_core.settings.in_force import current
from synfin_core.store.library import Library
from synfin_core.studio import limits

_log = logs.logger(__name__)


def library() -> Library:
    """The library of this server."""
    return Library()


def jobs() -> Jobs:
    """The jobs of this server's library."""
    return Jobs(library().folder, current().jobs.at_once)


def visitor() -> str:
    """A short name of this browser session, which nobody can take it over by; '' outside of one."""
    context = get_script_run_ctx(suppress_warning=True)
    return sha256(context.session_id.encode()).hexdigest()[:12] if context else ""


def visit() -> AbstractContextManager[None]:
    """Give what is logged inside the name of this session."""
    return logs.bound(session=visitor() or None)


def submit(kind: str, title: str, asked: dict[str, Any]) -> Job:
    """Ask for work in the name of this session; RateLimitError when it asks too often."""
    with visit():
        limits.count_job_start(visitor())
        return jobs().submit(kind, title, asked)


def retry(id: str) -> Job:
    """Ask again for what a job should have done, as `submit` does."""
    with visit():
        limits.count_job_start(visitor())
        return jobs().retry(id)


def told(error: SynfinError) -> str:
    """The sentence of an error as anybody may read it: where the library lies is for its owner to know."""
    shelf = library().folder
    return str(error).replace(str(shelf / "datasets"), "the library").replace(str(shelf), "the library")


def unforeseen(error: BaseException) -> str:
    """Write an error that nobody foresaw to the server's log, under an id; the sentence that names the id."""
    id = token_hex(4)
    with visit():
        _log.error("screen failed", error_id=id, exc_info=error)
    return f"Something unforeseen stopped this; the server's log has the details under error id {id}."
