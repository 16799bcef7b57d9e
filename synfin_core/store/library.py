"""The library: every dataset in a folder of its own, whole, never changed, read by any number of processes at once."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import Any

from synfin_core.errors import StorageError
from synfin_core.observability.exports import count_export
from synfin_core.observability.logs import bound, logger
from synfin_core.settings.in_force import current
from synfin_core.store import disk
from synfin_core.store.checks import Check
from synfin_core.store.cube import CUBES, Cube
from synfin_core.store.database import write_database
from synfin_core.store.dataset import Dataset, Layout
from synfin_core.store.documents import CARD, write_card
from synfin_core.store.download import File, download, files_in
from synfin_core.store.entry import ID, Entry, checked_id, read_entry
from synfin_core.store.failures import told_as_storage_error, told_as_unreadable
from synfin_core.store.leftovers import sweep, work_prefix
from synfin_core.store.manifest import MANIFEST, QUALITY, read_manifest, write_found, write_manifest
from synfin_core.store.one_bank import ECOSYSTEM, slug
from synfin_core.store.slice import Slice
from synfin_core.store.sources import DATABASE, Parts
from synfin_core.store.upgrade import write_upgraded
from synfin_core.store.verdicts import Verdicts

EXPORTS = "exports"
_ROW_BYTES = 160  # a payment in parts and in the DuckDB file, both there for a moment (measured over 1 million)

_log = logger(__name__)

Entries = list[Entry]  # inside the class `list` is a method
Checks = list[Check]


class Library:
    """Datasets under `folder`, else where the settings say: by default in the user's data folder.

    What is half-made lies in `scratch` when its owner clears it, on the same disk; else among the datasets, unseen.
    """

    def __init__(self, folder: Path | None = None, scratch: Path | None = None) -> None:
        self.folder = Path(folder) if folder else current().library.folder
        self._shelf = self.folder / "datasets"
        self._scratch = scratch or self._shelf
        self._spill = self.folder / "spill"

    def list(self) -> Entries:
        """Every dataset, newest first; damaged ones last, each with its cause."""
        if not self._shelf.is_dir():
            return []
        with told_as_unreadable(self._shelf):
            folders = [path for path in self._shelf.iterdir() if ID.fullmatch(path.name)]
        entries = sorted((read_entry(path) for path in folders), key=lambda entry: entry.created_at, reverse=True)
        return [entry for entry in entries if (self._shelf / entry.id).exists()]  # not those deleted meanwhile

    def entry(self, id: str) -> Entry:
        """What is known of one dataset."""
        return read_entry(self._found(id))

    def open(self, id: str) -> Dataset:
        """The dataset, to read only."""
        folder = self._whole(id)
        return Dataset.open(folder, self._spill if os.access(self._spill, os.W_OK) else None)

    def add(self, dataset: Dataset, name: str | None = None, created_at: datetime | None = None) -> Entry:
        """Keep a dataset: in one DuckDB file in time order, or as its Parquet parts when it is very large."""
        rows = int(dataset.manifest["rows"]["transactions"])
        self.need_room(rows)
        self.sweep()
        id = token_hex(6)
        began = time.perf_counter()
        with self._written(id) as unfinished:
            self._fill(dataset, unfinished, rows)
            timings = {**dataset.manifest.get("timings", {}), "keep": round(time.perf_counter() - began, 3)}
            told = {"id": id, "name": (name or "").strip()[:120] or _plain_name(dataset), "created_at": _instant(created_at)}
            _describe(dataset.manifest | told | {"timings": timings, "files": _sizes(unfinished)}, unfinished)
        return self.entry(id)

    def upgrade(self, id: str) -> Entry:
        """Bring a dataset of an older schema to today's; under the same id, in one step."""
        entry, folder = self.entry(id), self._found(id)
        if entry.state != "older":
            raise StorageError(f"dataset {id} needs no upgrade: it is {entry.state}{': ' if entry.cause else ''}{entry.cause}.")
        self.need_room(entry.n_rows)
        with self.workplace() as place:
            new = place / id
            new.mkdir()
            manifest = write_upgraded(folder, dict(entry.manifest), new, self._spill)
            _describe(manifest | {"files": _sizes(new)}, new)
            with told_as_storage_error(folder):
                folder.rename(place / "old")
                new.rename(folder)
        return self.entry(id)

    def export(
        self,
        id: str,
        formats: tuple[str, ...] = ("csv",),
        layout: Layout = "flat",
        truth: bool = True,
        table: str = "transactions",
        view: str = ECOSYSTEM,
        slice: Slice | None = None,
    ) -> tuple[File, ...]:
        """The files of a download, data first; they are made once, beside the dataset, and kept until it is deleted."""
        dataset, place = self.open(id).view(view), self._found(id) / EXPORTS
        try:
            with told_as_storage_error(place):
                place.mkdir(exist_ok=True)
            with bound(dataset=id):
                return download(dataset, place, formats, layout, truth, table, partial(count_export, self.folder), slice)
        except StorageError as failure:
            self._found(id, failure)
            raise

    def cube(self, id: str, view: str = ECOSYSTEM) -> Cube:
        """The aggregates of a dataset, or of what one bank sees of it; made once and kept beside it until it is deleted."""
        dataset = self.open(id).view(view)
        place = self._found(id) / CUBES
        return Cube(dataset, place / slug(dataset.bank) if dataset.bank else place)

    def files(self, id: str) -> tuple[File, ...]:
        """The exports that are there."""
        return files_in(self._found(id) / EXPORTS, self.entry(id).manifest)

    def file(self, id: str, name: str) -> File:
        """The finished export called `name`; whatever is asked for, only files that `files` lists are given."""
        for file in self.files(id):
            if file.path.name == name:
                return file
        raise StorageError(f"dataset {id} has no export {name[:60]!r}; ask for it first.")

    def verify(self, id: str) -> Checks:
        """Every promise, held against the stored tables, and their fingerprints against the manifest."""
        return self.open(id).verify()

    def remember(self, id: str, found: Mapping[str, Any]) -> None:
        """Keep what quality's report found of a dataset; its card, and those of later downloads, tell it."""
        folder = self._whole(id)
        write_found(found, folder)
        write_card(read_manifest(folder / MANIFEST), folder)
        for stale in (folder / EXPORTS).glob(f"*-{CARD}"):
            stale.unlink(missing_ok=True)

    def delete(self, id: str) -> None:
        """Take a dataset away at once; who is reading it may finish."""
        folder = self._found(id)
        gone = self._shelf / f".{id}-{token_hex(4)}.deleted"
        with told_as_storage_error(folder):
            folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
        self.verdicts(id).forget()
        with bound(dataset=id):
            _log.info("dataset deleted")

    def verdicts(self, id: str) -> Verdicts:
        """What people said of its payments."""
        return Verdicts(self.folder, id)

    def set_aside(self, id: str) -> Path:
        """Move a damaged dataset out of the list, for somebody to look at; returns where it lies."""
        folder = self._found(id)
        aside = self.folder / "aside" / f"{id}-{token_hex(4)}"
        with told_as_storage_error(folder):
            aside.parent.mkdir(exist_ok=True)
            folder.rename(aside)
        with bound(dataset=id):
            _log.warning("dataset set aside", place=aside.name)
        return aside

    def need_room(self, n_rows: int) -> None:
        """StorageError when the library cannot be written, or has no room to make a dataset of `n_rows` payments."""
        with told_as_storage_error(self.folder):
            for folder in (self._shelf, self._spill):
                folder.mkdir(parents=True, exist_ok=True)
        if not os.access(self._shelf, os.W_OK):
            raise StorageError(f"{self.folder} cannot be written: you may not write there; choose a folder that you can write to.")
        disk.need(self.folder, n_rows * _ROW_BYTES, f"{n_rows:,} payments")

    def sweep(self) -> None:
        """Delete what processes that are gone have left half-made."""
        sweep([*self._shelf.glob(".*"), *self._spill.glob("*")])

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder on the library's disk to make something in; it is gone afterwards."""
        with told_as_storage_error(self.folder):
            for place in (self._shelf, self._scratch):
                place.mkdir(parents=True, exist_ok=True)
            folder = Path(mkdtemp(prefix=work_prefix(), dir=self._scratch))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _written(self, id: str) -> Iterator[Path]:
        """A folder to fill; it becomes the dataset when whole, and is never seen before."""
        with self.workplace() as place:
            unfinished = place / id
            with told_as_storage_error(self._shelf / id):
                unfinished.mkdir()
                yield unfinished
                unfinished.rename(self._shelf / id)

    def _fill(self, dataset: Dataset, folder: Path, rows: int) -> None:
        if isinstance(dataset.source, Parts) and rows > current().library.parts_above:
            shutil.copytree(dataset.source.folder, folder, copy_function=_link, dirs_exist_ok=True, ignore=_without_documents)
            return
        with dataset.source.connect(self._spill) as connection:
            write_database(connection, folder / DATABASE, dataset.selections(layout="linked"))

    def _found(self, id: str, failure: Exception | None = None) -> Path:
        folder = self._shelf / checked_id(id)
        if not folder.is_dir():
            raise StorageError(f"there is no dataset {id} in {self.folder}; it may have been deleted.") from failure
        return folder

    def _whole(self, id: str) -> Path:
        """The folder of a dataset that can be opened."""
        folder = self._found(id)
        entry = read_entry(folder)
        if entry.state != "ok":
            raise StorageError(f"dataset {id} is {entry.state}: {entry.cause}.")
        return folder


def _describe(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the card, and last the manifest; what was found of the dataset that it came from does not come along."""
    told = {key: value for key, value in manifest.items() if key != "quality"}
    write_card(told, folder)
    write_manifest(told, folder)


def _sizes(folder: Path) -> dict[str, int]:
    """Bytes of each file, by its path inside `folder`."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def _link(source: str, target: str) -> None:
    """The same file under a second name where the disk allows it: parts never change."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _without_documents(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in (MANIFEST, CARD, QUALITY)]


def _plain_name(dataset: Dataset) -> str:
    return f"{dataset.spec.count:,} payments, seed {dataset.spec.seed}"


def _instant(created_at: datetime | None) -> str:
    return (created_at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")
