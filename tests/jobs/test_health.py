"""The health of jobs, and of a whole installation."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from synfin_core.jobs.health import health_checker, jobs_check
from synfin_core.jobs.job import now
from synfin_core.jobs.queue import Jobs
from synfin_core.jobs.shelf import Shelf
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.jobs.conftest import ended, generate


def test_a_library_without_jobs_is_well(library: Path) -> None:
    """And looking makes nothing."""
    assert (jobs_check(library)().status, jobs_check(library)().message) == ("healthy", "0 running, 0 waiting")
    assert not library.exists()


def test_jobs_are_counted_and_lost_ones_degrade(library: Path) -> None:
    """A job whose process is gone was not done."""
    jobs = Jobs(library)
    job = ended(jobs, jobs.submit("generate", "", generate(1_000)))
    assert jobs_check(library)().status == "healthy"

    with Shelf(library).locked():
        Shelf(library).write(replace(job, state="lost", ended_at=now()))
    found = jobs_check(library)()
    assert (found.status, found.message, found.details["lost"]) == ("degraded", "0 running, 0 waiting, 1 lost", 1)


def test_a_file_that_is_no_job_degrades(library: Path) -> None:
    """The rest of the queue can be read."""
    shelf = Shelf(library)
    shelf.make()
    (shelf.folder / "0123456789ab.json").write_text("{broken")

    assert (jobs_check(library)().status, jobs_check(library)().details["unreadable"]) == ("degraded", 1)


def test_a_queue_that_cannot_be_read_is_unhealthy(library: Path) -> None:
    """And nobody is told where it lies."""
    library.mkdir()
    (library / "jobs").write_text("")
    found = jobs_check(library)()
    (library / "jobs").unlink()

    assert (found.status, found.message) == ("unhealthy", "the queue cannot be read")


@pytest.mark.parametrize("allowed", [True, False])
def test_leftovers_are_swept_only_where_that_is_allowed(library: Path, allowed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """health.remediation; a library that is not healthy is mended and looked at again."""
    monkeypatch.setenv("SYNFINANCE_HEALTH__REMEDIATION", str(allowed).lower())
    (library / "datasets" / "0123456789ab").mkdir(parents=True)
    leftover = library / "datasets" / ".work-of-yesterday"
    leftover.mkdir()
    os.utime(leftover, (0, 0))
    part = health_checker(library).check_component("library", use_cache=False)

    assert part["status"] == "degraded"
    assert part["details"].get("remedy_tried", False) is allowed
    assert leftover.exists() is not allowed


def test_a_whole_installation_is_looked_at_in_time(library: Path) -> None:
    """Machine, library, jobs and guards; under 50 ms (the best of ten, on a busy machine)."""
    keep(Spec(count=2_000), Library(library))
    checker = health_checker(library)
    took = []
    for _ in range(10):
        checker.clear_cache()
        began = time.monotonic()
        assert checker.readiness_probe()["ok"]
        took.append(time.monotonic() - began)

    assert min(took) < 0.050
    assert list(checker.dependencies()) == ["disk", "memory", "cpu", "library", "jobs", "monitoring"]
    assert checker.dependencies()["jobs"]["depends_on"] == ["library"]
    assert health_checker(library) is checker
