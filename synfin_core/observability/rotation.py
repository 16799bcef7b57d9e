"""One log file for any number of processes: whole lines, and a new file when the old one is full."""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class RotatingFile:
    """Appends lines to `path`, up to `largest` bytes; older ones lie in path.1 to path.<kept>. OSError when the disk is full."""

    def __init__(self, path: Path, largest: int, kept: int) -> None:
        self.path, self._largest, self._kept = path, largest, kept
        self._descriptor = self._open()

    def write(self, line: bytes) -> None:
        """Append one line in one call, so that lines of several processes never mix."""
        self._follow()
        if os.fstat(self._descriptor).st_size + len(line) > self._largest:
            self._rotate()
        while line:
            line = line[os.write(self._descriptor, line) :]

    def close(self) -> None:
        """Give the file back."""
        os.close(self._descriptor)

    def _open(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _follow(self) -> None:
        """Go on in the file that carries the name now: another process may have begun it."""
        if not self._is_current():
            fresh = self._open()
            self.close()
            self._descriptor = fresh

    def _is_current(self) -> bool:
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self._descriptor))
        except FileNotFoundError:
            return False

    def _rotate(self) -> None:
        """Move every file one name on; the lock on the old file lets one process do it, the others follow."""
        if sys.platform != "win32":
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        if self._is_current():
            with suppress(PermissionError):  # Windows moves no file that another process holds open
                self._older(self._kept).unlink(missing_ok=True)
                for number in range(self._kept - 1, -1, -1):
                    with suppress(FileNotFoundError):
                        self._older(number).replace(self._older(number + 1))
        self._follow()

    def _older(self, number: int) -> Path:
        """The file of that age; 0 is the one that is written."""
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path
