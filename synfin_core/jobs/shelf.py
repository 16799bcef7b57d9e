"""The files of the jobs of one library: `<library>/jobs/<id>.json`, its log, and a folder for what is half-made."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from synfin_core.errors import JobError, StorageError
from synfin_core.jobs.job import Job, from_text, to_text
from synfin_core.jobs.lock import locked
from synfin_core.store.failures import told_as_storage_error

_ID = re.compile(r"[0-9a-f]{12}")
_DAMAGED = ".damaged"
_TRIES, _PAUSE_SECONDS = 20, 0.02  # Windows refuses to replace a file while somebody reads it


class Shelf:
    """Anybody may read; who changes something holds the lock. A file is whole at every instant."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.folder = library / "jobs"

    def make(self) -> None:
        """Make the folder; only who asks for work does, so that a library that was deleted stays away."""
        with told_as_storage_error(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep everybody else from changing anything; what cannot be written is told as StorageError."""
        with told_as_storage_error(self.folder), locked(self.folder / ".lock"):
            yield

    def comes_free(self, patience: float) -> bool:
        """Whether the lock can be had within so many seconds; a frozen process may hold it."""
        try:
            with told_as_storage_error(self.folder), locked(self.folder / ".lock", patience):
                return True
        except StorageError:
            return False

    def jobs(self) -> tuple[list[Job], list[Path]]:
        """The jobs as they were counted, and the files that hold none."""
        found: list[Job] = []
        damaged: list[Path] = []
        for path in self.folder.glob("*.json"):
            try:
                found.append(self._read(path))
            except FileNotFoundError:
                continue  # removed since the folder was listed
            except (OSError, ValueError):
                damaged.append(path)
        return sorted(found, key=lambda job: job.number), damaged

    def job(self, id: str) -> Job:
        """The job of that id; JobError when there is none."""
        try:
            return self._read(self._path(id, ".json"))
        except (OSError, ValueError) as missing:
            raise unknown(id) from missing

    def write(self, job: Job) -> Job:
        """Put the job's file in place of the one before; the caller holds the lock."""
        path = self._path(job.id, ".json")
        fresh = path.with_suffix(".new")
        with told_as_storage_error(path):
            fresh.write_text(to_text(job), encoding="utf-8")
            _replace(fresh, path)
        return job

    def change(self, id: str, **values: Any) -> Job:
        """Take the lock and write new values into the job's file."""
        with self.locked():
            return self.write(replace(self.job(id), **values))

    def remove(self, id: str) -> None:
        """Delete every trace of the job; the caller holds the lock."""
        self.clear(id)
        for suffix in (".json", ".new", ".log"):
            self._path(id, suffix).unlink(missing_ok=True)

    def clear(self, id: str) -> None:
        """Delete what is half-made."""
        shutil.rmtree(self.scratch(id), ignore_errors=True)

    def scratch(self, id: str) -> Path:
        """Where the job may make things; it is deleted when the job ends, however it ends."""
        return self._path(id, ".part")

    def log(self, id: str) -> Path:
        """Where the job's process writes what it has to say, tracebacks included."""
        return self._path(id, ".log")

    def set_aside(self, damaged: list[Path]) -> None:
        """Rename files that hold no job, so that they are looked at by people only; the caller holds the lock."""
        for path in damaged:
            path.replace(path.with_name(f"{path.name}.{time.time_ns()}{_DAMAGED}"))

    def damaged(self) -> list[str]:
        """Names of the files that were set aside."""
        return sorted(path.name for path in self.folder.glob(f"*{_DAMAGED}"))

    def _path(self, id: str, suffix: str) -> Path:
        if not _ID.fullmatch(id):
            raise unknown(id)
        return self.folder / f"{id}{suffix}"

    def _read(self, path: Path) -> Job:
        job = from_text(path.read_text(encoding="utf-8"))
        if job.id != path.stem or not _ID.fullmatch(job.id):
            raise ValueError(f"{path.name} holds job {job.id}")
        return job


def unknown(id: str) -> JobError:
    """What to say about an id that names no job, cut short: it may be hostile."""
    return JobError(f"there is no job {id[:20]!r}; the list of jobs shows the ids there are.")


def _replace(fresh: Path, path: Path) -> None:
    for _ in range(_TRIES):
        try:
            fresh.replace(path)
        except PermissionError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    fresh.replace(path)
