"""What the library keeps only to be quick, and can make again."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from synfin_core.store import disk
from synfin_core.store.cube import CUBES
from synfin_core.store.leftovers import sweep
from synfin_core.store.library import EXPORTS, Library


@dataclass(frozen=True)
class Removed:
    """Something that was removed, in words, and the bytes that it took."""

    what: str
    n_bytes: int


def clear_cache(library: Library) -> list[Removed]:
    """Remove finished exports and aggregates, which are made again when asked for, and what processes that died left behind."""
    return [*_exports(library), *_cubes(library), *_leftovers(library)]


def _exports(library: Library) -> list[Removed]:
    places = ((entry.id, library.folder / "datasets" / entry.id / EXPORTS) for entry in library.list())
    files = {id: [path for path in place.glob("[!.]*") if path.is_file()] for id, place in places}
    return [Removed(f"{len(found)} exports of dataset {id}", _unlinked(found)) for id, found in files.items() if found]


def _cubes(library: Library) -> list[Removed]:
    places = ((entry.id, library.folder / "datasets" / entry.id / CUBES) for entry in library.list())
    files = {id: [path for path in place.rglob("*.parquet") if path.is_file()] for id, place in places}
    return [Removed(f"aggregates of dataset {id}", _unlinked(found)) for id, found in files.items() if found]


def _leftovers(library: Library) -> list[Removed]:
    """Half-made folders of processes that are gone; those of living ones stay."""
    found = {path: disk.size(path) for path in [*library.folder.glob("datasets/.*"), *library.folder.glob("spill/*")]}
    sweep(found)
    return [Removed(f"leftover {path.parent.name}/{path.name}", n_bytes) for path, n_bytes in found.items() if not path.exists()]


def _unlinked(files: list[Path]) -> int:
    """Bytes of the files, which are gone then; one that somebody else removes meanwhile counts as well."""
    taken = 0
    for path in files:
        with suppress(FileNotFoundError):
            taken += path.stat().st_size
            path.unlink()
    return taken
