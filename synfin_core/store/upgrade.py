"""Brings a dataset of an older schema to today's columns: what it has is kept, what it lacks is empty."""

from pathlib import Path
from typing import Any

import duckdb

from synfin_core.schema import SCHEMA_VERSION, TABLES, Column
from synfin_core.store.database import write_database
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.parts import part_paths
from synfin_core.store.selection import linked
from synfin_core.store.sources import DATABASE, Database
from synfin_core.store.table import Table
from synfin_core.store.views import SQL_TYPES, connect, empty_table, quoted


def write_upgraded(old: Path, manifest: dict[str, Any], new: Path, spill: Path) -> dict[str, Any]:
    """Write the tables in the folder `old` to `new` with today's columns; returns today's manifest."""
    with connect(spill) as connection, told_as_unreadable(old):
        _show_older(connection, old)
        write_database(connection, new / DATABASE, linked())
    tables = {name: Table(name, Database(new / DATABASE)) for name in TABLES}
    return manifest | {
        "schema_version": SCHEMA_VERSION,
        "upgraded_from": manifest["schema_version"],
        "rows": {name: len(table) for name, table in tables.items()},
        "fingerprints": {name: table.fingerprint() for name, table in tables.items()},
    }


def _show_older(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make each table of today readable by name, whatever columns it has on disk."""
    stored = folder / DATABASE
    if stored.is_file():
        connection.execute(f"ATTACH {quoted(stored)} AS older (READ_ONLY)").fetchall()
    held = {str(name) for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, columns in TABLES.items():
        parts = ", ".join(map(quoted, part_paths(folder, name)))
        relation = f"older.{name}" if name in held else f"read_parquet([{parts}])" if parts else ""
        if not relation:
            connection.register(name, empty_table(name))
            continue
        found = {str(row[0]) for row in connection.execute(f"DESCRIBE FROM {relation}").fetchall()}
        selected = ", ".join(_column(column, found) for column in columns)
        connection.execute(f"CREATE VIEW {name} AS SELECT {selected} FROM {relation}").fetchall()


def _column(column: Column, found: set[str]) -> str:
    return column.name if column.name in found else f"CAST(NULL AS {SQL_TYPES[column.dtype]}) AS {column.name}"
