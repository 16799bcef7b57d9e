"""Counts and sums of a dataset's payments, made once and kept beside it, so that a screen need not read every payment again."""

from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa

from synfin_core.errors import StorageError
from synfin_core.store.dataset import Dataset
from synfin_core.store.export import whole
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.slice import Slice
from synfin_core.store.views import quoted

CUBES = "cubes-1"  # the folder beside a dataset; another number when what it holds changes
_WORDS = "state, rail, category, fraud_type"
_STEP = """pow(10, floor(log10(greatest(amount_inr, 1)) + 1e-12))
    * CASE floor(amount_inr / pow(10, floor(log10(greatest(amount_inr, 1)) + 1e-12)))
      WHEN 0 THEN 1 WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 2 WHEN 4 THEN 2 ELSE 5 END"""  # from 1, 2, 5, 10, 20, 50 ... rupees
_COUNTS = "count(*) AS n, count(*) FILTER (is_fraud) AS n_fraud"

# Each aggregate, as a question to `{source}`: the payments, or a slice of them.
_MADE = {
    "days": f"""
        SELECT CAST(transacted_at AS DATE) AS day, {_WORDS}, {_COUNTS}, count(*) FILTER (status = 'failed') AS n_failed,
               coalesce(sum(amount_inr) FILTER (status = 'success'), 0) AS moved_inr,
               coalesce(sum(amount_inr) FILTER (status = 'success' AND is_fraud), 0) AS lost_inr
        FROM {{source}} GROUP BY ALL""",
    "hours": f"""
        SELECT isodow(transacted_at) AS weekday, hour(transacted_at) AS hour, {_WORDS}, {_COUNTS} FROM {{source}} GROUP BY ALL""",
    "amounts": f"SELECT {_STEP} AS from_inr, {_WORDS}, {_COUNTS} FROM {{source}} GROUP BY ALL",
    "hours_by_day": f"""
        SELECT CAST(transacted_at AS DATE) AS day, isodow(transacted_at) AS weekday, hour(transacted_at) AS hour, {_COUNTS}
        FROM {{source}} GROUP BY ALL""",
    "amounts_by_day": f"SELECT CAST(transacted_at AS DATE) AS day, {_STEP} AS from_inr, {_COUNTS} FROM {{source}} GROUP BY ALL",
    "cases": f"""
        SELECT DISTINCT fraud_case_id, CAST(transacted_at AS DATE) AS day, {_WORDS}, loss_inr, held_inr, restored_inr
        FROM {{source}} JOIN (SELECT fraud_case_id, loss_inr, held_inr, restored_inr FROM fraud_cases) USING (fraud_case_id)""",
}
_BY_DAY = ("days", "cases")


class Cube:
    """The aggregates days, hours, amounts and cases of `dataset`, hours and amounts also day by day.

    They are kept in the folder `place` where that can be written.
    """

    def __init__(self, dataset: Dataset, place: Path | None = None) -> None:
        self.dataset = dataset
        self._place = place
        self._made_in: duckdb.DuckDBPyConnection | None = None

    def sql(self, query: str) -> pa.Table:
        """The answer to `query` over the aggregates (by the names that `rows` gives), and the tables of the dataset."""
        return self.dataset.ask(lambda connection: self._ready(connection).sql(query).to_arrow_table())

    def rows(self, name: str, chosen: Slice) -> str:
        """What to read an aggregate of a slice from: the kept one, or the payments where days and words hold together."""
        if name in _BY_DAY:
            return f"(FROM cube_{name} WHERE {chosen.where('day')})"
        if chosen == Slice(chosen.first, chosen.last) and chosen.has_days:
            return f"(FROM cube_{name}_by_day WHERE {chosen.where('day')})"
        if chosen.has_days:
            return f"({_MADE[name].format(source=chosen.of('transactions', 'transactions'))})"
        return f"(FROM cube_{name} WHERE {chosen.where()})"

    def _ready(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """The connection, with the aggregates in it; a dataset that had to open another one gets them again."""
        if self._made_in is not connection:
            for name in _MADE:
                self._load(connection, name)
            self._made_in = connection
        return connection

    def _load(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        kept = self._place / f"{name}.parquet" if self._place else None
        made = f"FROM read_parquet({quoted(kept)})" if kept and kept.is_file() else _MADE[name].format(source="transactions")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE cube_{name} AS {made}").fetchall()
        if kept and not kept.is_file():
            with suppress(StorageError):  # a library that is only read has it made again each time
                _keep(connection, name, kept)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    with told_as_storage_error(path):
        path.parent.mkdir(exist_ok=True)
    with whole(path, overwrite=True) as unfinished:
        connection.execute(f"COPY cube_{name} TO {quoted(unfinished)} (FORMAT parquet)").fetchall()
