"""A user's own file: what is wrong with it is named, however it is written; what is right with it is checked like ours."""

import gzip
from pathlib import Path

import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.own_file import subject_of_file
from synfin_core.store.dataset import Dataset
from tests.settings.conftest import Home, home

__all__ = ["home"]


@pytest.fixture(scope="module")
def csv(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The payments as our own export writes them."""
    return dataset.export(tmp_path_factory.mktemp("own") / "payments.csv")


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "parquet"])
@pytest.mark.parametrize("truth", [True, False])
def test_our_own_exports_are_sound(dataset: Dataset, tmp_path: Path, suffix: str, truth: bool) -> None:
    """Every format that can be read back, blind or not; what needs other tables is not judged."""
    found = _checked(dataset.export(tmp_path / f"payments.{suffix}", truth=truth))
    assert found.broken == ()
    assert found.n_rows == dataset.spec.count
    assert found.score == 100
    assert "the table accounts is not here" in {one.detail for one in found.found}


@pytest.mark.parametrize("table", ["customers", "merchants", "labels", "events"])
def test_other_tables_are_known_by_their_columns(dataset: Dataset, tmp_path: Path, table: str) -> None:
    """Nobody has to say which table a file holds."""
    found = _checked(dataset.export(tmp_path / "some.parquet", table=table))
    assert found.broken == ()
    assert found.n_rows == len(dataset.table(table))


def test_missing_extra_and_renamed_columns_are_named(csv: Path, tmp_path: Path) -> None:
    """A column by another name is still read; one that is gone, and one too many, are told."""
    head, rest = _split(csv)
    head = head.replace("amount_inr", "Amount INR", 1).replace("merchant_city", "merchants_city").replace(",currency", ",colour")
    details = {one.check.id: one.detail for one in _checked(_written(tmp_path, head + rest)).broken}
    assert details["columns missing"] == "currency"
    assert details["columns extra"] == "colour"
    assert details["columns renamed"] == "merchant_city (here: merchants_city), amount_inr (here: Amount INR)"


def test_cells_of_another_type_are_counted(csv: Path, tmp_path: Path) -> None:
    """Words where numbers belong, and days that do not exist."""
    head, rest = _split(csv)
    lines = rest.splitlines(keepends=True)
    at = head.strip().split(",").index("transacted_at")
    cells = lines[0].split(",")
    lines[0] = ",".join([*cells[:at], "2025-02-30 10:00:00", *cells[at + 1 :]])
    found = {one.check.id: one for one in _checked(_written(tmp_path, head + "".join(lines))).broken}
    assert (found["types"].value, found["types"].detail) == (1, "transacted_at (1)")


def test_a_byte_order_mark_is_named_and_read_over(csv: Path, tmp_path: Path) -> None:
    """The first column is still known by its name."""
    found = _checked(_written(tmp_path, csv.read_bytes(), b"\xef\xbb\xbf"))
    assert [(one.check.id, one.detail) for one in found.broken] == [("encoding", "it is utf-8 with a byte order mark")]


@pytest.mark.parametrize(("encoding", "told"), [("latin-1", "it is latin-1"), ("utf-16", "it is utf-16 with a byte order mark")])
def test_another_encoding_is_named_and_read(csv: Path, tmp_path: Path, encoding: str, told: str) -> None:
    """The other checks go on."""
    text = csv.read_text(encoding="utf-8").replace("Fast food", "Crème brûlée", 1)
    found = _checked(_written(tmp_path, text.encode(encoding)))
    assert {one.check.id: one.detail for one in found.broken}["encoding"] == told
    assert len(found.judged) > 50


def test_a_huge_file_is_looked_at_closely_as_far_as_is_set(csv: Path, home: Home) -> None:
    """Types are checked in every row; how many rows were left out is told."""
    home.sets(QUALITY__MOST_ROWS="1000")
    found = {one.check.id: one for one in _checked(csv).found}
    assert (found["all rows are looked at"].value, found["all rows are looked at"].detail) == (29_000, "the first 1,000 were")
    assert found["types"].sample == 30_000
    assert found["there are rows"].value == 1_000


def test_a_file_without_rows_and_one_with_a_single_row(csv: Path, tmp_path: Path) -> None:
    """Names without rows fail; one row is enough to be checked."""
    head, rest = _split(csv)
    assert "there are rows" in {one.check.id for one in _checked(_written(tmp_path, head)).broken}
    assert _checked(_written(tmp_path, head + rest.splitlines(keepends=True)[0])).broken == ()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "is empty"),
        ("noise.csv", bytes(range(256)) * 50, "cannot be read"),
        ("broken.parquet", b"PAR1 no more PAR1", "cannot be read as a table"),
        ("strange.csv", b"apple,pear\n1,2\n", "none of which the glossary knows"),
        ("picture.png", b"x", "is no file that can be checked"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """No traceback, and the file is named."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((StorageError, WrongUse), match=told) as caught:
        subject_of_file(path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_a_table_that_is_unknown(csv: Path, tmp_path: Path) -> None:
    """The closest table is named."""
    with pytest.raises(StorageError, match="there is no such file"):
        subject_of_file(tmp_path / "nothing.csv")
    with pytest.raises(WrongUse, match="closest: transactions"):
        subject_of_file(csv, "transaction")


def test_a_named_table_wins_over_the_columns(csv: Path) -> None:
    """Payments that are said to be customers lack what customers have."""
    assert {"columns missing", "columns extra"} <= {one.check.id for one in assess(subject_of_file(csv, "customers")).broken}


def test_a_quoted_name_cannot_break_out(tmp_path: Path) -> None:
    """The name of a column is a name, whatever it says."""
    found = _checked(_written(tmp_path, 'transaction_id,amount_inr,"x""; DROP VIEW raw; --"\n1,2.50,3\n'))
    assert {one.check.id: one.detail for one in found.broken}["columns extra"] == 'x"; DROP VIEW raw; --'


def test_what_stands_in_a_gz_is_decoded(csv: Path, tmp_path: Path) -> None:
    """The encoding is looked for in what was packed."""
    path = tmp_path / "payments.csv.gz"
    path.write_bytes(gzip.compress(csv.read_text(encoding="utf-8").replace("Fast food", "Crème", 1).encode("latin-1"), 1))
    assert "encoding" in {one.check.id for one in _checked(path).broken}


def _checked(path: Path) -> Assessment:
    return assess(subject_of_file(path))


def _split(csv: Path) -> tuple[str, str]:
    head, _, rest = csv.read_text(encoding="utf-8").partition("\n")
    return head + "\n", rest


def _written(folder: Path, content: str | bytes, before: bytes = b"") -> Path:
    path = folder / "file.csv"
    path.write_bytes(before + (content.encode() if isinstance(content, str) else content))
    return path
