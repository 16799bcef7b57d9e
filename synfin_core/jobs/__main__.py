"""The process that does one job: `python -m synfin_core.jobs <library> <id> <jobs at once>`."""

import os
import sys
from pathlib import Path
from secrets import token_hex
from typing import Any

from synfin_core.errors import Cancelled, SynfinError
from synfin_core.jobs.job import Job, now
from synfin_core.jobs.kind import Outcome, Task, find
from synfin_core.jobs.processes import step_back
from synfin_core.jobs.queue import Jobs
from synfin_core.jobs.report import Report
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability import logs
from synfin_core.resilience import figures
from synfin_core.settings.in_force import current

_UNFORESEEN = "Something unforeseen stopped this job; its log has the details under this error id."
_NO_MEMORY = "There was not enough memory for this job; ask for fewer rows or workers, or close other programs."

_log = logs.logger(__name__)


def main(library: str, id: str, at_once: str) -> None:
    """Do the job, then start what waits behind it."""
    logs.configure(current().logging.level, format="json")  # stderr is the job's log
    shelf = Shelf(Path(library))
    try:
        with shelf.locked():  # whoever started this process writes its number before it lets go
            job = shelf.job(id)
        if job.state == "running" and job.pid in (os.getpid(), os.getppid()):  # on Windows the starter of a venv stands between
            if job.kind != "generate" or job.all_rows > current().generation.rows_a_worker:
                step_back()  # not where a screen waits for a dataset that is there in seconds
            with logs.bound(job=id):
                perform(job, shelf)
    finally:
        Jobs(Path(library), int(at_once)).advance()


def perform(job: Job, shelf: Shelf) -> None:
    """Do the work and write down how it ended; an error that nobody foresaw goes on to the log."""
    ended: dict[str, Any] = {}
    try:
        ended = _done(_work(job, shelf))
    except Cancelled:
        ended = {"state": "cancelled"}
    except SynfinError as error:
        ended = _failed(_without_paths(str(error), job, shelf))
    except MemoryError:
        ended = _failed(_NO_MEMORY)
    finally:
        ended = ended or _failed(_UNFORESEEN)
        shelf.clear(job.id)
        shelf.change(job.id, ended_at=now(), **ended)


def _work(job: Job, shelf: Shelf) -> Outcome:
    report = Report(shelf, job.id)
    task = Task(job.title, job.parameters, shelf.library, shelf.scratch(job.id), report.progress, report.is_stopped)
    return find(job.kind).work(task)


def _done(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": "done",
        "share": 1.0,
        "result": outcome.result,
        "timings": outcome.timings,
        "resilience": {**figures(), **outcome.resilience},
    }


def _failed(error: str) -> dict[str, Any]:
    """How a job ends by the error that is being handled; the log has its traceback."""
    error_id = token_hex(4)
    _log.error("job failed", error_id=error_id, exc_info=True)
    return {"state": "failed", "error": error, "error_id": error_id}


def _without_paths(error: str, job: Job, shelf: Shelf) -> str:
    """The sentence as anybody may read it: where the library lies is for its owner to know."""
    for path, words in ((shelf.scratch(job.id), "the dataset under way"), (shelf.library, "the library")):
        error = error.replace(str(path), words)
    return error


if __name__ == "__main__":
    main(*sys.argv[1:])
