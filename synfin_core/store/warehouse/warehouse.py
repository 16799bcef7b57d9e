"""Datasets of the library in a database: loaded once, piece by piece, and asked by name or in SQL."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from synfin_core.errors import StorageError, WrongUse, closest
from synfin_core.schema import TABLES
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Dataset
from synfin_core.store.fingerprint import ROW_KEYS, digest, fingerprint_sums
from synfin_core.store.library import Library
from synfin_core.store.views import as_in_the_glossary
from synfin_core.store.warehouse.hand import Engine, Hand, Rows
from synfin_core.store.warehouse.local import Local
from synfin_core.store.warehouse.postgres import Postgres
from synfin_core.store.warehouse.questions import MOST_ROWS, QUESTIONS
from synfin_core.store.warehouse.tables import SCHEMA
from synfin_core.store.warehouse.versions import OLDER, refuse_newer

PIECE_ROWS = 100_000  # in one transaction; what a kill can cost
_FILE = "warehouse.duckdb"
_INIT = "'synfinance database init --create-tables' makes them"
Told = Callable[[int], None]  # rows written so far


class Warehouse:
    """What the commands, the screens and the API use; `engine` is PostgreSQL or a local file."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self) -> bool:
        """Make the tables, or bring them to the newest version; False when they were there already."""
        before = self.engine.version()
        self.engine.migrate("head")
        return before != self.engine.version()

    def status(self) -> dict[str, Any]:
        """Where it is, the version of its tables, and what is loaded."""
        version = self.engine.version()
        query = (
            "SELECT d.dataset_id, d.name, d.is_whole, CAST(coalesce(sum(l.rows), 0) AS BIGINT) AS rows"
            f" FROM {SCHEMA}.datasets d LEFT JOIN {SCHEMA}.loads l ON l.dataset_id = d.dataset_id GROUP BY 1, 2, 3 ORDER BY 1"
        )
        held = self.engine.within(lambda hand: hand.rows(query)) if version else []
        return {"where": self.engine.where, "version": version, "datasets": held}

    def load(self, library: Library, id: str, told: Told = lambda rows: None) -> int:
        """Rows written now; what was loaded before, whole or in part, is not loaded twice."""
        self._need_tables()
        dataset, name = library.open(id), library.entry(id).name
        if self._begin(id, name, dataset.manifest):
            return 0
        done = self._pieces_of(id)
        written = 0
        for table in TABLES:
            written += self._load_table(dataset, id, table, done, lambda rows, before=written: told(before + rows))  # type: ignore[misc]
        whole = f"UPDATE {SCHEMA}.datasets SET is_whole = TRUE WHERE dataset_id = :id"
        self.engine.within(lambda hand: hand.do(whole, {"id": id}))
        return written

    def ask(self, query: str, dataset: str | None = None, most: int = MOST_ROWS, **values: str) -> Rows:
        """The answer to a question by its name, or to one SELECT."""
        self._need_tables()
        if " " in query.strip():
            return self.engine.ask(query.strip().rstrip(";"), most)
        question = QUESTIONS.get(query)
        if question is None:
            raise WrongUse(
                f"there is no question {query!r}{closest(query, QUESTIONS)}; allowed are {', '.join(QUESTIONS)}, or SQL."
            )
        given = {"dataset": dataset, **values}
        if missing := [name for name in ("dataset", *question.takes) if not given.get(name)]:
            raise WrongUse(f"question {query!r} needs --{missing[0].replace('_', '-')}.")
        return self.engine.ask(question.sql, most, {name: given[name] for name in ("dataset", *question.takes)})

    def fingerprint(self, id: str, table: str) -> str:
        """The fingerprint of a table as it lies in the database, to hold against the manifest."""
        held = self.engine.within(lambda hand: hand.read(table, id))
        return digest(fingerprint_sums(as_in_the_glossary(held, table), *ROW_KEYS[table]))

    def drop(self, id: str | None = None) -> None:
        """Delete one dataset from the database, or the tables with all of them; the library keeps its own."""
        if id is None:
            return self.engine.migrate("base")
        self._need_tables()
        if not any(one["dataset_id"] == id for one in self.status()["datasets"]):
            raise StorageError(f"dataset {id[:60]!r} is not in {self.engine.where}; 'synfinance database status' lists what is.")
        return self.engine.within(lambda hand: _delete(hand, id))

    def migrate(self, to: str = "head") -> str | None:
        """The version of the tables after going up or down to `to`."""
        self.engine.migrate(to)
        return self.engine.version()

    def _need_tables(self) -> None:
        version = self.engine.version()
        if version is None:
            raise StorageError(f"{self.engine.where} has no tables yet; {_INIT}.")
        refuse_newer(self.engine.where, version)
        if version in OLDER:
            raise StorageError(
                f"the tables in {self.engine.where} are of an older version; 'synfinance database migrate' mends it."
            )

    def _begin(self, id: str, name: str, manifest: Mapping[str, Any]) -> bool:
        """Whether the dataset is there whole; else it is noted as begun."""
        told = {"id": id, "name": name, "manifest": json.dumps(manifest, default=str)}

        def note(hand: Hand) -> bool:
            found = hand.rows(f"SELECT is_whole FROM {SCHEMA}.datasets WHERE dataset_id = :id", {"id": id})
            if not found:
                hand.do(f"INSERT INTO {SCHEMA}.datasets VALUES (:id, :name, :manifest, FALSE) ON CONFLICT DO NOTHING", told)
            return bool(found and found[0]["is_whole"])

        return self.engine.within(note)

    def _pieces_of(self, id: str) -> set[tuple[str, int]]:
        query = f"SELECT table_name, piece FROM {SCHEMA}.loads WHERE dataset_id = :id"
        return {(row["table_name"], row["piece"]) for row in self.engine.within(lambda hand: hand.rows(query, {"id": id}))}

    def _load_table(self, dataset: Dataset, id: str, table: str, done: set[tuple[str, int]], told: Told) -> int:
        """Rows written; the pieces of a stored table are the same each time they are read."""
        written = 0
        for number, piece in enumerate(_ahead(dataset.pieces(f"SELECT * FROM {table}", PIECE_ROWS))):
            if (table, number) not in done:
                written += self._load_piece(id, table, number, piece)
                told(written)
        return written

    def _load_piece(self, id: str, table: str, number: int, piece: pa.Table) -> int:
        """Write a piece and its note together; a note that is there says that a lost answer had been a yes."""
        rows = _as_text(piece).add_column(0, "dataset_id", pa.repeat(id, piece.num_rows))
        note = {"id": id, "name": table, "piece": number, "rows": piece.num_rows}
        noted = f"INSERT INTO {SCHEMA}.loads VALUES (:id, :name, :piece, :rows) ON CONFLICT DO NOTHING RETURNING piece"

        def write(hand: Hand) -> int:
            if hand.rows(noted, note):  # first, so that another who loads the same piece waits for this transaction
                hand.copy(table, rows)
            return piece.num_rows

        return self.engine.within(write)


def in_force(library: Library) -> Warehouse:
    """The warehouse that the settings choose."""
    url = current().database.url
    return Warehouse(Postgres(url.get_secret_value()) if url else Local(library.folder / _FILE))


def _ahead(pieces: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same pieces, each read while the one before is written: the library and PostgreSQL work side by side."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


def _as_text(piece: pa.Table) -> pa.Table:
    """The piece with its coded words spelled out, in one chunk: pyarrow writes an empty first chunk as zero bytes into a CSV."""
    fields = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in piece.schema]
    return piece.cast(pa.schema(fields)).combine_chunks()


def _delete(hand: Hand, id: str) -> None:
    for table in (*TABLES, "loads", "datasets"):
        hand.do(f"DELETE FROM {SCHEMA}.{table} WHERE dataset_id = :id", {"id": id})
