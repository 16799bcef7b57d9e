"""A fingerprint depends on the values and on nothing else."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from synfin_core.schema import TABLES, TRANSACTIONS
from synfin_core.store.dataset import Dataset
from synfin_core.store.fingerprint import digest, fingerprint_sums, sum_up
from synfin_core.store.parts import part_path, write_parts


def _fingerprint(table: pa.Table) -> str:
    return digest(fingerprint_sums(table, "transaction_id"))


@pytest.fixture(scope="module")
def payments(dataset: Dataset) -> pa.Table:
    """All payments in the order in which they were made."""
    return dataset.transactions.to_arrow()


def test_the_order_of_rows_does_not_matter(payments: pa.Table) -> None:
    """Shuffled rows are the same table."""
    shuffled = payments.take(np.random.default_rng(1).permutation(len(payments)))
    assert _fingerprint(shuffled) == _fingerprint(payments)


def test_parts_add_up_to_the_whole(payments: pa.Table) -> None:
    """Sums of slices, added in any order, are the sums of the table."""
    parts = [fingerprint_sums(payments.slice(start, 3_001), "transaction_id") for start in range(0, len(payments), 3_001)]
    assert digest(sum_up(reversed(parts))) == _fingerprint(payments)


def test_files_and_codes_do_not_matter(payments: pa.Table, tmp_path: Path) -> None:
    """A part read back, and a table with fresh dictionaries, are the same table."""
    write_parts({"transactions": payments}, tmp_path, 0)
    read = pq.read_table(part_path(tmp_path, "transactions", 0))
    assert _fingerprint(read) == _fingerprint(payments)

    plain = pa.table({name: _plain(payments.column(name)) for name in payments.column_names})
    assert _fingerprint(plain) == _fingerprint(payments)


@pytest.mark.parametrize("column", [column.name for column in TRANSACTIONS])
def test_one_changed_value_changes_it(payments: pa.Table, column: str) -> None:
    """Exchange one value of any column for another, and the fingerprint is another."""
    values = _plain(payments.column(column)).to_pylist()
    kind = _plain(payments.column(column)).type
    values[5] = next((value for value in values if value != values[5]), _other(kind))
    changed = payments.set_column(payments.column_names.index(column), column, pa.array(values, kind))
    assert _fingerprint(changed) != _fingerprint(payments)


def test_nothing_zero_and_no_text_differ() -> None:
    """An empty cell is neither 0 nor ''; minus zero is zero."""
    ids = pa.array([1, 2])
    seen = [pa.array([None, 1.0]), pa.array([0.0, 1.0]), pa.array(["", "x"]), pa.array([None, "x"])]
    assert len({_fingerprint(pa.table({"transaction_id": ids, "value": value})) for value in seen}) == len(seen)
    minus_zero = pa.table({"transaction_id": ids, "value": pa.array([-0.0, 1.0])})
    assert _fingerprint(minus_zero) == _fingerprint(pa.table({"transaction_id": ids, "value": seen[1]}))


@pytest.mark.parametrize("table", TABLES)
def test_the_manifest_tells_the_fingerprint_of_each_table(dataset: Dataset, table: str) -> None:
    """What the run recorded is what the tables give."""
    assert dataset.manifest["fingerprints"][table] == dataset.table(table).fingerprint()


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column


def _other(kind: pa.DataType) -> object:
    """A value that a column does not have which is the same everywhere."""
    return True if pa.types.is_boolean(kind) else "another" if pa.types.is_string(kind) else 77
