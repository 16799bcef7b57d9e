"""What may be thrown away is thrown away, and nothing else."""

import subprocess
import sys

from synfin_core.store.cache import clear_cache
from synfin_core.store.dataset import Dataset
from synfin_core.store.leftovers import work_prefix
from synfin_core.store.library import Library


def test_exports_go_and_datasets_stay(library: Library, small: Dataset) -> None:
    """With their number and size; they are made again when asked for."""
    entry = library.add(small)
    files = library.export(entry.id, ("csv", "parquet"))
    removed = clear_cache(library)

    assert [one.what for one in removed] == [f"{len(files)} exports of dataset {entry.id}"]
    assert removed[0].n_bytes == sum(file.n_bytes for file in files)
    assert library.files(entry.id) == ()
    assert clear_cache(library) == []
    assert library.export(entry.id, ("csv",))[0].rows == 2_000


def test_leftovers_of_the_dead_go_and_work_of_the_living_stays(library: Library, small: Dataset) -> None:
    """Told apart by the process in their name."""
    library.add(small)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True)
    ours = library.folder / "datasets" / f"{work_prefix()}ours"
    dead = ours.with_name(ours.name.replace(work_prefix().rsplit("-", 2)[1], ended.stdout.strip()))
    for folder in (ours, dead):
        folder.mkdir()
        (folder / "half").write_text("half")

    assert [(one.what, one.n_bytes) for one in clear_cache(library)] == [(f"leftover datasets/{dead.name}", 4)]
    assert ours.is_dir()


def test_an_export_under_way_is_left_alone(library: Library, small: Dataset) -> None:
    """Its name begins with a dot until it is whole."""
    entry = library.add(small)
    place = library.folder / "datasets" / entry.id / "exports"
    place.mkdir()
    (place / ".flat.csv.unfinished").write_text("half")

    assert clear_cache(library) == []
    assert (place / ".flat.csv.unfinished").exists()
