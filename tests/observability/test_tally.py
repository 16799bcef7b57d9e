"""What was counted stays counted: across processes, restarts, and a disk that takes nothing for a while."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from synfin_core.observability import families, tally
from synfin_core.observability.families import Reading
from synfin_core.observability.tally import NAME, Tally
from tests.observability.conftest import ROOT, python

ADDER = """
import sys
from pathlib import Path
from synfin_core.observability import families
from synfin_core.observability.families import Reading
from synfin_core.observability.tally import Tally
for number in range(20):
    Tally(Path(sys.argv[1])).add([Reading(families.ROWS, 2.0)])
    Tally(Path(sys.argv[1])).add([Reading(families.CASES, 1.0)], key=f"case {number}")
"""
ROWS = ("synfinance_rows_made", "[]", "")
CASES = ("synfinance_fraud_cases", "[]", "")


@pytest.fixture(autouse=True)
def nothing_pending(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a process that has just started."""
    monkeypatch.setattr(tally, "_pending", {})
    monkeypatch.setattr(tally, "_known", {})


def rows(n: float) -> list[Reading]:
    """So many payments."""
    return [Reading(families.ROWS, n)]


def test_two_processes_add_to_the_same_totals(tmp_path: Path) -> None:
    """Nothing is lost between them, and what has the same key counts once, whoever came first."""
    command = [sys.executable, "-c", ADDER, str(tmp_path)]
    adders = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [adder.communicate(timeout=60)[1] for adder in adders] == ["", ""]

    totals = Tally(tmp_path).totals()
    assert (totals[ROWS], totals[CASES]) == (80, 20)
    assert Tally(tmp_path).counted() == {f"case {number}" for number in range(20)}


def test_a_histogram_counts_every_bucket_that_holds_the_value(tmp_path: Path) -> None:
    """Buckets are cumulative, as Prometheus wants them."""
    for seconds in (0.2, 3.0, 1e6):
        Tally(tmp_path).add([Reading(families.RUN_SECONDS, seconds)])
    parts = {part: value for (name, _, part), value in Tally(tmp_path).totals().items() if name == "synfinance_run_seconds"}

    assert [parts[bound] for bound in ("0.1", "0.25", "2.5", "5.0", "1800.0", "+Inf")] == [0, 1, 1, 2, 2, 3]
    assert parts["sum"] == pytest.approx(1_000_003.2)


def test_what_cannot_be_written_waits_in_memory(tmp_path: Path) -> None:
    """It is shown at once, and written together with the next that can be; with a key it counts once all the same."""
    library = tmp_path / "library"
    Tally(library).add(rows(5), key="a")
    Tally(library).add(rows(5), key="a")
    assert Tally(library).counted() == {"a"} and not library.exists()
    library.mkdir()
    Tally(library).add(rows(2))

    assert Tally(library).totals()[ROWS] == 7
    assert (
        "7.0" in python(f"import sqlite3; print(*sqlite3.connect(r'{library / NAME}').execute('SELECT value FROM totals'))").stdout
    )


def test_a_file_that_somebody_holds_is_waited_for_and_then_passed_by(tmp_path: Path) -> None:
    """A process that hangs in the middle of writing costs two seconds once, and no count."""
    Tally(tmp_path).add(rows(1))
    holder = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    Tally(tmp_path).add(rows(2))
    assert Tally(tmp_path).totals()[ROWS] == 3
    holder.execute("ROLLBACK")
    holder.close()
    Tally(tmp_path).add(rows(4))

    assert Tally(tmp_path).totals()[ROWS] == 7


def test_a_counter_does_not_go_back_when_its_file_is_damaged(tmp_path: Path) -> None:
    """The damaged file is set aside, and a new one begins with what the running process knew, keys included."""
    Tally(tmp_path).add(rows(10), key="a")
    assert Tally(tmp_path).totals()[ROWS] == 10
    (tmp_path / NAME).write_bytes(b"no database at all" * 1_000)

    assert Tally(tmp_path).totals()[ROWS] == 10
    Tally(tmp_path).add(rows(1))
    assert Tally(tmp_path).totals()[ROWS] == 11
    Tally(tmp_path).add(rows(1), key="a")
    assert Tally(tmp_path).totals()[ROWS] == 11
    assert sorted(path.name for path in tmp_path.iterdir()) == ["totals.damaged", NAME]
