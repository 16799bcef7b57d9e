"""The files of the jobs: damaged ones are set aside and named, the others go on."""

from pathlib import Path

import pytest

from synfin_core.jobs.queue import Jobs
from tests.jobs.conftest import ended, family, generate, until, working

DAMAGES = {
    "empty": "",
    "cut": '{"id": "0123456789ab", "number": 1',
    "no job": "[1, 2, 3]",
    "deep": "[" * 100_000,
    "other id": '{"id": "ba9876543210", "number": 1, "kind": "generate", "title": "", "parameters": {}, '
    '"created_at": "2026-01-01T00:00:00+00:00"}',
    "wrong type": '{"id": "0123456789ab", "number": "1", "kind": "generate", "title": "", "parameters": {}, '
    '"created_at": "2026-01-01T00:00:00+00:00"}',
    "no time zone": '{"id": "0123456789ab", "number": 1, "kind": "generate", "title": "", "parameters": {}, '
    '"created_at": "2026-01-01T00:00:00"}',
    "negative number": '{"id": "0123456789ab", "number": 1, "kind": "generate", "title": "", "parameters": {}, '
    '"created_at": "2026-01-01T00:00:00+00:00", "state": "running", "pid": -1}',
    "unknown state": '{"id": "0123456789ab", "number": 1, "kind": "generate", "title": "", "parameters": {}, '
    '"created_at": "2026-01-01T00:00:00+00:00", "state": "asleep"}',
}


@pytest.mark.parametrize("text", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_file_is_set_aside_and_named(library: Path, text: str) -> None:
    """Looking goes on without it, its text is kept for people, and it is told once."""
    jobs = Jobs(library)
    (library / "jobs").mkdir(parents=True)
    (library / "jobs" / "0123456789ab.json").write_text(text)

    assert jobs.look() == []
    [name] = jobs.damaged()
    assert name.startswith("0123456789ab.json.")
    assert (library / "jobs" / name).read_text() == text


def test_a_file_that_is_no_utf8_is_set_aside_while_others_work(library: Path) -> None:
    """One damaged file stops no other job."""
    jobs = Jobs(library)
    (library / "jobs").mkdir(parents=True)
    (library / "jobs" / "0123456789ab.json").write_bytes(b"\xff\xfe\x00")

    assert ended(jobs, jobs.submit("generate", "Beside it", generate(1_000))).state == "done"
    assert len(jobs.damaged()) == 1


def test_a_running_job_whose_file_is_damaged_stops(library: Path) -> None:
    """Work that nobody can see or cancel would be an orphan."""
    jobs = Jobs(library)
    job = working(jobs, jobs.submit("generate", "Long", generate(4_000_000)))
    (library / "jobs" / f"{job.id}.json").write_text("{")

    until(lambda: family(job.pid) == [])
    assert jobs.look() == [] and len(jobs.damaged()) == 1
    assert not (library / "jobs" / f"{job.id}.part").exists()
