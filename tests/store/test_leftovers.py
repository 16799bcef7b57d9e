"""Work that goes on is left alone; what a dead process left goes with the next dataset, and is never seen as one."""

import os
import subprocess
import sys

from synfin_core.store.dataset import Dataset
from synfin_core.store.leftovers import work_prefix
from synfin_core.store.library import Library


def test_leftovers_are_swept_and_never_seen(library: Library, small: Dataset) -> None:
    """By process on this machine, by age otherwise."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    mine = work_prefix()
    dead = mine.replace(f"-{os.getpid()}-", f"-{process.pid}-")
    elsewhere = ".work-00000000-1-"
    library.add(small)
    shelf = library.folder / "datasets"
    for name in (f"{mine}now", f"{dead}gone", f"{elsewhere}new", f"{elsewhere}old", ".0123456789ab-1.deleted"):
        (shelf / name).mkdir()
    for name in (f"{elsewhere}old", ".0123456789ab-1.deleted"):
        os.utime(shelf / name, (0, 0))

    assert len(library.list()) == 1
    library.add(small)
    assert {path.name for path in shelf.glob(".*")} == {f"{mine}now", f"{elsewhere}new"}


def test_a_workplace_goes_away_whatever_happens(library: Library) -> None:
    """Also when the work in it fails."""
    try:
        with library.workplace() as place:
            (place / "half").write_text("made")
            raise RuntimeError
    except RuntimeError:
        assert list((library.folder / "datasets").iterdir()) == []
