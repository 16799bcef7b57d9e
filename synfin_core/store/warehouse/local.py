"""The warehouse in one DuckDB file, for those without a PostgreSQL."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from synfin_core.errors import StorageError, WrongUse
from synfin_core.schema import TABLES
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.views import SQL_TYPES
from synfin_core.store.warehouse.hand import Hand, Rows
from synfin_core.store.warehouse.tables import SCHEMA, create_statements
from synfin_core.store.warehouse.versions import LOCAL

T = TypeVar("T")
_VALUE = re.compile(r"(?<!:):([a-z_]+)")


class LocalSession:
    """See Hand; an open transaction of DuckDB."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> Rows:
        """See Hand."""
        found = self._connection.execute(_in_duckdb(query, values), dict(values or {}) or None)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def do(self, statement: str, values: Mapping[str, Any] | None = None) -> None:
        """See Hand."""
        self._connection.execute(_in_duckdb(statement, values), dict(values or {}) or None)

    def copy(self, table: str, piece: pa.Table) -> None:
        """See Hand."""
        self._connection.register("piece", piece)
        self._connection.execute(f"INSERT INTO {SCHEMA}.{table} BY NAME SELECT * FROM piece")
        self._connection.unregister("piece")

    def read(self, table: str, dataset: str) -> pa.Table:
        """See Hand."""
        columns = ", ".join(f'CAST("{column.name}" AS {SQL_TYPES[column.dtype]}) AS "{column.name}"' for column in TABLES[table])
        query = f"SELECT {columns} FROM {SCHEMA}.{table} WHERE dataset_id = $id"
        return self._connection.sql(query, params={"id": dataset}).to_arrow_table()


class Local:
    """See Engine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.where = f"the local file {path}"

    def within(self, work: Callable[[Hand], T]) -> T:
        """See Engine."""
        with told_as_storage_error(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._told(), duckdb.connect(str(self.path)) as connection:
            connection.begin()
            answer = work(LocalSession(connection))
            connection.commit()
            return answer

    def migrate(self, to: str) -> None:
        """See Engine; a local file has one version alone: it is made anew from the library when the glossary changes."""
        if to == "base":
            return self.within(lambda hand: hand.do(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        if to != "head":
            raise WrongUse(f"--to is {to!r}; a local file allows 'head' and 'base', versions belong to PostgreSQL.")
        if self.version() is None:
            self.within(_create)
        return None

    def version(self) -> str | None:
        """See Engine."""
        if not self.path.is_file():
            return None
        query = "SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = :name"
        [found] = self.within(lambda hand: hand.rows(query, {"name": SCHEMA}))
        return LOCAL if found["n"] else None

    def ask(self, query: str, most: int, values: Mapping[str, Any] | None = None) -> Rows:
        """See Engine; neither files nor the network can be reached."""
        if not self.path.is_file():
            raise StorageError(f"{self.where} is not there; 'synfinance database init --create-tables' makes it.")
        safe: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False, "lock_configuration": True}
        with self._told(), duckdb.connect(str(self.path), read_only=True, config=safe) as connection:
            connection.execute(f"USE {SCHEMA}")
            whole = _in_duckdb(f"SELECT * FROM ({query}\n) AS asked LIMIT {most}", values)
            if len(connection.extract_statements(whole)) != 1:
                raise WrongUse("more than one statement came; one SELECT is allowed.")
            return LocalSession(connection).rows(whole, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told_as_storage_error(self.path):
                yield
        except duckdb.Error as failure:
            raise StorageError(f"{self.where} cannot do this: {str(failure).splitlines()[0]}") from failure


def _in_duckdb(query: str, values: Mapping[str, Any] | None) -> str:
    """`:name` as `$name`, where values come along."""
    return _VALUE.sub(r"$\1", query) if values else query


def _create(hand: Hand) -> None:
    hand.do(f"CREATE SCHEMA {SCHEMA}")
    for statement in create_statements():
        hand.do(statement)
