"""What an export wrote can be read by SQL again, blind or whole, from one file or a folder."""

from pathlib import Path

import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.schema import observable
from synfin_core.store.dataset import Dataset
from synfin_core.store.exported import Exported

_SUMS = "SELECT count(*) AS n, sum(CAST(amount_inr AS DECIMAL(18, 2))) AS total, max(transacted_at) AS last FROM transactions"


@pytest.mark.parametrize("format", ["parquet", "csv", "csv.gz", "json", "jsonl"])
def test_one_file_holds_the_payments(format: str, small: Dataset, tmp_path: Path) -> None:
    """Ids, rupees and instants come back as they were; tables that are not there read as empty."""
    exported = Exported(small.export(tmp_path / f"payments.{format}", truth=False))

    assert exported.sql(_SUMS).equals(small.sql(_SUMS))
    ids = "SELECT sum(transaction_id) AS a, sum(payee_account_id) AS b, sum(merchant_id) AS c FROM transactions"
    assert exported.sql(ids).equals(small.sql(ids))
    assert exported.sql("SELECT count(*) AS n FROM events").to_pylist() == [{"n": 0}]
    assert exported.sql("FROM transactions LIMIT 0").column_names == list(observable("transactions"))


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_a_folder_holds_linked_tables(format: str, small: Dataset, tmp_path: Path) -> None:
    """Each by its name."""
    exported = Exported(small.export(tmp_path / "all", format, layout="linked"))
    for name in ("transactions", "events", "customers", "fraud_cases"):
        count = f"SELECT count(*) AS n FROM {name}"
        assert exported.sql(count).equals(small.sql(count))


def test_what_cannot_be_read_is_told(small: Dataset, tmp_path: Path) -> None:
    """Other formats, other files, folders without payments."""
    with pytest.raises(WrongUse, match=r"payments\.duckdb: an export is read as parquet, csv"):
        Exported(small.export(tmp_path / "payments.duckdb"))
    with pytest.raises(WrongUse, match="has no file of transactions; name a folder"):
        Exported(tmp_path)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"other\.csv has no column of the table 'transactions'"):
        Exported(tmp_path / "other.csv")
    (tmp_path / "broken.parquet").write_text("no parquet", encoding="utf-8")
    with pytest.raises(StorageError, match=r"broken\.parquet cannot be read as transactions"):
        Exported(tmp_path / "broken.parquet")


def test_a_cell_that_makes_no_sense_is_told(small: Dataset, tmp_path: Path) -> None:
    """In one sentence, when it is read."""
    file = small.export(tmp_path / "payments.csv")
    head, first, *others = file.read_text(encoding="utf-8").splitlines()
    at = head.split(",").index("transacted_at")
    cells = first.split(",")
    cells[at] = "yesterday"
    file.write_text("\n".join([head, ",".join(cells), *others]), encoding="utf-8")
    with pytest.raises(StorageError, match=r"payments\.csv cannot be read as an export: .*Line: 2"):
        Exported(file).sql(_SUMS)
