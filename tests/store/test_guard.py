"""Queries of a dataset on disk go through the breaker and the retry of the library, and only what can pass counts."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import duckdb
import pytest

from synfin_core.errors import CircuitBreakerError, StorageError, TransientStorageError
from synfin_core.store import guard
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.sources import DATABASE

COUNT = "SELECT count(*) AS n FROM transactions"
_HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    guard.breaker().reset()
    guard.retry().reset()
    yield
    guard.breaker().reset()


@pytest.fixture
def kept(library: Library, small: Dataset) -> Dataset:
    """A dataset of the library that nobody has asked yet."""
    return library.open(library.add(small).id)


@contextmanager
def locked(dataset: Dataset) -> Iterator[subprocess.Popen[str]]:
    """Another process has the file open to write, until a line comes or it is ended."""
    command = [sys.executable, "-c", _HOLD, str(Path(dataset.folder or "") / DATABASE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_queries_exports_and_checks_are_counted(kept: Dataset, small: Dataset, tmp_path: Path) -> None:
    """Those from disk; a dataset in memory needs no guard."""
    kept.sql(COUNT)
    kept.export(tmp_path / "a.csv")
    kept.verify()
    small.sql(COUNT)

    assert (guard.breaker().get_stats()["successes"], guard.retry().get_stats()["calls"]) == (3, 3)


def test_a_file_that_is_busy_for_a_moment_is_asked_again(kept: Dataset) -> None:
    """The caller sees the answer only."""
    with locked(kept) as holder:
        Timer(0.15, holder.kill).start()
        assert kept.sql(COUNT).to_pylist() == [{"n": 2_000}]

    assert guard.retry().get_stats()["retries"] > 0
    assert guard.breaker().get_stats()["failure_count"] == 0


def test_a_library_that_stays_busy_opens_the_breaker(kept: Dataset) -> None:
    """Every caller up to the one that trips it sees the cause; the next one is refused at once."""
    with locked(kept):
        for _ in range(5):
            with pytest.raises(TransientStorageError, match="cannot be read: somebody else is using it; try again"):
                kept.sql(COUNT)
        began = time.monotonic()
        with pytest.raises(CircuitBreakerError, match=r"'library' has failed too often and is not called; try again in 1\d"):
            kept.sql(COUNT)
        assert time.monotonic() - began < 0.05
    assert guard.retry().get_stats()["retries"] >= 8, "the failure that opens it is not retried"


@pytest.mark.parametrize("query", ["SELECT nonsense", "SELEC 1", "SELECT 1 FROM nowhere", "SELECT CAST('x' AS INTEGER)"])
def test_a_wrong_query_counts_for_nothing(kept: Dataset, query: str) -> None:
    """However often it is asked, and it is not tried again."""
    for _ in range(6):
        with pytest.raises(duckdb.Error):
            kept.sql(query)

    assert (guard.breaker().get_stats()["failure_count"], guard.retry().get_stats()["retries"]) == (0, 0)
    assert kept.sql(COUNT).num_rows == 1


def test_one_dataset_that_is_gone_does_not_close_the_library(kept: Dataset, library: Library, small: Dataset) -> None:
    """It will not come back by asking again, and the others are well."""
    library.delete(Path(kept.folder or "").name)
    for _ in range(6):
        with pytest.raises(StorageError, match="is gone"):
            kept.sql(COUNT)

    assert guard.retry().get_stats()["retries"] == 0
    assert library.open(library.add(small).id).sql(COUNT).num_rows == 1
