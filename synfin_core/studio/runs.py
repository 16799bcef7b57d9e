"""Runs of the engine for the studio, each in a thread of its own, shared by all sessions of this server."""

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock, Thread
from time import monotonic
from typing import Literal

from synfin_core import Spec, generate
from synfin_core.errors import Cancelled, SynfinError
from synfin_core.studio.summary import Summary, summarize

FORMATS = ("csv", "parquet")
KEPT = 6  # finished runs kept on disk; the oldest goes when a new one starts

_runs: dict[str, "Run"] = {}
_registry = Lock()
_engine = Lock()  # one run at a time: each may use all the memory that the engine promises to stay under


@dataclass
class Run:
    """One press of Generate: what was asked, how far it is, and what came of it."""

    name: str
    spec: Spec
    folder: Path
    state: Literal["running", "done", "cancelled", "failed"] = "running"
    trouble: str = ""
    summary: Summary | None = None
    files: dict[str, Path] = field(default_factory=dict)
    rows_done: int = 0
    began: float = field(default_factory=monotonic)
    took: float = 0.0
    cancel: Event = field(default_factory=Event)
    finished: Event = field(default_factory=Event)
    exported: Event = field(default_factory=Event)

    @property
    def is_running(self) -> bool:
        """True until there is a result, an error or a cancelled run."""
        return not self.finished.is_set()

    @property
    def share(self) -> float:
        """How much of the rows is made, 0-1."""
        return min(self.rows_done / self.spec.count, 1.0)

    @property
    def seconds_left(self) -> float | None:
        """An estimate once a twentieth is made."""
        return (monotonic() - self.began) * (1 / self.share - 1) if self.share > 0.05 else None

    def advance(self, rows_done: int, rows_in_all: int) -> None:
        """Take a report of the engine; progress never goes back."""
        self.rows_done = max(self.rows_done, rows_done)


def start(spec: Spec) -> Run:
    """Begin a run; it goes on whatever the browser does."""
    name = token_hex(6)
    run = Run(name, spec, _shelf() / name)
    with _registry:
        _make_room()
        _runs[name] = run
    Thread(target=_work, args=(run,), name=f"run {name}", daemon=True).start()
    return run


def find(name: str) -> Run | None:
    """The run of that name, if it is still kept."""
    return _runs.get(name)


def close() -> None:
    """Stop what runs and delete all files; for the end of the server."""
    for run in list(_runs.values()):
        run.cancel.set()
    _temporary().cleanup()


def _work(run: Run) -> None:
    """Make the dataset, its summary, then the files; an error that nobody foresaw goes on to the server's log."""
    run.trouble = f"Something unforeseen stopped this run; the server's log names it under run {run.name}."
    try:
        with _engine:
            _perform(run)
    except Cancelled:
        run.state = "cancelled"
    except SynfinError as error:
        run.trouble = str(error).replace(str(run.folder), "the studio's folder")
    finally:
        if run.summary is None:
            run.state = "cancelled" if run.state == "cancelled" else "failed"
            shutil.rmtree(run.folder, ignore_errors=True)
        run.took = run.took or monotonic() - run.began
        run.finished.set()
        run.exported.set()


def _perform(run: Run) -> None:
    run.began = monotonic()
    dataset = generate(run.spec, folder=run.folder / "dataset", progress=run.advance, cancelled=run.cancel.is_set)
    run.summary = summarize(dataset)
    run.state, run.took, run.trouble = "done", monotonic() - run.began, ""
    run.finished.set()
    for suffix in FORMATS:
        run.files[suffix] = dataset.export(run.folder / f"transactions.{suffix}", suffix)


def _make_room() -> None:
    """Forget the oldest finished runs and delete their files."""
    idle = [run for run in _runs.values() if run.exported.is_set()]
    for run in idle[: max(len(_runs) - KEPT + 1, 0)]:
        del _runs[run.name]
        shutil.rmtree(run.folder, ignore_errors=True)


@cache
def _shelf() -> Path:
    """The studio's own folder; it is deleted when the server ends."""
    return Path(_temporary().name)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="synfinance-studio-", ignore_cleanup_errors=True)
