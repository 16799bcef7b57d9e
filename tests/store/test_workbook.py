"""A workbook opens in a spreadsheet's own reader, holds every value, and runs no text as a formula."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from synfin_core.errors import WrongUse
from synfin_core.schema import TABLES, TRANSACTIONS
from synfin_core.store import workbook
from synfin_core.store.dataset import Dataset


def _sheet(path: Path, name: str) -> pd.DataFrame:
    return pd.read_excel(
        path, sheet_name=name, engine="calamine", keep_default_na=False, na_values=[""], dtype_backend="numpy_nullable"
    )


def test_every_value_is_there(small: Dataset, tmp_path: Path) -> None:
    """Column by column equal to the dataset in time order; instants to the millisecond that a spreadsheet shows."""
    frame = _sheet(small.export(tmp_path / "payments.xlsx"), "transactions")
    made = small.sql("SELECT * FROM transactions ORDER BY transacted_at, transaction_id").to_pandas()

    for column in TRANSACTIONS:
        read, wanted = frame[column.name], made[column.name]
        assert read.isna().tolist() == wanted.isna().tolist(), column.name
        read, wanted = read.dropna(), wanted.dropna()
        if column.dtype == "instant":
            assert (read - wanted).abs().max() < pd.Timedelta(milliseconds=1)
        elif column.dtype == "text":
            assert read.astype(str).str.lstrip("0").tolist() == wanted.astype(str).str.lstrip("0").tolist()
        else:
            assert read.astype(float).tolist() == pytest.approx(
                wanted.astype(float).tolist(), rel=1e-6 if column.dtype == "number" else 0
            )


def test_linked_tables_are_sheets(small: Dataset, tmp_path: Path) -> None:
    """One sheet a table, with all of its rows."""
    path = small.export(tmp_path / "all.xlsx", layout="linked")
    book = CalamineWorkbook.from_path(str(path))

    assert book.sheet_names == list(TABLES)
    for name in TABLES:
        assert len(book.get_sheet_by_name(name).to_python()) == len(small.table(name)) + 1


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "a < b & c > d", " two  spaces ", "bell\x07", "रमेश"])
def test_text_stays_text(small: Dataset, tmp_path: Path, text: str) -> None:
    """Cells are inline strings: a formula is shown, never run; what XML cannot hold is left out."""
    first = small.customers.to_arrow().slice(0, 1)
    named = first.set_column(first.column_names.index("name"), "name", pa.array([text]).dictionary_encode())
    path = Dataset(small.spec, small.manifest, tables={"customers": named}).export(tmp_path / "people.xlsx", table="customers")

    head, row = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("customers").to_python()
    assert row[head.index("name")] == text.replace("\x07", "")


def test_more_rows_than_a_sheet_holds_are_refused(small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with both numbers and the way out, and no file."""
    limited = {**workbook.FORMATS, "xlsx": workbook.FORMATS["xlsx"].__class__("", 1, max_rows=1_999)}
    monkeypatch.setattr(workbook, "FORMATS", limited)
    with pytest.raises(WrongUse, match=r"2,000 rows; an xlsx sheet holds 1,999. Choose csv or parquet"):
        small.export(tmp_path / "payments.xlsx")
    assert list(tmp_path.iterdir()) == []
