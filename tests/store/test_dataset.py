"""A dataset is the same in memory and in parts, and says plainly what it cannot open."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from synfin_core.errors import StorageError
from synfin_core.run import generate
from synfin_core.schema import TABLES
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def in_parts(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The same spec, written to a folder."""
    return generate(dataset.spec, folder=tmp_path_factory.mktemp("made") / "parts")


def test_parts_hold_what_memory_holds(dataset: Dataset, in_parts: Dataset) -> None:
    """Same spec, same fingerprints, same lengths, sound in both places."""
    assert in_parts.manifest["fingerprints"] == dataset.manifest["fingerprints"]
    assert {name: len(in_parts.table(name)) for name in TABLES} == {name: len(dataset.table(name)) for name in TABLES}
    assert all(check.passed for check in in_parts.verify())


def test_a_folder_opens_as_the_dataset_it_was(in_parts: Dataset) -> None:
    """Spec, manifest and rows come back."""
    assert in_parts.folder is not None
    again = Dataset.open(in_parts.folder)
    assert again.spec == in_parts.spec
    assert again.manifest["fingerprints"] == in_parts.manifest["fingerprints"]
    assert again.transactions.to_arrow().equals(in_parts.transactions.to_arrow())


def test_tables_have_the_columns_of_the_glossary(dataset: Dataset) -> None:
    """Names and order are those of schema.py."""
    for name, columns in TABLES.items():
        assert dataset.table(name).to_arrow().column_names == [column.name for column in columns]


def test_sql_reads_every_table_by_name(dataset: Dataset) -> None:
    """A query answers over all tables at once."""
    assert dataset.sql("SELECT count(*) AS n FROM transactions").to_pylist() == [{"n": len(dataset.transactions)}]
    for name in TABLES:
        assert dataset.sql(f"SELECT * FROM {name}").num_rows == len(dataset.table(name))


def test_pandas_keeps_ids_whole(dataset: Dataset) -> None:
    """An id beside an empty cell stays an integer."""
    frame = dataset.transactions.to_pandas()
    assert frame["merchant_id"].dtype == pd.Int64Dtype()
    assert str(frame["rail"].dtype) == "category"


@pytest.mark.parametrize("content", [None, "{broken"])
def test_what_is_no_dataset_is_refused(tmp_path: Path, content: str | None) -> None:
    """A folder without a readable manifest is named in one sentence."""
    if content:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(StorageError, match=f"{tmp_path.name}.*name the folder of a finished run"):
        Dataset.open(tmp_path)


def test_pieces_are_the_answer_cut_into_rows(dataset: Dataset, in_parts: Dataset) -> None:
    """All of one size but the last; an answer without rows is one piece without rows."""
    query = "SELECT transaction_id FROM transactions ORDER BY transacted_at, transaction_id"
    for one in (dataset, in_parts):
        pieces = list(one.pieces(query, 6_000))
        assert [piece.num_rows for piece in pieces] == [6_000, 6_000, 6_000, 2_000]
        assert pa.concat_tables(pieces).equals(one.sql(query))
        assert [piece.num_rows for piece in one.pieces("SELECT 1 AS one WHERE false", 10)] == [0]
