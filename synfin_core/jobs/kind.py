"""Kinds of work: one file each under `jobs/kinds`, found by its name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from synfin_core.errors import JobError, closest
from synfin_core.jobs import kinds

Parameters = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What a job's process gives to the work: what to do, where, and whom to tell."""

    title: str
    parameters: Parameters
    library: Path
    scratch: Path  # not there yet; deleted when the job ends, however it ends
    progress: Callable[[int, int], None]  # rows done, rows in all
    cancelled: Callable[[], bool]


@dataclass(frozen=True)
class Outcome:
    """What the work hands back: ids and figures in plain JSON types, seconds a stage, what resilience counted."""

    result: dict[str, Any]
    timings: dict[str, Any] = field(default_factory=dict)
    resilience: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of work: how to check what is asked, how many rows it means, what makes two the same, and how to do it."""

    checked: Callable[[Parameters], Parameters]  # into one spelling of plain JSON types; WrongUse when it cannot be done
    rows: Callable[[Parameters], int]
    work: Callable[[Task], Outcome]
    identity: Callable[[Parameters], Any] = lambda parameters: parameters


def names() -> tuple[str, ...]:
    """The kinds that have a file."""
    return tuple(sorted(module.name for module in iter_modules(kinds.__path__)))


def find(name: str) -> Kind:
    """The kind of that name, imported when it is first asked for; JobError when it has no file."""
    if name not in names():
        raise JobError(f"there is no kind of job {name[:20]!r}{closest(name[:20], names())}; allowed are {', '.join(names())}.")
    found: Kind = import_module(f"{kinds.__name__}.{name}").KIND
    return found
