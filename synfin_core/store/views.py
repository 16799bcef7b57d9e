"""DuckDB views over a dataset's tables, wherever they lie: in memory, as Parquet parts, or in one DuckDB file."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.errors import StorageError
from synfin_core.schema import TABLES, Column, Dtype
from synfin_core.settings.in_force import current
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.flat import flat_view
from synfin_core.store.one_bank import RELATIONS, WHOLE, views_of
from synfin_core.store.parts import part_paths

SQL_TYPES: dict[Dtype, str] = {
    "id": "BIGINT",
    "instant": "TIMESTAMP",
    "date": "DATE",
    "text": "VARCHAR",
    "money": "DOUBLE",
    "number": "FLOAT",
    "count": "INTEGER",
    "flag": "BOOLEAN",
}
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


def _schema(columns: tuple[Column, ...]) -> pa.Schema:
    return pa.schema([(column.name, _ARROW_TYPES[column.dtype]) for column in columns])


_SCHEMAS = {name: _schema(columns) for name, columns in TABLES.items()}
_OF_ONE_BANK = {name: _schema(RELATIONS[name]) for name in TABLES}


def connect(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own that spills to a folder of its own under `spill`, else the machine's temporary one."""
    room = (spill or Path(tempfile.gettempdir())) / f"synfinance-duckdb-{uuid4().hex[:12]}"
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": current().library.duckdb_memory,
        "temp_directory": str(room),
        "threads": current().library.duckdb_threads,
    }
    connection = duckdb.connect(config=limits)
    [(shows_progress,)] = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    if shows_progress:  # it would write into whatever reads our output; a notebook may refuse even this setting when it is off
        connection.execute("SET enable_progress_bar = false").fetchall()
    return connection


def empty_table(name: str) -> pa.Table:
    """Table `name` of the glossary without a row."""
    return _SCHEMAS[name].empty_table()


def as_in_the_glossary(table: pa.Table, name: str, of_one_bank: bool = False) -> pa.Table:
    """`table` with the column types of the glossary, whatever width its codes were stored in."""
    schema = (_OF_ONE_BANK if of_one_bank else _SCHEMAS)[name]
    return table if table.schema.equals(schema) else table.cast(schema).unify_dictionaries()


def show_tables(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Make Arrow tables readable by name; a table that is missing reads as empty."""
    for name in TABLES:
        connection.register(name, tables.get(name, empty_table(name)))
    _show_flat(connection)


def show_parts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make Parquet parts readable by name; a table without parts reads as empty."""
    for name in TABLES:
        parts = [str(path) for path in part_paths(folder, name)]
        if parts:
            connection.read_parquet(parts).create_view(name)
        else:
            connection.register(name, empty_table(name))
    _show_flat(connection)


def show_database(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make the tables of a DuckDB file readable by name; any number of processes can, at the same time."""
    with told_as_unreadable(path):
        connection.execute(f"ATTACH {quoted(path)} AS stored (READ_ONLY)").fetchall()
        held = {str(name) for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
        if missing := sorted(set(TABLES) - held):
            raise StorageError(f"{path} cannot be read: it lacks the table '{missing[0]}'.")
        for name in TABLES:
            connection.execute(f"CREATE VIEW {name} AS FROM stored.{name}").fetchall()
    _show_flat(connection)


def show_one_bank(connection: duckdb.DuckDBPyConnection, bank: str) -> None:
    """Put what one bank sees in the place of tables that are readable by name."""
    for name in TABLES:
        connection.execute(f"ALTER VIEW {name} RENAME TO {WHOLE}{name}").fetchall()
    connection.execute("DROP VIEW flat").fetchall()
    for name, query in views_of(bank).items():
        connection.execute(f"CREATE VIEW {name} AS {query}").fetchall()


def read_parts(folder: Path, name: str) -> pa.Table:
    """All parts of table `name` as one Arrow table, in shard order."""
    parts = part_paths(folder, name)
    if not parts:
        return empty_table(name)
    return pa.concat_tables([pq.read_table(part) for part in parts]).unify_dictionaries()


def quoted(path: Path) -> str:
    """A path as DuckDB's SQL spells it."""
    return "'" + str(path).replace("'", "''") + "'"


def _show_flat(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"CREATE VIEW flat AS {flat_view()}").fetchall()
