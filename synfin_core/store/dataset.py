"""A finished run: its spec, its manifest, and its tables, in memory or as Parquet parts in a folder."""

import json
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.errors import StorageError
from synfin_core.schema import TABLES
from synfin_core.spec import Spec
from synfin_core.store import views
from synfin_core.store.checks import Check, run_checks
from synfin_core.store.export import export_table
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.fingerprint import ROW_KEYS, digest, fingerprint_sums, sum_up
from synfin_core.store.parts import part_paths

MANIFEST = "manifest.json"
_PANDAS_TYPES = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}


class Table:
    """One table of a dataset, read when asked for; rows come in the order in which the shards made them."""

    def __init__(self, name: str, source: pa.Table | Path) -> None:
        self.name = name
        self._source = source

    def to_arrow(self) -> pa.Table:
        """The whole table in Arrow, text columns as dictionaries."""
        return views.read_parts(self._source, self.name) if isinstance(self._source, Path) else self._source

    def to_pandas(self) -> pd.DataFrame:
        """The whole table in pandas: text as categories; ids, counts and flags stay whole where some are missing."""
        return self.to_arrow().to_pandas(types_mapper=_PANDAS_TYPES.get)

    def fingerprint(self) -> str:
        """The fingerprint of its values, part by part, so that memory does not grow with the table."""
        parts = part_paths(self._source, self.name) if isinstance(self._source, Path) else []
        tables = map(pq.read_table, parts) if parts else [self.to_arrow()]
        return digest(sum_up(fingerprint_sums(table, *ROW_KEYS[self.name]) for table in tables))

    def __len__(self) -> int:
        if isinstance(self._source, Path):
            return sum(pq.read_metadata(part).num_rows for part in part_paths(self._source, self.name))
        return int(self._source.num_rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self):,} rows>"


class Dataset:
    """What a run made. Give it either `tables` in memory or a `folder` of parts."""

    def __init__(
        self,
        spec: Spec,
        manifest: dict[str, Any],
        *,
        tables: Mapping[str, pa.Table] | None = None,
        folder: Path | TemporaryDirectory[str] | None = None,
    ) -> None:
        self.spec = spec
        self.manifest = manifest
        self._tables = tables
        self._owned = folder  # a temporary folder goes away together with the dataset that holds it
        self.folder = Path(folder.name) if isinstance(folder, TemporaryDirectory) else folder
        self._one_query_at_a_time = threading.Lock()

    @classmethod
    def open(cls, folder: Path | str) -> "Dataset":
        """The dataset that was written to `folder`."""
        path = Path(folder) / MANIFEST
        if not path.is_file():
            raise StorageError(f"{folder} is no dataset: it has no {MANIFEST}; name the folder of a finished run.")
        manifest = read_manifest(path)
        return cls(Spec.create(**manifest["spec"]), manifest, folder=Path(folder))

    def sql(self, query: str) -> pa.Table:
        """The answer to `query` over the tables by their names, in DuckDB's SQL."""
        with self._one_query_at_a_time:
            return self.connection.sql(query).to_arrow_table()

    def export(self, path: Path | str, format: str | None = None, overwrite: bool = False, *, table: str = "transactions") -> Path:
        """Write `table` to one CSV or Parquet file in time order; the format is that of the suffix unless named."""
        with self._one_query_at_a_time:
            return export_table(self.connection, table, Path(path), format, overwrite)

    def verify(self) -> list[Check]:
        """Re-add the ledger and hold every promise about balances, time and ids against what was made."""
        with self._one_query_at_a_time:
            checks = run_checks(self.connection, self.manifest)
        return [*checks, self._fingerprint_check()]

    def _fingerprint_check(self) -> Check:
        """Whether any value has been changed since the run wrote its manifest."""
        promised = self.manifest.get("fingerprints", {})
        changed = sum(self.table(name).fingerprint() != word for name, word in promised.items())
        return Check("fingerprints as in the manifest", changed == 0, changed, "tables changed since they were made")

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB in which each table can be read by its name."""
        connection = views.connect()
        if self.folder is not None:
            views.show_parts(connection, self.folder)
        else:
            views.show_tables(connection, self._tables or {})
        return connection

    def table(self, name: str) -> Table:
        """The table called `name` in the glossary."""
        if name not in TABLES:
            raise StorageError(f"there is no table '{name}'; a dataset has {', '.join(TABLES)}.")
        if self.folder is not None:
            return Table(name, self.folder)
        tables = self._tables or {}
        return Table(name, tables[name] if name in tables else views.empty_table(name))

    def __repr__(self) -> str:
        return f"<Dataset of {len(self.transactions):,} payments>"

    transactions = property(lambda self: self.table("transactions"), doc="payments, one row an attempt")
    events = property(lambda self: self.table("events"), doc="what a bank sees that is no payment")
    customers = property(lambda self: self.table("customers"), doc="people and sole traders")
    accounts = property(lambda self: self.table("accounts"), doc="their accounts")
    cards = property(lambda self: self.table("cards"), doc="their cards")
    devices = property(lambda self: self.table("devices"), doc="their phones")
    merchants = property(lambda self: self.table("merchants"), doc="shops and companies that are paid")
    places = property(lambda self: self.table("places"), doc="towns")
    fraud_cases = property(lambda self: self.table("fraud_cases"), doc="one row a fraud")
    labels = property(lambda self: self.table("labels"), doc="what is known about payments, and since when")


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the manifest; it comes last, so a folder that has one is whole."""
    path = folder / MANIFEST
    with told_as_storage_error(path):
        path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest at `path`."""
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as failure:
        raise StorageError(f"{path} cannot be read as a manifest; name the folder of a finished run.") from failure
    return manifest
