"""DuckDB views over a dataset's tables, wherever they lie: Arrow tables in memory, or Parquet parts in a folder."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.schema import TABLES, Dtype
from synfin_core.store.parts import part_paths

MEMORY_LIMIT = "1GB"
_ARROW_TYPES: dict[Dtype, pa.DataType] = {
    "id": pa.int64(),
    "instant": pa.timestamp("us"),
    "date": pa.date32(),
    "text": pa.dictionary(pa.int32(), pa.string()),
    "money": pa.float64(),
    "number": pa.float32(),
    "count": pa.int32(),
    "flag": pa.bool_(),
}


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own that spills to the temporary folder of the machine, never to the current one."""
    spill = str(Path(tempfile.gettempdir()) / "synfinance-duckdb")
    connection = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": spill})
    connection.execute("SET enable_progress_bar = false").fetchall()  # it would write into whatever reads our output
    return connection


def empty_table(name: str) -> pa.Table:
    """Table `name` of the glossary without a row."""
    return pa.schema([(column.name, _ARROW_TYPES[column.dtype]) for column in TABLES[name]]).empty_table()


def show_tables(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Make Arrow tables readable by name; a table that is missing reads as empty."""
    for name in TABLES:
        connection.register(name, tables.get(name, empty_table(name)))


def show_parts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make Parquet parts readable by name; a table without parts reads as empty."""
    for name in TABLES:
        parts = [str(path) for path in part_paths(folder, name)]
        if parts:
            connection.read_parquet(parts).create_view(name)
        else:
            connection.register(name, empty_table(name))


def read_parts(folder: Path, name: str) -> pa.Table:
    """All parts of table `name` as one Arrow table, in shard order."""
    parts = part_paths(folder, name)
    if not parts:
        return empty_table(name)
    return pa.concat_tables([pq.read_table(part) for part in parts]).unify_dictionaries()
