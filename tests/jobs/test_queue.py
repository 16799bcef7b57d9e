"""The queue: jobs wait their turn, are joined, cancelled, found dead, tried again, whoever looks after them."""

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from synfin_core import open_dataset
from synfin_core.errors import JobError, SpecError, StorageError
from synfin_core.jobs.job import Job, now
from synfin_core.jobs.queue import Jobs
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability.tally import NAME
from synfin_core.resilience import get_all_retry_stats
from tests.jobs.conftest import ended, family, generate, until, working

ROOT = Path(__file__).resolve().parents[2]
LONG = 4_000_000  # rows that nobody waits for
SUBMIT = """
import sys
from pathlib import Path
from synfin_core.jobs.queue import Jobs
jobs = Jobs(Path(sys.argv[1]))
for seed in (1, 2, 3):
    print(jobs.submit("generate", "two at the desk", {"spec": {"count": 2_000, "seed": seed}}).id)
"""


def datasets(library: Path) -> list[Path]:
    """Files of datasets, finished or not, wherever they lie in the library."""
    return [path for path in library.rglob("*") if path.is_file() and path.parent.name != "jobs" and path.name != NAME]


def test_a_job_ends_with_a_dataset_and_its_timings(library: Path) -> None:
    """Progress only grows, and the end tells rows, seconds and the id of what was made."""
    jobs = Jobs(library)
    job = jobs.submit("generate", "First", generate(700_000))
    seen = [jobs.get(job.id)]
    until(lambda: (seen.append(jobs.get(job.id)), not seen[-1].is_live)[1])
    done = seen[-1]

    assert (done.state, done.share, done.done_rows, done.all_rows) == ("done", 1, 700_000, 700_000)
    assert len(open_dataset(library / "datasets" / done.result["dataset"]).transactions) == 700_000
    assert done.timings["seconds"] > 0 and done.seconds_left == 0
    assert done.resilience["breakers"]["library"]["successes"] == 1, "keeping the dataset is a call to the library"
    assert done.created_at <= done.started_at <= done.ended_at
    shares = [one.share for one in seen]
    assert shares == sorted(shares) and len(set(shares)) > 2
    assert any(one.seconds_left for one in seen)


def test_cancelling_takes_under_two_seconds_and_leaves_nothing(library: Path) -> None:
    """Neither a process of the job's session nor anything half-made remains, workers included."""
    jobs = Jobs(library)
    job = working(jobs, jobs.submit("generate", "Long", generate(LONG, workers=2)), processes=3)
    began = time.monotonic()
    jobs.cancel(job.id)

    assert time.monotonic() - began < 2
    assert jobs.get(job.id).state == "cancelled"
    assert family(job.pid) == []
    assert datasets(library) == []


def test_a_job_that_does_not_listen_is_ended_as_quickly(library: Path) -> None:
    """A frozen process cannot stop by itself; it and its workers are gone within two seconds all the same."""
    jobs = Jobs(library)
    job = working(jobs, jobs.submit("generate", "Frozen", generate(LONG, workers=2)), processes=3)
    os.kill(job.pid, signal.SIGSTOP)
    began = time.monotonic()
    jobs.cancel(job.id)

    assert time.monotonic() - began < 2
    assert jobs.get(job.id).state == "cancelled"
    assert family(job.pid) == []
    assert datasets(library) == []


def test_a_job_frozen_with_the_lock_in_hand_is_ended_too(library: Path) -> None:
    """Whoever holds the lock and does not move would keep everybody waiting."""
    jobs = Jobs(library)
    job = working(jobs, jobs.submit("generate", "Frozen", generate(LONG, workers=2)), processes=3)
    mark = os.environ | {"SYNFIN_JOB_ID": job.id}
    code = "import fcntl, os, signal, sys; file = open(sys.argv[1], 'ab'); fcntl.flock(file, fcntl.LOCK_EX); "
    code += "print('held', flush=True); os.kill(os.getpid(), signal.SIGSTOP)"
    command = [sys.executable, "-c", code, str(library / "jobs" / ".lock")]
    with subprocess.Popen(command, env=mark, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        jobs.cancel(job.id)

    assert jobs.get(job.id).state == "cancelled"
    assert family(job.pid) == []


def test_a_killed_job_is_lost_with_a_cause_and_can_be_tried_again(library: Path) -> None:
    """The next look says so in a sentence, ends what the dead left behind, and the same work can be asked for again."""
    jobs = Jobs(library)
    parameters = generate(LONG, workers=2)
    job = working(jobs, jobs.submit("generate", "Killed", parameters), processes=3)
    os.kill(job.pid, signal.SIGKILL)
    until(lambda: jobs.get(job.id).state == "lost")
    lost = jobs.get(job.id)

    assert lost.error.startswith("The job's process was ended from outside")
    assert lost.error_id in (library / "jobs" / f"{job.id}.log").read_text()
    assert family(job.pid) == [] and datasets(library) == []
    again = jobs.retry(job.id)
    assert again.id != job.id and again.is_live
    assert again.parameters == job.parameters


def test_a_new_server_sees_what_the_old_one_started(library: Path) -> None:
    """The child goes on by itself; its queue goes on too when nobody looks."""
    code = SUBMIT.replace("2_000", "300_000").replace("(1, 2, 3)", "(1, 2)")
    server = subprocess.run([sys.executable, "-c", code, str(library)], cwd=ROOT, capture_output=True, text=True, check=True)
    jobs = Jobs(library)
    seen = jobs.look()

    assert [job.id for job in seen] == server.stdout.split()[::-1]
    assert [job.state for job in seen] == ["queued", "running"]
    files = [library / "jobs" / f"{job.id}.json" for job in seen]
    until(lambda: all('"state": "done"' in file.read_text() for file in files))


def test_two_servers_start_one_job_at_a_time_and_join_the_same_work(library: Path) -> None:
    """Both ask for the same three datasets at the same time: three jobs in all, never two of them at once."""
    command = [sys.executable, "-c", SUBMIT, str(library)]
    servers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    jobs, most = Jobs(library), 0
    while any(server.poll() is None for server in servers) or any(job.is_live for job in jobs.look()):
        most = max(most, sum(job.state == "running" for job in jobs.look()))
        time.sleep(0.02)
    told = [set(server.communicate()[0].split()) for server in servers]

    assert most == 1
    assert all(job.state == "done" for job in jobs.look())
    assert len(jobs.look()) + sum(job.joined for job in jobs.look()) == 6
    assert told[0] | told[1] == {job.id for job in jobs.look()}


def test_those_who_wait_have_a_place_and_can_leave(library: Path) -> None:
    """The first runs, the others count from one; who leaves lets the next one move up; the same work is joined."""
    jobs = Jobs(library)
    first, second, third = (jobs.submit("generate", f"Seed {seed}", generate(LONG, seed)) for seed in (1, 2, 3))
    assert [(job.title, job.state, job.position) for job in jobs.look()] == [
        ("Seed 3", "queued", 2),
        ("Seed 2", "queued", 1),
        ("Seed 1", "running", 0),
    ]

    joined = jobs.submit("generate", "Other title, other workers", generate(LONG, 2, workers=2))
    assert (joined.id, joined.joined) == (second.id, 1)
    jobs.cancel(second.id)
    assert jobs.get(second.id).state == "cancelled" and jobs.get(third.id).position == 1
    jobs.cancel(first.id)
    assert jobs.get(third.id).state == "running"


def test_as_many_run_at_once_as_were_asked_for(library: Path) -> None:
    """The setting is a number of jobs, one or more."""
    jobs = Jobs(library, at_once=2)
    for seed in (1, 2, 3):
        jobs.submit("generate", "", generate(LONG, seed))

    assert sorted(job.state for job in jobs.look()) == ["queued", "running", "running"]
    with pytest.raises(JobError, match="1 or more"):
        Jobs(library, at_once=0)


def test_a_number_given_to_a_stranger_is_told_apart(library: Path) -> None:
    """After a restart the job's number may be another process's: the job is lost, and the stranger lives."""
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    shelf = Shelf(library)
    shelf.make()
    job = Job(id="0123456789ab", number=1, kind="generate", title="", parameters={}, created_at=now())
    shelf.write(replace(job, state="running", pid=stranger.pid, started_at=datetime(2026, 1, 1, tzinfo=UTC)))

    assert Jobs(library).get(job.id).error.startswith("The computer was started again")
    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_a_job_that_cannot_be_done_fails_with_a_sentence(library: Path) -> None:
    """The cause is told without a path or a traceback; the log has both, under the error's id."""
    library.mkdir()
    (library / "datasets").write_text("a file where a folder should be")
    jobs = Jobs(library)
    job = ended(jobs, jobs.submit("generate", "No room", generate(1_000)))

    assert job.state == "failed"
    assert (
        job.error.startswith("the library cannot be written: a file stands")
        and str(library) not in job.error
        and "\n" not in job.error
    )
    log = (library / "jobs" / f"{job.id}.log").read_text()
    assert "Traceback" in log and job.error_id in log
    assert not (library / "jobs" / f"{job.id}.part").exists()


def test_what_nobody_foresaw_is_told_by_an_error_id_alone(library: Path) -> None:
    """A file that another hand changed makes the work stumble: the log has the traceback, the screen a sentence."""
    jobs = Jobs(library)
    jobs.submit("generate", "Runs", generate(LONG))
    job = jobs.submit("generate", "Waits", generate(1_000))
    file = library / "jobs" / f"{job.id}.json"
    file.write_text(file.read_text().replace('"workers"', '"worker"'))
    jobs.cancel(jobs.look()[1].id)
    failed = ended(jobs, job)

    assert failed.state == "failed" and failed.error.startswith("Something unforeseen")
    log = (library / "jobs" / f"{job.id}.log").read_text()
    assert "KeyError" in log and failed.error_id in log


def test_a_finished_job_can_be_removed_and_nothing_else(library: Path) -> None:
    """A live one is cancelled first; what was made stays; one that is done is not tried again."""
    jobs = Jobs(library)
    job = ended(jobs, jobs.submit("generate", "Done", generate(1_000)))
    live = jobs.submit("generate", "Live", generate(LONG))

    with pytest.raises(JobError, match="cancel it before"):
        jobs.remove(live.id)
    with pytest.raises(JobError, match="is done; only one that is failed, cancelled, lost"):
        jobs.retry(job.id)
    jobs.cancel(job.id)
    assert jobs.get(job.id).state == "done"
    jobs.remove(job.id)
    assert [one.id for one in jobs.look()] == [live.id]
    assert list((library / "jobs").glob(f"{job.id}*")) == []
    assert (library / "datasets" / job.result["dataset"]).is_dir()


def test_a_request_that_cannot_be_met_never_becomes_a_job(library: Path) -> None:
    """The same sentence as everywhere, before anything is queued."""
    jobs = Jobs(library)
    with pytest.raises(SpecError, match="fraud_rate"):
        jobs.submit("generate", "", {"spec": {"fraud_rate": 7}})
    with pytest.raises(JobError, match=r"'generat' \(closest: generate\); allowed are .*generate"):
        jobs.submit("generat", "", {})

    assert jobs.look() == []


@pytest.mark.parametrize("id", ["0123456789ab", "../../../etc/passwd", "", "0123456789AB", "x" * 5_000])
def test_an_id_that_names_no_job_is_refused(library: Path, id: str) -> None:
    """What a link says is never taken as a path."""
    (library / "jobs").mkdir(parents=True)
    jobs = Jobs(library)
    for act in (jobs.get, jobs.cancel, jobs.retry, jobs.remove):
        with pytest.raises(JobError, match="there is no job") as refused:
            act(id)
        assert len(str(refused.value)) < 100


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Looking needs no right to write; asking for work does."""
    (tmp_path / "library").write_text("a file where a folder should be")
    jobs = Jobs(tmp_path / "library")

    assert jobs.look() == []
    with pytest.raises(StorageError, match="cannot be written"):
        jobs.submit("generate", "", generate(1_000))


def test_a_machine_short_of_processes_is_asked_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job starts with a later try; a program that is not there is not waited for."""
    real, refusals = subprocess.Popen, [errno.EAGAIN, errno.ENOMEM]

    def popen(*words: Any, **settings: Any) -> Any:
        if refusals:
            raise OSError(refusals.pop(0), "short of something")
        return real(*words, **settings)

    monkeypatch.setattr(subprocess, "Popen", popen)
    jobs = Jobs(library)
    assert ended(jobs, jobs.submit("generate", "", generate(1_000))).state == "done"
    told = get_all_retry_stats()["job start"]
    assert refusals == [] and told["failures"] == 0 and told["retries"] >= 2

    refusals.append(errno.ENOENT)
    job = jobs.submit("generate", "", generate(1_000))
    assert (job.state, job.error) == ("failed", "The job could not be started: short of something.")
    assert get_all_retry_stats()["job start"]["retries"] == told["retries"]
