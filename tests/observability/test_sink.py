"""A log that cannot be written never stands in the way of the work."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from synfin_core.observability.logs import configure, logger
from synfin_core.observability.rotation import RotatingFile
from tests.observability.conftest import ROOT, python

FULL = """
import resource, sys
from pathlib import Path
from synfin_core.observability.logs import configure, logger
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
configure("info", Path(sys.argv[1]), "json")
for number in range(40):
    logger("synfin_core.x").info("working", number=number)
print("done")
"""
WRITER = """
import sys
from pathlib import Path
from synfin_core.observability.logs import bound, configure, logger
configure("info", Path(sys.argv[1]), "json", max_file_mb=1, kept_files=9)
with bound(job=sys.argv[2]):
    for number in range(2_000):
        logger("synfin_core.x").info("working", number=number, padding="x" * 400)
"""
DEAF = """
import os, sys
from synfin_core.observability.logs import configure, logger
configure("info", None, "json")
os.close(2)
logger("synfin_core.x").info("to nobody")
sys.stderr = None
logger("synfin_core.x").info("to nobody")
print("done")
"""


def test_a_full_disk_sends_the_log_to_stderr_and_says_so_once(tmp_path: Path) -> None:
    """No event is lost but for the line that was cut, and the work goes on to its end."""
    told = python(FULL, str(tmp_path / "log"))
    apart = told.stderr.splitlines()

    assert (told.returncode, told.stdout) == (0, "done\n")
    assert [line for line in apart if line.startswith("synfinance: ")] == [apart[0]]
    assert "takes no log lines (File too large); they go to stderr" in apart[0]
    whole = [line for line in (tmp_path / "log").read_text().splitlines() if line.endswith("}")]
    numbers = [json.loads(line)["number"] for line in (*whole, *apart[1:])]
    assert numbers == list(range(40)) and len(whole) > 5


@pytest.mark.parametrize("place", ["taken/log", "/proc/nowhere/log"])
def test_a_place_that_takes_no_file_is_told_once(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file where a folder should be, or a disk to read only: two events, one complaint."""
    (tmp_path / "taken").write_text("")
    configure("info", tmp_path / place, "json")
    logger("synfin_core.x").info("first")
    logger("synfin_core.x").info("second")
    told = capsys.readouterr()

    assert told.out == ""
    assert [line[:12] for line in told.err.splitlines()].count("synfinance: ") == 1
    assert [json.loads(line)["event"] for line in told.err.splitlines()[1:]] == ["first", "second"]


def test_a_stderr_that_is_gone_is_no_trouble() -> None:
    """Closed, or not there at all."""
    told = python(DEAF)

    assert (told.returncode, told.stdout) == (0, "done\n")


def test_two_processes_share_a_file_that_is_begun_anew_when_full(tmp_path: Path) -> None:
    """Every line of both is there, once and whole; a file grows past its size by no more than the line that the other was at."""
    command = [sys.executable, "-c", WRITER, str(tmp_path / "log")]
    writers = [subprocess.Popen([*command, id], cwd=ROOT, stderr=subprocess.PIPE, text=True) for id in ("a", "b")]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == ["", ""]
    files = sorted(tmp_path.iterdir())
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]

    assert len(files) == 3 and all(file.stat().st_size <= 1_001_000 for file in files)
    assert sorted((line["job"], line["number"]) for line in lines) == [(id, n) for id in "ab" for n in range(2_000)]


def test_old_files_go(tmp_path: Path) -> None:
    """As many are kept as were asked for, none included."""
    for kept, names in ((0, ["log"]), (1, ["log", "log.1"])):
        file = RotatingFile(tmp_path / "log", largest=10, kept=kept)
        for _ in range(5):
            file.write(b"working\n")
        file.close()
        assert sorted(file.name for file in tmp_path.iterdir()) == names
