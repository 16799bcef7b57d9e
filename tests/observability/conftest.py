"""Logs as they were before each test, and a library in which something was really done."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from synfin_core import __version__
from synfin_core.jobs import figures as jobs
from synfin_core.jobs.job import Job, now
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability import logs, sources
from synfin_core.observability.exposition import text
from synfin_core.observability.process import build, process
from synfin_core.observability.recent import Recent
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store import figures as store
from synfin_core.store.library import Library

ROOT = Path(__file__).resolve().parents[2]
Shown = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(autouse=True)
def quiet_before_and_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No handler, no source and nothing remembered is left to the next test."""
    monkeypatch.setattr(logs, "_recent", Recent())
    root, ours = logging.getLogger(), logging.getLogger("synfin_core")
    handlers, level = root.handlers.copy(), ours.level
    yield
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    ours.setLevel(level)
    logging.captureWarnings(False)
    sources.forget_sources()


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with one kept run of 20,000 payments, its CSV, a damaged dataset, and jobs that wait, run and ended."""
    library = Library(tmp_path_factory.mktemp("used"))
    entry = keep(Spec(count=20_000, fraud_rate=0.02, seed=7), library)
    library.export(entry.id, ("csv",))
    (library.folder / "datasets" / "0123456789ab").mkdir()
    shelf = Shelf(library.folder)
    shelf.make()
    with shelf.locked():
        shelf.write(job("000000000001", state="done", ended_at=now()))
        shelf.write(replace(job("000000000002", state="running"), pid=os.getpid()))
        shelf.write(job("000000000003", state="queued", started_at=None))
    return library


def job(id: str, **values: object) -> Job:
    """A job as it stands in its file."""
    plain = Job(id=id, number=int(id, 16), kind="generate", title="", parameters={}, created_at=now(), started_at=now())
    return replace(plain, **values)


def exposed(library: Library) -> str:
    """What /metrics answers in this process."""
    here = [*process(), *build(__version__), *sources.readings()]
    return text(jobs.totals(library.folder), [*store.readings(library), *jobs.readings(library.folder), *here])


def read(exposition: str) -> Shown:
    """Every sample with its labels, by Prometheus' own parser."""
    found: Shown = {}
    for family in text_string_to_metric_families(exposition):
        for sample in family.samples:
            key = (sample.name, frozenset(sample.labels.items()))
            assert key not in found, f"{key} is there twice"
            found[key] = sample.value
    return found


def value(shown: Shown, name: str, **labels: str) -> float:
    """One sample."""
    return shown[name, frozenset(labels.items())]


def python(code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process of its own, to its end."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60, check=False)
