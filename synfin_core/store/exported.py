"""Files that an export wrote, read by SQL like a dataset: one file of payments, or a folder of linked tables."""

import threading
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from synfin_core.errors import StorageError, WrongUse
from synfin_core.schema import TABLES
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.formats import format_of
from synfin_core.store.views import SQL_TYPES, connect, empty_table, quoted

_READERS = {"parquet": "read_parquet", "csv": "read_csv", "csv.gz": "read_csv", "json": "read_json", "jsonl": "read_json"}


class Exported:
    """Tables of an export, whole, blind or of one bank's view, typed as in the glossary; one that is missing reads as empty."""

    def __init__(self, path: Path) -> None:
        files = _files(path)
        self._one_query_at_a_time = threading.Lock()
        self._path = path
        self._connection = connect()
        for name in TABLES:
            if name in files:
                self._show(name, files[name])
            else:
                self._connection.register(name, empty_table(name))

    def sql(self, query: str) -> pa.Table:
        """The answer to `query` over the tables, by their names."""
        with self._one_query_at_a_time, told_as_unreadable(self._path):
            try:
                return self._connection.sql(query).to_arrow_table()
            except (duckdb.ConversionException, duckdb.InvalidInputException) as failure:
                cause = str(failure).splitlines()[0].rstrip(".")
                raise StorageError(f"{self._path} cannot be read as an export: {cause}.") from failure

    def _show(self, name: str, file: Path) -> None:
        """Show a file as the table `name`, each column that the glossary knows with its type there."""
        read = f"{_READERS[format_of(file, None)]}({quoted(file)})"
        try:
            held = self._connection.sql(f"FROM {read} LIMIT 0").columns
            known = {column.name: SQL_TYPES[column.dtype] for column in TABLES[name] if column.name in held}
            if not known:
                raise WrongUse(f"{file.name} has no column of the table '{name}'; name a file that an export wrote.")
            columns = ", ".join(f"CAST({column} AS {sql_type}) AS {column}" for column, sql_type in known.items())
            self._connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM {read}").fetchall()
        except duckdb.Error as failure:
            raise StorageError(f"{file} cannot be read as {name}; name a file that an export wrote.") from failure


def _files(path: Path) -> Mapping[str, Path]:
    """The file of each table; of one file alone, payments. WrongUse where there is none that can be read."""
    if path.is_file():
        if format_of(path, None) not in _READERS:
            raise WrongUse(f"{path.name}: an export is read as {', '.join(_READERS)}; export it once more as one of them.")
        return {"transactions": path}
    found = {name: path / f"{name}.{word}" for name in TABLES for word in _READERS if (path / f"{name}.{word}").is_file()}
    if "transactions" not in found:
        raise WrongUse(f"{path} has no file of transactions; name a folder that 'dataset export --layout linked' wrote.")
    return found
