"""Exports that lie ready beside a dataset: made once, with the dictionary and the card, and streamed from disk."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synfin_core.store import disk
from synfin_core.store.dataset import Dataset, Layout
from synfin_core.store.documents import NAMES, documents
from synfin_core.store.export import whole
from synfin_core.store.formats import FORMATS, format_of
from synfin_core.store.one_bank import slug
from synfin_core.store.selection import Selection
from synfin_core.store.slice import Slice

_BLIND, _SEEN_BY, _SLICE = "-blind", "-as-", "-slice-"
Watch = Callable[[str], AbstractContextManager[None]]  # told the format of a file while that is made
_WIDER = 2  # a flat row beside a row of 47 columns, or all tables beside the payments, at most


@dataclass(frozen=True)
class File:
    """A finished file: its format ('csv' ... 'zip', 'md'), the payments or rows in it (None: a bank's part, a slice), its size."""

    path: Path
    format: str
    rows: int | None
    n_bytes: int

    @property
    def media_type(self) -> str:
        """What a server says it is."""
        if self.format in FORMATS:
            return FORMATS[self.format].media_type
        return "application/zip" if self.format == "zip" else "text/markdown; charset=utf-8"


def download(
    dataset: Dataset,
    place: Path,
    formats: tuple[str, ...],
    layout: Layout,
    truth: bool,
    table: str,
    watch: Watch,
    slice: Slice | None = None,
) -> tuple[File, ...]:
    """Make what is missing of a download in the folder `place`, and name all of it, data first."""
    chosen = dataset.selections(table, layout, truth, slice=slice)
    stem = stem_of(layout, truth, table, dataset.bank, slice)
    words = [format_of(Path(stem), word) for word in dict.fromkeys(formats)]
    made = [_data(dataset, place, word, layout, truth, table, watch, slice) for word in words]
    beside = document_paths(place / stem)
    if not all(path.exists() for path in beside):
        explain(_manifest(dataset, slice), chosen, place / stem, overwrite=True)
    return tuple(_file(path, dataset.manifest) for path in (*made, *beside))


def _manifest(dataset: Dataset, slice: Slice | None) -> Mapping[str, Any]:
    """What the card of a download tells; of a slice, with a note that says so."""
    if not slice:
        return dataset.manifest
    parts = "; ".join(f"{name} {', '.join(value) if isinstance(value, list) else value}" for name, value in slice.as_dict().items())
    note = f"This download is a slice of the payments: {parts}. The figures on this card are those of the whole dataset."
    return dataset.manifest | {"notes": [*dataset.manifest.get("notes", []), note]}


def stem_of(layout: Layout, truth: bool, table: str = "transactions", bank: str | None = None, slice: Slice | None = None) -> str:
    """What the files of a download are called, without their suffix."""
    view = f"{_SEEN_BY}{slug(bank)}" if bank else ""
    part = f"{_SLICE}{slice.digest}" if slice else ""
    return (table if layout == "table" else layout) + part + view + ("" if truth else _BLIND)


def name_of(
    format: str, layout: Layout, truth: bool, table: str = "transactions", bank: str | None = None, slice: Slice | None = None
) -> str:
    """The name of the file with the data."""
    zipped = layout == "linked" and FORMATS[format].copy
    return f"{stem_of(layout, truth, table, bank, slice)}{f'-{format}.zip' if zipped else f'.{format}'}"


def document_paths(stem: Path) -> list[Path]:
    """Where the card and the dictionary of the download `stem` stand."""
    return [stem.with_name(f"{stem.name}-{name}") for name in NAMES]


def explain(manifest: Mapping[str, Any], chosen: tuple[Selection, ...], stem: Path, overwrite: bool = False) -> list[Path]:
    """Write the card and the dictionary of a download beside it, named after it."""
    paths = document_paths(stem)
    for path, text in zip(paths, documents(manifest, chosen).values(), strict=True):
        with whole(path, overwrite) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    return paths


def files_in(place: Path, manifest: Mapping[str, Any]) -> tuple[File, ...]:
    """The finished files in `place`."""
    if not place.is_dir():
        return ()
    return tuple(_file(path, manifest) for path in sorted(place.iterdir()) if not path.name.startswith("."))


def _data(
    dataset: Dataset, place: Path, format: str, layout: Layout, truth: bool, table: str, watch: Watch, slice: Slice | None
) -> Path:
    path = place / name_of(format, layout, truth, table, dataset.bank, slice)
    if not path.exists():
        rows = int(dataset.manifest["rows"]["transactions" if layout != "table" else table])
        disk.need(place, rows * FORMATS[format].row_bytes * _WIDER, path.name)
        with watch(format):
            dataset.export(path, format, overwrite=True, table=table, layout=layout, truth=truth, slice=slice)
    return path


def _file(path: Path, manifest: Mapping[str, Any]) -> File:
    """What a finished file holds, by its name."""
    first, _, suffix = path.name.partition(".")
    relation, rows = first.removesuffix(_BLIND), None
    if path.name.endswith(NAMES):
        rows = 0
    elif _SEEN_BY not in first and _SLICE not in first:
        rows = int(manifest["rows"].get(relation, manifest["rows"]["transactions"]))
    return File(path, suffix.rpartition(".")[2] if suffix.endswith("zip") else suffix, rows, path.stat().st_size)
