"""Where the tables of a dataset lie: in memory, as Parquet parts in a folder, or in one DuckDB file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.store import views
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.parts import part_paths

DATABASE = "data.duckdb"
_BATCH_ROWS = 122_880  # what DuckDB stores together


class Source(Protocol):
    """Tables by their names in the glossary; `in_time_order` where they lie so."""

    in_time_order: bool

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """A DuckDB in which each table, and the flat view, can be read by its name."""

    def read(self, name: str) -> pa.Table:
        """The whole table in Arrow, with the types of the glossary."""

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """The table piece by piece, so that memory does not grow with it."""

    def count(self, name: str) -> int:
        """Its rows."""


@dataclass(frozen=True, eq=False)
class Memory:
    """Arrow tables."""

    tables: Mapping[str, pa.Table]
    in_time_order = False

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """See Source."""
        connection = views.connect(spill)
        views.show_tables(connection, self.tables)
        return connection

    def read(self, name: str) -> pa.Table:
        """See Source."""
        return views.as_in_the_glossary(self.tables[name], name) if name in self.tables else views.empty_table(name)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """See Source."""
        yield self.read(name)

    def count(self, name: str) -> int:
        """See Source."""
        return int(self.read(name).num_rows)


@dataclass(frozen=True)
class Parts:
    """Parquet files, one a shard and table."""

    folder: Path
    in_time_order = False

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """See Source."""
        connection = views.connect(spill)
        with told_as_unreadable(self.folder):
            views.show_parts(connection, self.folder)
        return connection

    def read(self, name: str) -> pa.Table:
        """See Source."""
        with told_as_unreadable(self.folder):
            return views.read_parts(self.folder, name)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """See Source."""
        parts = part_paths(self.folder, name)
        with told_as_unreadable(self.folder):
            yield from map(pq.read_table, parts) if parts else [views.empty_table(name)]

    def count(self, name: str) -> int:
        """See Source."""
        with told_as_unreadable(self.folder):
            return sum(pq.read_metadata(part).num_rows for part in part_paths(self.folder, name))


@dataclass(frozen=True)
class Database:
    """One DuckDB file, as the library keeps it: written once, read by any number of processes."""

    path: Path
    in_time_order = True

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """See Source."""
        connection = views.connect(spill)
        views.show_database(connection, self.path)
        return connection

    def read(self, name: str) -> pa.Table:
        """See Source."""
        with told_as_unreadable(self.path), self.connect() as connection:
            return views.as_in_the_glossary(connection.sql(f"FROM {name}").to_arrow_table(), name)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """See Source."""
        with told_as_unreadable(self.path), self.connect() as connection:
            reader = connection.sql(f"FROM {name}").to_arrow_reader(_BATCH_ROWS)
            yield reader.schema.empty_table()
            yield from (pa.Table.from_batches([batch]) for batch in reader)

    def count(self, name: str) -> int:
        """See Source."""
        with told_as_unreadable(self.path), self.connect() as connection:
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
            return int(rows)


@dataclass(frozen=True, eq=False)
class OneBank:
    """What one bank sees of another source."""

    whole: Source
    bank: str
    in_time_order = False

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """See Source."""
        connection = self.whole.connect(spill)
        views.show_one_bank(connection, self.bank)
        return connection

    def read(self, name: str) -> pa.Table:
        """See Source."""
        with self.connect() as connection:
            return views.as_in_the_glossary(connection.sql(f"FROM {name}").to_arrow_table(), name, of_one_bank=True)

    def pieces(self, name: str) -> Iterator[pa.Table]:
        """See Source."""
        yield self.read(name)

    def count(self, name: str) -> int:
        """See Source."""
        with self.connect() as connection:
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
            return int(rows)


def source_in(folder: Path) -> Source:
    """What lies in the folder of a dataset."""
    return Database(folder / DATABASE) if (folder / DATABASE).is_file() else Parts(folder)


def in_pieces(reader: pa.RecordBatchReader, rows: int) -> Iterator[pa.Table]:
    """What a reader reads in tables of `rows` rows but the last, which may be empty; batches come in any size."""
    waiting = reader.schema.empty_table()
    for batch in reader:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while waiting.num_rows > rows:
            yield waiting.slice(0, rows)
            waiting = waiting.slice(rows)
    yield waiting
