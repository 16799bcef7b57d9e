"""What a database must be able to do for the warehouse, whichever it is."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

import pyarrow as pa

T = TypeVar("T")
Rows = list[dict[str, Any]]


class Hand(Protocol):
    """One open transaction."""

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> Rows:
        """The answer to `query`, in which `:name` stands for a value."""

    def do(self, statement: str, values: Mapping[str, Any] | None = None) -> None:
        """Run a statement that answers nothing."""

    def copy(self, table: str, piece: pa.Table) -> None:
        """Append rows to a table of the warehouse, columns by their names."""

    def read(self, table: str, dataset: str) -> pa.Table:
        """All rows of one dataset, columns in the glossary's order; money as DOUBLE."""


class Engine(Protocol):
    """A database that holds the warehouse; every call may raise StorageError, in one sentence."""

    @property
    def where(self) -> str:
        """Which database it is, without a password."""

    def within(self, work: Callable[[Hand], T]) -> T:
        """What `work` returns; all that it wrote is kept together, or none of it."""

    def migrate(self, to: str) -> None:
        """Bring the tables to a version: a name, 'head' or 'base'."""

    def version(self) -> str | None:
        """The version of the tables that are there; None without tables."""

    def ask(self, query: str, most: int, values: Mapping[str, Any] | None = None) -> Rows:
        """At most `most` rows, read only."""
