"""Exports are whole, in time order, exact to the paisa, harmless in a spreadsheet, and never half-made."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.schema import TRANSACTIONS, observable
from synfin_core.store.dataset import Dataset
from synfin_core.store.fingerprint import digest, fingerprint_sums
from synfin_core.store.library import Library
from synfin_core.store.views import SQL_TYPES

FORMATS = ("csv", "parquet")
READERS = {
    "csv": "read_csv('{}', all_varchar = true, header = true)",
    "csv.gz": "read_csv('{}', all_varchar = true, header = true)",
    "parquet": "read_parquet('{}')",
    "json": "read_json('{}', format = 'array')",
    "jsonl": "read_json('{}', format = 'newline_delimited')",
    "duckdb": "exported.transactions",
}


def _read(path: Path) -> duckdb.DuckDBPyRelation:
    return duckdb.read_csv(str(path)) if path.suffix == ".csv" else duckdb.read_parquet(str(path))


def _values(path: Path, format: str) -> pa.Table:
    """All values of an exported file, brought to the types of the glossary."""
    with duckdb.connect() as connection:
        if format == "duckdb":
            connection.execute(f"ATTACH '{path}' AS exported (READ_ONLY)").fetchall()
        columns = ", ".join(f"CAST({column.name} AS {SQL_TYPES[column.dtype]}) AS {column.name}" for column in TRANSACTIONS)
        return connection.sql(f"SELECT {columns} FROM {READERS[format].format(path)}").to_arrow_table()


@pytest.fixture(scope="module", params=["memory", "library"])
def made(request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset as it was made, and as the library keeps it."""
    if request.param == "memory":
        return dataset
    library = Library(tmp_path_factory.mktemp("library"))
    return library.open(library.add(dataset).id)


@pytest.mark.parametrize("format", READERS)
def test_every_format_holds_every_value_in_time_order(made: Dataset, tmp_path: Path, format: str) -> None:
    """Read back and brought to the glossary's types, the file has the fingerprint of the dataset, row after row in time."""
    table = _values(made.export(tmp_path / f"payments.{format}"), format)

    assert digest(fingerprint_sums(table, "transaction_id")) == made.manifest["fingerprints"]["transactions"]
    assert table.column("transacted_at").to_pandas().is_monotonic_increasing
    assert [path.name for path in tmp_path.iterdir()] == [f"payments.{format}"]


@pytest.mark.parametrize("format", READERS)
def test_a_blind_file_has_no_column_of_truth(made: Dataset, tmp_path: Path, format: str) -> None:
    """By the marks of schema.py: no column that only the generator knows."""
    path = made.export(tmp_path / f"payments.{format}", truth=False)
    with duckdb.connect() as connection:
        if format == "duckdb":
            connection.execute(f"ATTACH '{path}' AS exported (READ_ONLY)").fetchall()
        assert tuple(connection.sql(f"FROM {READERS[format].format(path)}").columns) == observable("transactions")


def test_json_is_one_array_and_jsonl_is_lines(small: Dataset, tmp_path: Path) -> None:
    """Any JSON reader takes them."""
    array = json.loads(small.export(tmp_path / "payments.json").read_text())
    lines = [json.loads(line) for line in small.export(tmp_path / "payments.jsonl").read_text().splitlines()]
    assert array == lines
    assert len(array) == 2_000


def test_a_table_of_truth_cannot_be_blind(small: Dataset, tmp_path: Path) -> None:
    """There would be nothing left of it."""
    with pytest.raises(WrongUse, match="'labels' tells fraud from honest"):
        small.export(tmp_path / "labels.csv", table="labels", truth=False)


def test_an_unknown_table_names_the_closest(small: Dataset, tmp_path: Path) -> None:
    """What came, and what is allowed."""
    with pytest.raises(WrongUse, match=r"no table 'custmers'; .*closest: customers"):
        small.export(tmp_path / "data.csv", table="custmers")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_payment_is_there_in_time_order(dataset: Dataset, tmp_path: Path, suffix: str) -> None:
    """As many rows as the dataset has, sorted by instant, with all columns in the glossary's order."""
    table = _read(dataset.export(tmp_path / f"payments.{suffix}")).to_arrow_table()

    instants = table.column("transacted_at").to_pylist()
    assert len(instants) == len(dataset.transactions)
    assert instants == sorted(instants)
    assert table.column_names == dataset.transactions.to_arrow().column_names


@pytest.mark.parametrize("suffix", FORMATS)
def test_money_is_exact_to_the_paisa(dataset: Dataset, tmp_path: Path, suffix: str) -> None:
    """Sums in whole paise are those of the dataset."""
    paise = "sum(CAST(round({} * 100) AS BIGINT))"
    query = f"SELECT {paise.format('amount_inr')}, {paise.format('balance_after_inr')} FROM {{}}"
    path = dataset.export(tmp_path / f"payments.{suffix}")

    made = dataset.sql(query.format("transactions")).to_pylist()[0]
    exported = duckdb.sql(query.format(f"'{path}'")).fetchall()
    assert list(exported[0]) == list(made.values())


def test_csv_money_has_two_decimals(dataset: Dataset, tmp_path: Path) -> None:
    """A reader of the text sees rupees and paise."""
    path = dataset.export(tmp_path / "payments.csv")
    amounts = [row[0] for row in duckdb.read_csv(str(path), all_varchar=True).project("amount_inr").fetchall()]
    assert all(len(amount.partition(".")[2]) == 2 for amount in amounts)


def test_other_tables_can_be_exported(dataset: Dataset, tmp_path: Path) -> None:
    """Customers go to a file of their own."""
    path = dataset.export(tmp_path / "customers.parquet", table="customers")
    assert pq.read_metadata(path).num_rows == len(dataset.customers)


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx"])
def test_formulas_are_harmless_in_csv(dataset: Dataset, tmp_path: Path, formula: str) -> None:
    """Text that a spreadsheet would run gets an apostrophe; other text stays as it is."""
    customers = dataset.customers.to_arrow()
    first = customers.slice(0, 1)
    named = first.set_column(first.column_names.index("name"), "name", pa.array([formula]).dictionary_encode())
    spoiled = Dataset(dataset.spec, {}, tables={"customers": named})

    path = spoiled.export(tmp_path / "customers.csv", table="customers")
    row = duckdb.read_csv(str(path), all_varchar=True).project("name, city").fetchall()[0]
    assert row == (f"'{formula}", first.column("city")[0].as_py())


def test_an_existing_file_stays_unless_told_otherwise(dataset: Dataset, tmp_path: Path) -> None:
    """Nothing is lost without --overwrite, and the sentence says so."""
    path = tmp_path / "payments.csv"
    path.write_text("precious")
    with pytest.raises(StorageError, match=r"payments\.csv exists already.*--overwrite"):
        dataset.export(path)
    assert path.read_text() == "precious"
    assert len(_read(dataset.export(path, overwrite=True))) == len(dataset.transactions)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("missing/payments.csv", "folder does not exist"),
        ("file/payments.csv", "part of this path is a file"),
        (".", "name a file"),
    ],
)
def test_a_bad_place_is_one_sentence(dataset: Dataset, tmp_path: Path, name: str, cause: str) -> None:
    """Whatever is wrong with the place, the message names it and nothing is left behind."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=cause) as told:
        dataset.export(tmp_path / name, "csv")
    assert "\n" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_unknown_format_names_the_allowed_ones(dataset: Dataset, tmp_path: Path) -> None:
    """What came, and what is allowed."""
    with pytest.raises(WrongUse, match=r"'parqet'.*csv, csv.gz, parquet.*closest: parquet"):
        dataset.export(tmp_path / "payments.parqet")
