"""Part of a dataset as one file in time order: whole or not there at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb

from synfin_core.errors import StorageError, WrongUse
from synfin_core.store.database import write_database
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.formats import FORMATS
from synfin_core.store.selection import Selection, in_csv, plain
from synfin_core.store.views import quoted
from synfin_core.store.workbook import write_workbook


def export(
    connection: duckdb.DuckDBPyConnection, selections: tuple[Selection, ...], path: Path, format: str, overwrite: bool = False
) -> Path:
    """Write `selections` to the file `path`; several of them fit only into one workbook or one DuckDB file."""
    if len(selections) > 1 and FORMATS[format].copy:
        raise WrongUse(f"{path.name}: a {format} file holds one table; write linked tables to a folder or a .zip.")
    with whole(path, overwrite) as unfinished:
        write(connection, selections, unfinished, format)
    return path


def write(connection: duckdb.DuckDBPyConnection, selections: tuple[Selection, ...], path: Path, format: str) -> None:
    """Write one file, wherever it stands."""
    if format == "duckdb":
        write_database(connection, path, selections)
    elif format == "xlsx":
        write_workbook(connection, path, selections)
    else:
        query = selections[0].sql(in_csv if format.startswith("csv") else plain)
        connection.execute(f"COPY ({query}) TO {quoted(path)} ({FORMATS[format].copy})").fetchall()


@contextmanager
def whole(path: Path, overwrite: bool) -> Iterator[Path]:
    """A name to write under; the file takes its place when whole, and what stood there stays until then."""
    refuse_taken(path, overwrite)
    unfinished = path.with_name(f".{path.name}.{uuid4().hex[:8]}.unfinished")
    with told_as_storage_error(path):
        try:
            yield unfinished
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
            unfinished.with_name(f"{unfinished.name}.wal").unlink(missing_ok=True)


def refuse_taken(path: Path, overwrite: bool) -> None:
    """StorageError when `path` is a folder, or a file that may not be replaced."""
    if path.is_dir():
        raise StorageError(f"{path} cannot be written: this is a folder; name a file.")
    if path.exists() and not overwrite:
        raise StorageError(f"{path} exists already; choose another name or allow it to be overwritten (--overwrite).")
