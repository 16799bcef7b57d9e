"""Every error this package raises, by cause. The message says what came, what is allowed, and where to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class SynfinError(Exception):
    """Something went wrong; the message is fit to show to a user. Exit code 1."""

    exit_code = 1


class WrongUse(SynfinError):
    """The request itself is not one that can be met. Exit code 2."""

    exit_code = 2


class YamlError(WrongUse):
    """Text is no YAML, or is YAML of a kind that is not allowed."""


class SettingsError(WrongUse):
    """A setting is out of bounds, unknown, missing or contradictory; `problems` has a sentence for each that was found."""

    def __init__(self, *problems: str) -> None:
        more = f" (and {len(problems) - 1} more: 'synfinance config validate' lists them)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = problems


class SpecError(WrongUse):
    """A value of the spec is out of bounds, unknown or contradictory."""


class CalibrationError(SynfinError):
    """A file under config/calibration or config/pools is broken, incomplete or without a source."""


class StorageError(SynfinError):
    """A file or folder cannot be read or written."""


class TransientStorageError(StorageError):
    """The disk or the file was busy or did not answer for a moment; the same again may work."""


class JobError(WrongUse):
    """A job is not there, or not in a state that allows what was asked."""


class Cancelled(SynfinError):
    """The user stopped the run; nothing half-made is left."""


class Refused(SynfinError):
    """A call was not even tried, so it says nothing about what it would have called; `retry_after` in seconds."""

    def __init__(self, message: str, name: str = "", retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.name = name
        self.retry_after = retry_after


class CircuitBreakerError(Refused):
    """A circuit breaker is open: what stands behind it has failed too often."""


class RateLimitError(Refused):
    """Too many calls came in too short a time."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in one row (from 0; None: in all of it) and one of its fields ('' when it is the row itself)."""

    row: int | None
    field: str
    said: str


class FaultyRows(WrongUse):
    """Rows that cannot be taken; `faults` has the first hundred of them, `n_faults` counts all."""

    def __init__(self, faults: Sequence[Fault], n_faults: int | None = None) -> None:
        self.faults = tuple(faults[:100])
        self.n_faults = len(faults) if n_faults is None else n_faults
        first, more = self.faults[0], f" (and {self.n_faults - 1:,} more faults)" if self.n_faults > 1 else ""
        where = "" if first.row is None else f"row {first.row}: "
        super().__init__(f"{where}{first.field}{' ' if first.field else ''}{first.said}{more}")


class NoModel(SynfinError):
    """There is no model that could give a score, or it is not ready yet."""


class ApiError(SynfinError):
    """The scoring API answered with an error; `status_code`, `faults` as it told them, `retry_after` in seconds."""

    def __init__(self, message: str, status_code: int, faults: Sequence[Fault] = (), retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.faults = tuple(faults)
        self.retry_after = retry_after


class ApiUnwell(ApiError):
    """The scoring API answered that it cannot work now: a status of 500 or more."""


class ApiUnreachable(SynfinError, ConnectionError):
    """The scoring API gave no answer."""


def closest(word: str, allowed: Iterable[str]) -> str:
    """' (closest: upi)' when one of `allowed` looks like `word`, else ''."""
    known = {name.casefold(): name for name in allowed}
    match = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    return f" (closest: {known[match[0]]})" if match else ""
