"""One table as one CSV or Parquet file in time order: whole or not there at all."""

from pathlib import Path
from uuid import uuid4

import duckdb

from synfin_core.errors import StorageError, WrongUse, closest
from synfin_core.schema import TABLES, Column
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.fingerprint import ROW_KEYS

FORMATS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}
_TIME = {"transactions": "transacted_at", "events": "occurred_at", "fraud_cases": "started_at", "labels": "labelled_at"}


def export_table(
    connection: duckdb.DuckDBPyConnection, table: str, path: Path, format: str | None = None, overwrite: bool = False
) -> Path:
    """Write `table` to `path`; an existing file stays as it is unless `overwrite`, and until the new one is whole."""
    format = format_of(path, format)
    _refuse(table, path, overwrite)
    unfinished = path.with_name(f".{path.name}.{uuid4().hex[:8]}.unfinished")
    query = f"SELECT {_columns(table, format)} FROM {table} ORDER BY {_time_order(table)}"
    with told_as_storage_error(path):
        try:
            connection.execute(f"COPY ({query}) TO {_quoted(unfinished)} ({FORMATS[format]})").fetchall()
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def format_of(path: Path, format: str | None) -> str:
    """The format that was named, else that of the suffix."""
    word = (format or path.suffix.lstrip(".")).casefold()
    if word in FORMATS:
        return word
    came = f"the format '{word}'" if word else "no format"
    raise WrongUse(f"{path.name}: {came} was asked for; allowed are {' and '.join(FORMATS)}{closest(word, FORMATS)}.")


def _refuse(table: str, path: Path, overwrite: bool) -> None:
    if table not in TABLES:
        raise WrongUse(f"there is no table '{table}'; a dataset has {', '.join(TABLES)}{closest(table, TABLES)}.")
    if path.is_dir():
        raise StorageError(f"{path} cannot be written: this is a folder; name a file.")
    if path.exists() and not overwrite:
        raise StorageError(f"{path} exists already; choose another name or allow it to be overwritten (--overwrite).")


def _columns(table: str, format: str) -> str:
    return ", ".join(map(_in_csv, TABLES[table])) if format == "csv" else "*"


def _in_csv(column: Column) -> str:
    """Money with two decimals; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if column.dtype == "money":
        return f"CAST({column.name} AS DECIMAL(18, 2)) AS {column.name}"
    if column.dtype == "text":
        return f"regexp_replace({column.name}, '^([=+@\\t\\r-])', '''\\1') AS {column.name}"
    return column.name


def _time_order(table: str) -> str:
    return ", ".join([*([_TIME[table]] if table in _TIME else []), *ROW_KEYS[table]])


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
