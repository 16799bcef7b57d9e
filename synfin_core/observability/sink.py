"""Where log lines go: a file or stderr, never stdout, and never in the way of the work."""

import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

from synfin_core.observability.rotation import RotatingFile


class Sink:
    """Takes lines; when the file takes no more it says so once, on stderr, and goes on there."""

    def __init__(self, file: Path | None, largest: int, kept: int) -> None:
        self._lock = Lock()
        self._file: RotatingFile | None = None
        self.trouble = ""
        if file is not None:
            try:
                self._file = RotatingFile(file, largest, kept)
            except OSError as failure:
                self._give_up(file, failure)

    def write(self, line: str) -> None:
        """Write one line, wherever one can be written."""
        with self._lock:
            if self._file is None:
                _to_stderr(line)
                return
            try:
                self._file.write(f"{line}\n".encode(errors="backslashreplace"))
            except OSError as failure:
                self._give_up(self._file.path, failure)
                _to_stderr(line)

    def close(self) -> None:
        """Close the file; what comes later goes to stderr."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _give_up(self, path: Path, failure: OSError) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None
        self.trouble = f"{path} takes no log lines ({failure.strerror or failure}); they go to stderr from here on."
        _to_stderr(f"synfinance: {self.trouble}")


def _to_stderr(line: str) -> None:
    """A stderr that is closed, full or not there at all is no reason to stop either."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
