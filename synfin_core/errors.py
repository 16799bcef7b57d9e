"""Every error this package raises, by cause. The message says what came, what is allowed, and where to mend it."""

from collections.abc import Iterable
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


def closest(word: str, allowed: Iterable[str]) -> str:
    """' (closest: upi)' when one of `allowed` looks like `word`, else ''."""
    known = {name.casefold(): name for name in allowed}
    match = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    return f" (closest: {known[match[0]]})" if match else ""
