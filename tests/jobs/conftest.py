"""A library of its own for each test, and nothing left running after it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from synfin_core.jobs.job import Job
from synfin_core.jobs.queue import Jobs


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Path]:
    """An empty library; what still runs in it after the test is cancelled."""
    yield tmp_path / "library"
    jobs = Jobs(tmp_path / "library")
    for job in jobs.look():
        jobs.cancel(job.id)


def generate(count: int, seed: int = 1, workers: int = 1) -> dict[str, object]:
    """Parameters of a generate job."""
    return {"spec": {"count": count, "seed": seed}, "workers": workers}


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def ended(jobs: Jobs, job: Job) -> Job:
    """The job once it has ended."""
    until(lambda: not jobs.get(job.id).is_live)
    return jobs.get(job.id)


def working(jobs: Jobs, job: Job, processes: int = 1) -> Job:
    """The job once its first rows are made by that many processes."""
    until(lambda: jobs.get(job.id).done_rows > 0 and len(family(jobs.get(job.id).pid)) >= processes)
    return jobs.get(job.id)


def family(pid: int) -> list[int]:
    """Processes of the session of `pid` that still run."""
    return [one for one in psutil.pids() if _is_running_in(one, pid)]


def _is_running_in(pid: int, session: int) -> bool:
    try:
        return os.getsid(pid) == session and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, psutil.NoSuchProcess):
        return False
