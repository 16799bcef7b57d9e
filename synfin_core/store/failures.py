"""What the disk and DuckDB complain about, told as one sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from synfin_core.errors import StorageError

_CAUSES = {
    errno.ENOSPC: "the disk is full; free some space or choose another place",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another place",
    errno.EACCES: "you may not write there; choose a folder that you can write to",
    errno.EPERM: "you may not write there; choose a folder that you can write to",
    errno.EROFS: "that place is read-only; choose a folder that you can write to",
    errno.EFBIG: "the file may not grow any further on this system; free some space or choose another place",
    errno.ENOENT: "the folder does not exist; make it first or choose another",
    errno.ENOTDIR: "a part of this path is a file; choose a folder",
    errno.EISDIR: "this is a folder; name a file",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}
_WORDS = {
    "no space left": errno.ENOSPC,
    "quota exceeded": errno.EDQUOT,
    "permission denied": errno.EACCES,
    "read-only file system": errno.EROFS,
    "file too large": errno.EFBIG,
    "no such file": errno.ENOENT,
    "not a directory": errno.ENOTDIR,
    "is a directory": errno.EISDIR,
    "file name too long": errno.ENAMETOOLONG,
}

_FAILURES = (OSError, duckdb.OperationalError, duckdb.FatalException)  # a failed write may surface as a failed commit


@contextmanager
def told_as_storage_error(path: Path) -> Iterator[None]:
    """Raise StorageError about `path` for whatever the disk, Arrow or DuckDB's input and output raise inside."""
    try:
        yield
    except _FAILURES as failure:
        raise StorageError(f"{path} cannot be written: {_cause(failure)}.") from failure


@contextmanager
def told_as_unreadable(path: Path) -> Iterator[None]:
    """Raise StorageError about `path` when it is gone, damaged or of a kind that DuckDB does not know."""
    try:
        yield
    except _FAILURES as failure:
        if not path.exists():
            raise StorageError(f"{path} is gone: the dataset was deleted meanwhile.") from failure
        raise StorageError(f"{path} cannot be read: {_cause(failure)}.") from failure


def _cause(failure: OSError | duckdb.Error) -> str:
    number = failure.errno if isinstance(failure, OSError) else None
    if number is None:
        told = str(failure).casefold()
        number = next((code for words, code in _WORDS.items() if words in told), None)
    first_line = (str(failure).splitlines() or ["unknown"])[0]
    return _CAUSES[number] if number in _CAUSES else first_line.rstrip(".")
