"""A lock between processes that the system takes back when its holder dies."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synfin_core.errors import StorageError

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_PATIENCE_SECONDS = 10.0  # it is held for milliseconds; whoever holds it longer hangs
_POLL_SECONDS = 0.005


@contextmanager
def locked(path: Path, patience: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock file at `path`; StorageError when somebody keeps it so many seconds, OSError when it cannot be made."""
    deadline = time.monotonic() + patience
    with path.open("ab") as file:
        while not _got(file.fileno()):
            if time.monotonic() > deadline:
                raise StorageError(f"{path} has been held for {patience:.0f} seconds; end the process that hangs.")
            time.sleep(_POLL_SECONDS)
        yield


def _got(descriptor: int) -> bool:
    try:
        _try(descriptor)
    except (BlockingIOError, PermissionError):  # Linux and macOS; Windows
        return False
    return True
