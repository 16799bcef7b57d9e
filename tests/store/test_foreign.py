"""A user's file is read in the encoding that it has, and told in one sentence when it cannot be."""

from pathlib import Path

import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.store.foreign import open_foreign

TEXT = "place,amount\nZürich,1.50\nPune,2\n"


@pytest.mark.parametrize(
    ("encoding", "found", "mark"),
    [("utf-8", "utf-8", False), ("utf-8-sig", "utf-8", True), ("latin-1", "latin-1", False), ("utf-16", "utf-16", True)],
)
def test_encodings_are_found_by_the_bytes(tmp_path: Path, encoding: str, found: str, mark: bool) -> None:
    """Whatever it is, the words come out right, and the first column has its name."""
    path = tmp_path / "file.csv"
    path.write_text(TEXT, encoding=encoding)
    file = open_foreign(path)
    assert (file.encoding, file.mark, list(file.columns)) == (found, mark, ["place", "amount"])
    assert file.ask(lambda connection: connection.execute("SELECT place FROM raw").fetchall()) == [("Zürich",), ("Pune",)]


def test_a_byte_far_down_counts_too(tmp_path: Path) -> None:
    """The whole file is looked at, not its head alone."""
    path = tmp_path / "file.csv"
    path.write_bytes(b"place,amount\n" + b"Pune,2\n" * 1_000_000 + "Zürich,1\n".encode("latin-1"))
    assert open_foreign(path).encoding == "latin-1"


def test_a_file_that_goes_away_is_told(tmp_path: Path) -> None:
    """Between the first look and the question."""
    path = tmp_path / "file.csv"
    path.write_text(TEXT, encoding="utf-8")
    file = open_foreign(path)
    path.unlink()
    with pytest.raises(StorageError, match=r"file\.csv is gone"):
        file.ask(lambda connection: connection.execute("SELECT count(amount) FROM raw").fetchall())


def test_a_folder_and_another_kind_of_file_are_refused(tmp_path: Path) -> None:
    """Only what holds one table can be checked."""
    with pytest.raises(StorageError, match="there is no such file"):
        open_foreign(tmp_path)
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    with pytest.raises(WrongUse, match=r"\.csv, \.csv\.gz, \.tsv, \.txt, \.parquet are allowed"):
        open_foreign(tmp_path / "table.xlsx")
