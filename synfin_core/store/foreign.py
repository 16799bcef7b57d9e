"""A user's own file, CSV or Parquet, as DuckDB reads it: every cell of a CSV as text, in the encoding that it really has."""

import gzip
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb

from synfin_core.errors import StorageError, WrongUse
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.views import connect, quoted

T = TypeVar("T")
SUFFIXES = (".csv", ".csv.gz", ".tsv", ".txt", ".parquet")
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # byte order marks
_PIECE = 4 * 2**20  # bytes


@dataclass(frozen=True, eq=False)
class Foreign:
    """The file behind the view `raw`; `mark` says whether it begins with a byte order mark."""

    path: Path
    encoding: str
    mark: bool
    columns: dict[str, str]  # name and type
    connection: duckdb.DuckDBPyConnection

    def ask(self, question: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """The answer to a question about it; a file that turns out to be damaged is told as such."""
        with _told(self.path):
            return question(self.connection)


def open_foreign(path: Path, spill: Path | None = None) -> Foreign:
    """Look at the head of the file; StorageError when it is none, empty, or no table."""
    if not path.is_file():
        raise StorageError(f"{path} cannot be read: there is no such file.")
    if not path.name.casefold().endswith(SUFFIXES):
        raise WrongUse(f"{path.name} is no file that can be checked; {', '.join(SUFFIXES)} are allowed.")
    with told_as_unreadable(path), path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise StorageError(f"{path} cannot be read: it is empty; a line with the names of the columns is needed.")
    connection = connect(spill)
    with told_as_unreadable(path):
        return _opened(connection, path, head)


def _opened(connection: duckdb.DuckDBPyConnection, path: Path, head: bytes) -> Foreign:
    """The view over the file, by its suffix and its first bytes."""
    if path.suffix.casefold() == ".parquet":
        return _shown(connection, path, "utf-8", False, f"read_parquet({quoted(path)})")
    marked = next((word for mark, word in _MARKS.items() if head.startswith(mark)), None)
    encoding = marked or _encoding(path)
    return _shown(connection, path, encoding, marked is not None, _csv(path, encoding))


def _encoding(path: Path) -> str:
    """UTF-8, or Latin-1 where that cannot be: every byte means something in it."""
    decoder = getincrementaldecoder("utf-8")()
    unpacked = gzip.open if path.suffix.casefold() == ".gz" else open
    try:
        with unpacked(path, "rb") as file:
            for piece in iter(lambda: file.read(_PIECE), b""):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _csv(path: Path, encoding: str) -> str:
    said = "" if encoding == "utf-8" else f", encoding = '{encoding}'"
    return f"read_csv({quoted(path)}, all_varchar = true, header = true{said})"


def _shown(connection: duckdb.DuckDBPyConnection, path: Path, encoding: str, mark: bool, reader: str) -> Foreign:
    with _told(path):
        connection.execute(f"CREATE VIEW raw AS FROM {reader}").fetchall()
        described = connection.execute("DESCRIBE raw").fetchall()
    return Foreign(path, encoding, mark, {str(row[0]): str(row[1]) for row in described}, connection)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """StorageError in one sentence for whatever DuckDB finds wrong with the file."""
    with told_as_unreadable(path):
        try:
            yield
        except (duckdb.InvalidInputException, duckdb.ConversionException) as failure:
            cause = str(failure).splitlines()[0].rstrip(".").removeprefix("Invalid Input Error: ")
            raise StorageError(f"{path} cannot be read as a table: {cause}.") from failure
