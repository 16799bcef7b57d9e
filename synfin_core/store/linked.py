"""All tables of a dataset, linked by their ids, in a folder or a zip, with the dictionary and the card beside them."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import duckdb

from synfin_core.errors import StorageError
from synfin_core.store.documents import documents
from synfin_core.store.export import refuse_taken, write
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.formats import FORMATS
from synfin_core.store.selection import Selection

_PACKED = {"csv.gz", "parquet", "xlsx"}  # a second compression would only cost time


def export_linked(
    connection: duckdb.DuckDBPyConnection,
    selections: tuple[Selection, ...],
    manifest: Mapping[str, Any],
    path: Path,
    format: str,
    overwrite: bool = False,
) -> Path:
    """Write all `selections` to the new folder `path`, or to `path` as a zip when it is called so."""
    zipped = path.suffix == ".zip"
    if zipped:
        refuse_taken(path, overwrite)
    elif path.exists():
        raise StorageError(f"{path} exists already; name a new folder.")
    with told_as_storage_error(path):
        unfinished = Path(mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        try:
            _fill(connection, selections, manifest, unfinished, format)
            if zipped:
                _zip(unfinished, format).replace(path)
            else:
                unfinished.chmod(0o755)
                unfinished.rename(path)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return path


def _fill(
    connection: duckdb.DuckDBPyConnection,
    selections: tuple[Selection, ...],
    manifest: Mapping[str, Any],
    folder: Path,
    format: str,
) -> None:
    if FORMATS[format].copy:
        for chosen in selections:
            write(connection, (chosen,), folder / f"{chosen.relation}.{format}", format)
    else:
        write(connection, selections, folder / f"dataset.{format}", format)
    for name, text in documents(manifest, selections).items():
        (folder / name).write_text(text, encoding="utf-8")


def _zip(folder: Path, format: str) -> Path:
    """The files of `folder` in one zip inside it."""
    target = folder / ".zip"
    inside = sorted(folder.iterdir())
    with ZipFile(target, "w", ZIP_STORED if format in _PACKED else ZIP_DEFLATED, compresslevel=1) as packed:
        for file in inside:
            packed.write(file, file.name)
    return target
