"""Any number of processes use one library at once: nothing is mixed up, and no lock stands in anybody's way."""

import subprocess
import sys
import time
from pathlib import Path

from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 4
READER = f"""
import sys, time
from pathlib import Path
from synfin_core.errors import StorageError
from synfin_core.store.library import Library
library, kept, end, turns = Library(Path(sys.argv[1])), sys.argv[2], time.time() + {SECONDS}, 0
while time.time() < end:
    assert library.open(kept).transactions.fingerprint() == library.entry(kept).manifest["fingerprints"]["transactions"]
    for entry in library.list():
        assert entry.state == "ok", (entry.state, entry.cause)
        try:
            [row] = library.open(entry.id).sql("SELECT count(*) AS n, sum(amount_inr) AS rupees FROM transactions").to_pylist()
        except StorageError as gone:
            assert "deleted" in str(gone), gone
        else:
            assert row["n"] == entry.n_rows == entry.spec.count, (row, entry)
    turns += 1
print(turns)
"""
EXPORTER = f"""
import sys, time
from pathlib import Path
from synfin_core.errors import StorageError
from synfin_core.store.library import Library
library, kept, end, turns = Library(Path(sys.argv[1])), sys.argv[2], time.time() + {SECONDS}, 0
while time.time() < end:
    for entry in library.list():
        try:
            data, *_ = library.export(entry.id, ("csv",), "table")
            rows = data.path.read_bytes().count(b"\\n") - 1
        except (StorageError, FileNotFoundError) as gone:
            assert entry.id != kept, gone
            assert isinstance(gone, FileNotFoundError) or "deleted" in str(gone), gone
        else:
            assert rows == entry.n_rows, (rows, entry)
    turns += 1
print(turns)
"""


def start(code: str, library: Library, kept: str) -> subprocess.Popen[str]:
    """A process of its own with the library's folder and the id of a dataset that stays."""
    words = [sys.executable, "-c", code, str(library.folder), kept]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_readers_and_an_exporter_while_others_add_and_delete(library: Library, dataset: Dataset, small: Dataset) -> None:
    """Two readers and an exporter work on while datasets come and go in a fourth process."""
    kept = library.add(dataset).id
    others = [start(code, library, kept) for code in (READER, READER, EXPORTER)]
    end = time.time() + SECONDS
    while time.time() < end or any(process.poll() is None for process in others):
        library.delete(library.add(small).id)
        library.delete(library.add(dataset).id)
    told = [process.communicate() for process in others]

    assert [error for _, error in told if error] == []
    assert [int(turns) > 0 for turns, _ in told] == [True, True, True]
    assert [entry.id for entry in library.list()] == [kept]
    assert [path.name for path in (library.folder / "datasets").iterdir()] == [kept]


KEEPER = """
import resource, sys
from pathlib import Path
from synfin_core.errors import SynfinError
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    keep(Spec(count=20_000), Library(Path(sys.argv[1])))
except SynfinError as error:
    print(error)
"""


def test_a_write_that_is_cut_off_leaves_nothing(library: Library) -> None:
    """The disk takes no more in the middle of the file: one sentence, and no dataset, not even half of one."""
    process = start(KEEPER, library, "")
    told, error = process.communicate(timeout=60)

    assert error == ""
    assert "cannot be written" in told
    assert len(told.splitlines()) == 1
    assert list((library.folder / "datasets").iterdir()) == []
    assert library.list() == []
