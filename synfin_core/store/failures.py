"""What the disk and DuckDB complain about, told as one sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from synfin_core.errors import StorageError, TransientStorageError

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

_PASSING = {
    errno.EAGAIN: "the system is short of processes for a moment; try again",
    errno.EBUSY: "somebody else is using it; try again",
    errno.EINTR: "the system interrupted it; try again",
    errno.EIO: "the disk gave no answer; try again, and have the disk looked at if it happens often",
    errno.EMFILE: "too many files are open in this program; try again when some work has ended",
    errno.ENFILE: "too many files are open on this machine; try again when some work has ended",
    errno.ENOMEM: "the machine is short of memory; try again when some work has ended",
    errno.ESTALE: "the disk is no longer where it was; try again",
    errno.ETIMEDOUT: "the disk did not answer in time; try again",
}
_PASSING_WORDS = {
    "could not set lock": errno.EBUSY,
    "resource temporarily unavailable": errno.EAGAIN,
    "resource busy": errno.EBUSY,
    "interrupted system call": errno.EINTR,
    "input/output error": errno.EIO,
    "too many open files": errno.EMFILE,
    "cannot allocate memory": errno.ENOMEM,
    "stale file handle": errno.ESTALE,
    "timed out": errno.ETIMEDOUT,
}

_FAILURES = (OSError, duckdb.OperationalError, duckdb.FatalException)  # a failed write may surface as a failed commit


@contextmanager
def told_as_storage_error(path: Path) -> Iterator[None]:
    """Raise StorageError about `path` for whatever the disk, Arrow or DuckDB's input and output raise inside.

    It is a TransientStorageError when the same again may work.
    """
    try:
        yield
    except _FAILURES as failure:
        raise _told(f"{path} cannot be written", failure) from failure


@contextmanager
def told_as_unreadable(path: Path) -> Iterator[None]:
    """Raise StorageError about `path` when it is gone, damaged or of a kind that DuckDB does not know."""
    try:
        yield
    except _FAILURES as failure:
        if not path.exists():
            raise StorageError(f"{path} is gone: the dataset was deleted meanwhile.") from failure
        raise _told(f"{path} cannot be read", failure) from failure


def can_pass(failure: BaseException) -> bool:
    """Whether the same again may work a moment later: the system was short of something, or the disk did not answer."""
    return isinstance(failure, TransientStorageError) or (isinstance(failure, _FAILURES) and _number(failure) in _PASSING)


def _told(what: str, failure: OSError | duckdb.Error) -> StorageError:
    kind = TransientStorageError if can_pass(failure) else StorageError
    return kind(f"{what}: {_cause(failure)}.")


def _cause(failure: OSError | duckdb.Error) -> str:
    first_line = (str(failure).splitlines() or ["unknown"])[0].rstrip(".")
    return (_CAUSES | _PASSING).get(_number(failure) or 0, first_line)


def _number(failure: OSError | duckdb.Error) -> int | None:
    """The system's number of the error, where it tells one itself or DuckDB repeats its words."""
    if isinstance(failure, OSError) and failure.errno is not None:
        return failure.errno
    told = str(failure).casefold()
    return next((code for words, code in (_WORDS | _PASSING_WORDS).items() if words in told), None)
