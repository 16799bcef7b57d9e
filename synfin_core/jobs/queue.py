"""The queue of long work in one library: ask for it, look at it, cancel it, try it again."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

import psutil

from synfin_core.errors import JobError, StorageError
from synfin_core.jobs import kind as kinds
from synfin_core.jobs import processes
from synfin_core.jobs.figures import count_ended
from synfin_core.jobs.job import AGAIN, Job, now
from synfin_core.jobs.shelf import Shelf, unknown
from synfin_core.resilience import RetryHandler, get_retry_handler
from synfin_core.settings.in_force import current
from synfin_core.store.failures import can_pass

_LONGEST_TITLE = 200  # characters
_RESTARTED = "The computer was started again while this job ran; try it again."
_ENDED = "The job's process was ended from outside (out of memory, or by somebody) before it was done; try it again."


class Jobs:
    """Any number of these, in any number of processes, may look after the same library; the files are the truth."""

    def __init__(self, folder: Path, at_once: int | None = None) -> None:
        if at_once is not None and at_once < 1:
            raise JobError(f"{at_once} jobs at once were asked for; 1 or more are allowed.")
        self._shelf = Shelf(folder)
        self._asked = at_once

    def submit(self, kind: str, title: str, parameters: dict[str, Any]) -> Job:
        """Ask for work; when the same waits or runs already, that job is joined."""
        chosen = kinds.find(kind)
        asked = chosen.checked(parameters)
        self._shelf.make()
        with self._shelf.locked():
            jobs = self._known()
            twin = next((job for job in jobs if _is_open(job) and _same(job, kind, asked)), None)
            if twin:
                job = self._shelf.write(replace(twin, joined=twin.joined + 1))
            else:
                job = self._shelf.write(self._new(kind, title, asked, jobs))
            self._make_room(jobs)
        self.advance()
        return self.get(job.id)

    def look(self) -> list[Job]:
        """All jobs, newest first; marks what is found dead and starts what may start."""
        jobs, damaged = self._shelf.jobs()
        if damaged or self._is_due(jobs):
            self.advance()
            jobs, _ = self._shelf.jobs()
        waiting = [job.id for job in jobs if job.state == "queued"]
        placed = (replace(job, position=waiting.index(job.id) + 1) if job.state == "queued" else job for job in jobs)
        return sorted(placed, key=lambda job: job.number, reverse=True)

    def get(self, id: str) -> Job:
        """The job of that id; JobError when there is none."""
        found = next((job for job in self.look() if job.id == id), None)
        if found is None:
            raise unknown(id)
        return found

    def cancel(self, id: str) -> None:
        """Stop a job within two seconds, for everybody who joined it; one that has ended stays as it is."""
        grace = current().jobs.grace_seconds
        if not self._shelf.comes_free(grace):
            processes.end(id)  # frozen in the middle of telling its progress, it would keep the lock for ever
        with self._shelf.locked():
            job = self._shelf.job(id)
            if job.state == "queued":
                self._shelf.write(replace(job, state="cancelled", ended_at=now()))
            elif job.state == "running":
                self._shelf.write(replace(job, stop_asked=True))
        if job.state == "running":
            processes.wait(job.pid, id, grace)
            processes.end(id)
        self.advance()

    def retry(self, id: str) -> Job:
        """Ask again for what a failed, cancelled or lost job should have done; that one stays in the list."""
        job = self.get(id)
        if job.state not in AGAIN:
            raise JobError(f"job {id} is {job.state}; only one that is {', '.join(AGAIN)} can be tried again.")
        return self.submit(job.kind, job.title, job.parameters)

    def remove(self, id: str) -> None:
        """Forget a job that has ended, its log included; what it made stays."""
        with self._shelf.locked():
            job = self._shelf.job(id)
            if job.is_live:
                raise JobError(f"job {id} is {job.state}; cancel it before you remove it.")
            count_ended(self._shelf.library, [job])
            self._shelf.remove(id)

    def damaged(self) -> list[str]:
        """Names of files that held no job and were set aside."""
        return self._shelf.damaged()

    def advance(self) -> None:
        """Mark what is found dead, set aside what is damaged, start what may start."""
        with self._shelf.locked():
            jobs = self._known()
            live = [self._settled(job) for job in jobs if job.is_live]
            free = self._at_once - sum(job.state == "running" for job in live)
            for job in [job for job in live if job.state == "queued"][: max(free, 0)]:
                self._start(job)

    @property
    def _at_once(self) -> int:
        """Jobs that may run at the same time: what was asked for, else what the settings say by now."""
        return current().jobs.at_once if self._asked is None else self._asked

    def _known(self) -> list[Job]:
        jobs, damaged = self._shelf.jobs()
        self._shelf.set_aside(damaged)
        return jobs

    def _is_due(self, jobs: Iterable[Job]) -> bool:
        """Whether `advance` has something to do, found out without the lock: looking is cheap, and allowed to readers."""
        running = [job for job in jobs if job.state == "running"]
        waits = any(job.state == "queued" for job in jobs)
        return any(map(_is_dead, running)) or (waits and len(running) < self._at_once)

    def _new(self, kind: str, title: str, parameters: dict[str, Any], jobs: list[Job]) -> Job:
        most = current().jobs.waiting
        if sum(job.state == "queued" for job in jobs) >= most:
            raise JobError(f"{most} jobs are waiting already; wait for one to end, or cancel one.")
        return Job(
            id=token_hex(6),
            number=max((job.number for job in jobs), default=0) + 1,
            kind=kind,
            title=title[:_LONGEST_TITLE],
            parameters=parameters,
            created_at=now(),
            all_rows=kinds.find(kind).rows(parameters),
        )

    def _make_room(self, jobs: list[Job]) -> None:
        ended = [job for job in jobs if not job.is_live]
        forgotten = ended[: max(len(ended) - current().jobs.kept, 0)]
        count_ended(self._shelf.library, forgotten)
        for job in forgotten:
            self._shelf.remove(job.id)

    def _settled(self, job: Job) -> Job:
        """The job as it is; one whose process is gone gets its end written, and what it left behind is cleared."""
        if job.state != "running" or not _is_dead(job):
            return job
        processes.end(job.id)
        self._shelf.clear(job.id)
        if job.stop_asked:
            return self._shelf.write(replace(job, state="cancelled", ended_at=now()))
        return self._shelf.write(self._with_error(replace(job, state="lost"), _cause(job)))

    def _start(self, job: Job) -> None:
        """Start the job's process; it waits for the lock that is held here, then finds its own number in the file."""
        try:
            start = partial(processes.start, self._shelf.library, job.id, self._at_once, self._shelf.log(job.id))
            pid: int = _starting().call(start)
        except OSError as failure:
            reason = failure.strerror or "unknown cause"
            self._shelf.write(self._with_error(replace(job, state="failed"), f"The job could not be started: {reason}."))
            return
        try:
            self._shelf.write(replace(job, state="running", started_at=now(), pid=pid))
        except StorageError:
            processes.end(job.id)
            raise

    def _with_error(self, job: Job, error: str) -> Job:
        ended = replace(job, ended_at=now(), error=error, error_id=token_hex(4))
        with self._shelf.log(job.id).open("a", encoding="utf-8") as log:
            log.write(f"error id {ended.error_id}: {error}\n")
        return ended


def _starting() -> RetryHandler:
    """The retry for a machine that has no process or memory to spare at the moment."""
    return get_retry_handler("job start", retry_if=can_pass, **current().resilience.retries["job_start"].arguments())


def _is_open(job: Job) -> bool:
    return job.is_live and not job.stop_asked


def _is_dead(job: Job) -> bool:
    return not processes.is_alive(job.pid, job.id)


def _same(job: Job, kind: str, parameters: dict[str, Any]) -> bool:
    identity = kinds.find(kind).identity
    return job.kind == kind and json.dumps(identity(job.parameters)) == json.dumps(identity(parameters))


def _cause(job: Job) -> str:
    booted = datetime.fromtimestamp(psutil.boot_time(), UTC)
    return _RESTARTED if job.started_at and job.started_at < booted else _ENDED
