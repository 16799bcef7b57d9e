"""PostgreSQL, through SQLAlchemy; rows go in by COPY."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any, TypeVar

import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from synfin_core.errors import StorageError, WrongUse
from synfin_core.schema import TABLES
from synfin_core.settings.in_force import current
from synfin_core.store.entry import checked_id
from synfin_core.store.views import empty_table
from synfin_core.store.warehouse.guard import DatabaseUnreachable, guarded
from synfin_core.store.warehouse.hand import Hand, Rows
from synfin_core.store.warehouse.tables import SCHEMA
from synfin_core.store.warehouse.versions import refuse_newer

T = TypeVar("T")
_MIGRATIONS = "synfin_core.store.warehouse:migrations"
_QUERY_SECONDS = 30  # a question may take so long, assumed
_REFUSED = {"28P01", "28000", "3D000"}  # SQLSTATE: wrong password, no such user, no such database
_REFUSING_WORDS = ("password authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry")
_LOST = ("08", "57P", "53300")  # SQLSTATE: connection lost, server going down or coming up, too many connections
_CAUSES = {
    "53100": "its disk is full; free some space and give the same command again",
    "57014": f"the query took longer than {_QUERY_SECONDS} seconds; ask for less",
    "25006": "a query may only read",
    "42P01": "it has no such table; 'synfinance database init --create-tables' makes the tables",
}


class Session:
    """See Hand; an open transaction of PostgreSQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> Rows:
        """See Hand."""
        return [dict(row) for row in self._connection.execute(text(query), dict(values or {})).mappings()]

    def do(self, statement: str, values: Mapping[str, Any] | None = None) -> None:
        """See Hand."""
        self._connection.execute(text(statement), dict(values or {}))

    def copy(self, table: str, piece: pa.Table) -> None:
        """See Hand; CSV is what pyarrow writes fastest and PostgreSQL reads natively."""
        sink = pa.BufferOutputStream()
        pa_csv.write_csv(piece, sink, pa_csv.WriteOptions(include_header=False))
        names = ", ".join(f'"{name}"' for name in piece.column_names)
        statement = f"COPY {SCHEMA}.{table} ({names}) FROM STDIN (FORMAT csv)"
        driver = self._connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(memoryview(sink.getvalue()))

    def read(self, table: str, dataset: str) -> pa.Table:
        """See Hand."""
        names = ", ".join(f'"{column.name}"' for column in TABLES[table])
        statement = f"COPY (SELECT {names} FROM {SCHEMA}.{table} WHERE dataset_id = '{checked_id(dataset)}') TO STDOUT (FORMAT csv)"
        driver = self._connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            return _from_csv(b"".join(copy), table)


class Postgres:
    """See Engine."""

    def __init__(self, url: str) -> None:
        settings = current().database
        address = make_url(url).set(drivername="postgresql+psycopg")
        self.where = f"PostgreSQL at {address.host or address.query.get('host', 'this machine')}, database {address.database}"
        self._engine = create_engine(
            address,
            pool_size=settings.pool_size,
            max_overflow=0,
            pool_pre_ping=True,
            pool_timeout=settings.connect_seconds,
            connect_args={"connect_timeout": max(2, ceil(settings.connect_seconds))},  # libpq takes less than 2 for 2
            hide_parameters=True,
        )

    def within(self, work: Callable[[Hand], T]) -> T:
        """See Engine."""

        def once() -> T:
            with self._told(), self._engine.begin() as connection:
                return work(Session(connection))

        return guarded(once)

    def migrate(self, to: str) -> None:
        """See Engine."""

        def once() -> None:
            with self._told(), self._engine.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
                _move(connection, to)

        refuse_newer(self.where, self.version())
        guarded(once)

    def version(self) -> str | None:
        """See Engine."""

        def once() -> str | None:
            with self._told(), self._engine.begin() as connection:
                if not inspect(connection).has_table("alembic_version", schema=SCHEMA):
                    return None
                found = connection.execute(text(f"SELECT version_num FROM {SCHEMA}.alembic_version")).scalar()
                return str(found) if found else None

        return guarded(once)

    def ask(self, query: str, most: int, values: Mapping[str, Any] | None = None) -> Rows:
        """See Engine; the extended protocol takes one statement alone, so that nothing can follow the SELECT."""

        def once() -> Rows:
            with self._told(), self._engine.connect() as connection:
                connection.execute(text("SET TRANSACTION READ ONLY"))
                connection.execute(text(f"SET LOCAL statement_timeout = '{_QUERY_SECONDS}s'"))
                connection.execute(text(f"SET LOCAL search_path = {SCHEMA}"))
                whole = f"SELECT * FROM ({query}\n) AS asked LIMIT {most}"
                if values is not None:
                    return Session(connection).rows(whole, values)
                return _answer(connection, whole)

        return guarded(once)

    def close(self) -> None:
        """Give the connections back to the server."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """StorageError in place of what SQLAlchemy and the driver raise; the password is in none of it."""
        try:
            yield
        except PoolTimeout as failure:
            raise DatabaseUnreachable(f"{self.where} has no connection free; try again when some work has ended.") from failure
        except DBAPIError as failure:
            raise self._sentence(failure.orig or failure) from failure
        except SQLAlchemyError as failure:
            raise StorageError(f"{self.where} cannot do this: {_first_line(failure)}.") from failure
        except psycopg.Error as failure:  # of COPY, which goes past SQLAlchemy
            raise self._sentence(failure) from failure

    def _sentence(self, told: BaseException) -> StorageError:
        code, words = str(getattr(told, "sqlstate", None) or ""), str(told)
        if code in _REFUSED or (not code and any(word in words for word in _REFUSING_WORDS)):
            return StorageError(f"{self.where} refuses us: look at the user, password and name in database.url.")
        if code in _CAUSES:
            return StorageError(f"{self.where} cannot do this: {_CAUSES[code]}.")
        if (not code and isinstance(told, psycopg.OperationalError | psycopg.InterfaceError)) or code.startswith(_LOST):
            return DatabaseUnreachable(f"{self.where} does not answer; start it, or look at database.url, and try again.")
        return StorageError(f"{self.where} cannot do this: {_first_line(told)}.")


def _from_csv(text: bytes, table: str) -> pa.Table:
    """What COPY wrote, with the types of the glossary; words stay plain."""
    empty = empty_table(table)
    if not text:
        return empty
    kinds = {field.name: pa.string() if pa.types.is_dictionary(field.type) else field.type for field in empty.schema}
    return pa_csv.read_csv(
        pa.py_buffer(text),
        read_options=pa_csv.ReadOptions(column_names=empty.column_names),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=kinds,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )


def _answer(connection: Connection, query: str) -> Rows:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(query, prepare=True)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _move(connection: Connection, to: str) -> None:
    """Up or down to a version, whichever way it lies."""
    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.attributes["connection"] = connection
    try:
        found = connection.execute(text(f"SELECT to_regclass('{SCHEMA}.alembic_version')")).scalar()
        held = connection.execute(text(f"SELECT version_num FROM {SCHEMA}.alembic_version")).scalar() if found else None
        goes_down = to == "base" or (to != "head" and held is not None and to < held)
        (command.downgrade if goes_down else command.upgrade)(config, to)
    except CommandError as failure:
        raise WrongUse(f"--to is {to!r}; a version as 'r0001', 'head' or 'base' is allowed.") from failure


def _first_line(failure: BaseException) -> str:
    return (str(failure).splitlines() or ["unknown"])[0].rstrip(".")
