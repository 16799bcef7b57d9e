"""A finished run: its spec, its manifest, and its tables, in memory or in a folder."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar

import duckdb
import pyarrow as pa

from synfin_core.errors import StorageError, TransientStorageError, WrongUse
from synfin_core.schema import TABLES
from synfin_core.spec import Spec
from synfin_core.store import one_bank
from synfin_core.store.checks import Check, run_checks
from synfin_core.store.export import export
from synfin_core.store.failures import told_as_unreadable
from synfin_core.store.formats import format_of
from synfin_core.store.guard import guarded
from synfin_core.store.known import Labels, Split, cuts, known_day, split_queries
from synfin_core.store.linked import export_linked
from synfin_core.store.manifest import MANIFEST, read_manifest, told
from synfin_core.store.one_bank import bank_of
from synfin_core.store.selection import RELATIONS, Selection, linked, select
from synfin_core.store.slice import Slice
from synfin_core.store.sources import Memory, OneBank, Source, in_pieces, source_in
from synfin_core.store.table import Table
from synfin_core.store.view_figures import figures_of

Layout = Literal["table", "flat", "linked"]
Connection = duckdb.DuckDBPyConnection  # by this name for the rooms that may query, and may not import DuckDB
T = TypeVar("T")


class Dataset:
    """What a run made. Give it either `tables` in memory or a `folder`; large sorts go to `spill`.

    With a `bank` it is what that bank sees of it.
    """

    def __init__(
        self,
        spec: Spec,
        manifest: dict[str, Any],
        *,
        tables: Mapping[str, pa.Table] | None = None,
        folder: Path | TemporaryDirectory[str] | None = None,
        spill: Path | None = None,
        bank: str | None = None,
    ) -> None:
        self.spec = spec
        self.manifest = manifest
        self._owned = folder  # a temporary folder goes away together with the dataset that holds it
        self.folder = Path(folder.name) if isinstance(folder, TemporaryDirectory) else folder
        self.bank = bank
        whole = source_in(self.folder) if self.folder else Memory(tables or {})
        self.source: Source = OneBank(whole, bank) if bank else whole
        self._relations = one_bank.RELATIONS if bank else RELATIONS
        self._spill = spill
        self._one_query_at_a_time = threading.Lock()

    @classmethod
    def open(cls, folder: Path | str, spill: Path | None = None) -> "Dataset":
        """The dataset that was written to `folder`."""
        path = Path(folder) / MANIFEST
        if not path.is_file():
            raise StorageError(f"{folder} is no dataset: it has no {MANIFEST}; name the folder of a finished run.")
        manifest = read_manifest(path)
        if cause := told(manifest):
            raise StorageError(f"{folder} cannot be opened: {cause}.")
        return cls(Spec.create(**manifest["spec"]), manifest, folder=Path(folder), spill=spill)

    def view(self, view: str) -> "Dataset":
        """What one bank sees of it: 'bank:HDFC Bank'; 'ecosystem' is all of it. See store/one_bank.py."""
        if self.bank:
            raise WrongUse(f"this is what {self.bank} sees; ask the whole dataset for another view.")
        bank = bank_of(view, self.banks)
        if bank is None:
            return self
        tables = self.source.tables if isinstance(self.source, Memory) else None
        seen = Dataset(self.spec, self.manifest, tables=tables, folder=self._owned, spill=self._spill, bank=bank)
        seen.manifest = self.manifest | figures_of(seen.sql, bank, self.manifest)
        return seen

    @property
    def banks(self) -> dict[str, int]:
        """Payments that each bank, card issuer or wallet company sees, by name; of those that keep an account in it."""
        return {str(row["bank"]): int(row["n"]) for row in self.sql(one_bank.PAYMENTS_BY_BANK).to_pylist()}

    def sql(self, query: str) -> pa.Table:
        """The answer to `query` over the tables, and the view `flat`, by their names, in DuckDB's SQL."""
        return self._ask(lambda connection: connection.sql(query).to_arrow_table())

    def ask(self, question: Callable[[Connection], T]) -> T:
        """What DuckDB answers to several statements that belong together, such as those around a temporary table."""
        return self._ask(question)

    def pieces(self, query: str, rows: int) -> Iterator[pa.Table]:
        """What `sql` would answer, at least one piece, of `rows` rows but the last; through a connection of its own."""
        with told_as_unreadable(self.folder or Path()), self.source.connect(self._spill) as connection:
            reader = connection.sql(query).to_arrow_reader(rows)
            yield from in_pieces(reader, rows)

    def export(
        self,
        path: Path | str,
        format: str | None = None,
        overwrite: bool = False,
        *,
        table: str = "transactions",
        layout: Layout = "table",
        truth: bool = True,
        as_of: date | str | None = None,
        slice: Slice | None = None,
    ) -> Path:
        """Write one `table`, the flat view, or all tables linked (a folder, or a .zip), in time order.

        The format is that of the suffix unless named; without `truth` only what a bank can see is written; with `as_of` only
        what was known at the end of that day, payments with what they were taken for then (`known_label`); of payments, or their
        flat view, only a `slice`.
        """
        path = Path(path)
        chosen = self.selections(table, layout, truth, as_of, slice)
        if layout == "linked" and (path.suffix == ".zip" or not path.suffix):
            format = format_of(path, format or "csv")
            packed = partial(export_linked, format=format, overwrite=overwrite)
            manifest = self.manifest_of(chosen, as_of)
            return self._ask(lambda connection: packed(connection, chosen, manifest, path))
        word = format_of(path, format)
        return self._ask(lambda connection: export(connection, chosen, path, word, overwrite))

    def selections(
        self,
        table: str = "transactions",
        layout: Layout = "table",
        truth: bool = True,
        as_of: date | str | None = None,
        slice: Slice | None = None,
    ) -> tuple[Selection, ...]:
        """What an export of this layout holds."""
        day = None if as_of is None else known_day(as_of, self.spec.first_day)
        in_order = self.source.in_time_order
        if slice and (layout == "linked" or (layout == "table" and table != "transactions")):
            raise WrongUse("a slice is of payments; ask for the table 'transactions' or for the flat view.")
        if layout == "linked":
            return linked(truth=truth, lies_in_order=in_order, as_of=day, relations=self._relations)
        relation = "flat" if layout == "flat" else table
        chosen = select(relation, truth=truth, lies_in_order=in_order, as_of=day, relations=self._relations)
        return (replace(chosen, source=slice.of(chosen.source, relation)) if slice else chosen,)

    def manifest_of(self, selections: tuple[Selection, ...], as_of: date | str | None) -> dict[str, Any]:
        """The manifest, with the rows that an export as of a day holds."""
        if as_of is None:
            return self.manifest
        counts = {one.relation: f"SELECT count(*) AS n FROM {one.source}" for one in selections}
        held = {relation: self.sql(query)["n"][0].as_py() for relation, query in counts.items()}
        rows = self.manifest["rows"] | {"transactions" if name == "flat" else name: n for name, n in held.items()}
        return self.manifest | {"rows": rows, "as_of": str(as_of)}

    def verify(self) -> list[Check]:
        """Re-add the ledger and hold every promise about balances, time and ids against what was made."""
        if self.bank:
            raise WrongUse(f"what {self.bank} sees is one side of each payment; verify the whole dataset.")
        checks = self._ask(lambda connection: run_checks(connection, self.manifest))
        return [*checks, self._fingerprint_check()]

    def _fingerprint_check(self) -> Check:
        """Whether any value has been changed since the run wrote its manifest."""
        promised = self.manifest.get("fingerprints", {})
        changed = sum(self.table(name).fingerprint() != word for name, word in promised.items())
        return Check("fingerprints as in the manifest", changed == 0, changed, "tables changed since they were made")

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB in which each table, and the view `flat`, can be read by its name."""
        return self.source.connect(self._spill)

    def _ask(self, question: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """What the connection answers to one question at a time; from disk, through the guard of the library."""
        with self._one_query_at_a_time:
            return question(self.connection) if self.folder is None else guarded(partial(self._ask_disk, self.folder, question))

    def _ask_disk(self, folder: Path, question: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """The answer; a dataset that is gone or damaged is told as such."""
        try:
            with told_as_unreadable(folder):
                return question(self.connection)
        except TransientStorageError:
            self.__dict__.pop("connection", None)  # it may be of no more use; the next try makes another
            raise

    def table(self, name: str) -> Table:
        """The table called `name` in the glossary."""
        if name not in TABLES:
            raise StorageError(f"there is no table '{name}'; a dataset has {', '.join(TABLES)}.")
        return Table(name, self.source)

    transactions = property(lambda self: self.table("transactions"), doc="payments, one row an attempt")
    events = property(lambda self: self.table("events"), doc="what a bank sees that is no payment")
    customers = property(lambda self: self.table("customers"), doc="people and sole traders")
    accounts = property(lambda self: self.table("accounts"), doc="their accounts")
    cards = property(lambda self: self.table("cards"), doc="their cards")
    devices = property(lambda self: self.table("devices"), doc="their phones")
    merchants = property(lambda self: self.table("merchants"), doc="shops and companies that are paid")
    places = property(lambda self: self.table("places"), doc="towns")
    fraud_cases = property(lambda self: self.table("fraud_cases"), doc="one row a fraud")
    case_links = property(lambda self: self.table("case_links"), doc="which frauds belong together: rings, chains, one thief's")
    twins = property(lambda self: self.table("twins"), doc="innocent cases that look like frauds")
    anomalies = property(lambda self: self.table("anomalies"), doc="payments that are odd but honest, and how odd")

    @property
    def labels(self) -> Labels:
        """What the bank came to know of payments, and when; `labels(as_of="2025-06-30")` has what was known by then."""
        return Labels(self.source, self.spec.first_day)

    def split(self, test_share: float = 0.3, gap_days: float = 7.0, *, flat: bool = True) -> Split:
        """Payments for training and for testing, split by time: see Split. Of the flat view, or of `transactions` alone."""
        relation = "flat" if flat else "transactions"
        observable = tuple(column.name for column in select(relation, truth=False, relations=self._relations).columns)
        bounds = self.sql("SELECT min(transacted_at) AS first, max(transacted_at) AS last FROM transactions").to_pylist()[0]
        ends, starts = cuts(bounds["first"], bounds["last"], test_share, gap_days)
        sides = {name: self.sql(query) for name, query in split_queries(observable, relation, ends, starts).items()}
        return Split(**sides, train_ends=ends, test_starts=starts)

    def __repr__(self) -> str:
        return f"<Dataset of {len(self.transactions):,} payments>"
