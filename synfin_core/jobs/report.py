"""What a job's process tells and asks while it works, through the job's file and not too often."""

import time

from synfin_core.errors import JobError
from synfin_core.jobs.job import now
from synfin_core.jobs.shelf import Shelf
from synfin_core.settings.in_force import current

_MOST = 0.99  # a job that is not done never shows the whole


class Report:
    """Progress that never goes back, and whether somebody asked for a stop."""

    def __init__(self, shelf: Shelf, id: str) -> None:
        self._shelf, self._id = shelf, id
        self._seconds = current().jobs.poll_seconds
        self._done, self._all, self._share = 0, 0, 0.0
        self._written = self._looked = -1.0
        self._stopped = False

    def progress(self, done: int, total: int) -> None:
        """Take `done` of `total` rows; written a few times a second, and always at the end."""
        self._done, self._all = max(self._done, done), max(self._all, total)
        self._share = max(self._share, min(self._done / max(self._all, 1), _MOST))
        if time.monotonic() - self._written < self._seconds and self._done < self._all:
            return
        self._written = time.monotonic()
        self._shelf.change(self._id, done_rows=self._done, all_rows=self._all, share=self._share, updated_at=now())

    def is_stopped(self) -> bool:
        """True once a stop was asked for, or the job's file is gone and nobody could see the work."""
        if not self._stopped and time.monotonic() - self._looked > self._seconds:
            self._looked = time.monotonic()
            try:
                self._stopped = self._shelf.job(self._id).stop_asked
            except JobError:
                self._stopped = True
        return self._stopped
