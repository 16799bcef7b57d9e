"""A download comes with its card and dictionary, is made once, and holds what its name says."""

import csv
import json
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

from synfin_core.errors import StorageError
from synfin_core.schema import TABLES, observable
from synfin_core.store.dataset import Dataset
from synfin_core.store.entry import Entry
from synfin_core.store.flat import FLAT
from synfin_core.store.formats import FORMATS
from synfin_core.store.library import Library


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library for all tests of this file."""
    return Library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def entry(shelf: Library, small: Dataset) -> Entry:
    """A dataset in it."""
    return shelf.add(small, "Two thousand payments")


@pytest.mark.parametrize("layout", ["table", "flat", "linked"])
@pytest.mark.parametrize("truth", [True, False])
def test_all_formats_at_once(shelf: Library, entry: Entry, layout: str, truth: bool) -> None:
    """One file a format, then card and dictionary; sizes and rows are those of the files."""
    files = shelf.export(entry.id, tuple(FORMATS), layout, truth)  # type: ignore[arg-type]

    assert len(files) == len(FORMATS) + 3
    assert {file.rows for file in files[: len(FORMATS)]} == {2_000}
    assert [file.n_bytes for file in files] == [file.path.stat().st_size for file in files]
    assert all(("blind" in file.path.name) != truth for file in files)
    assert set(files) <= set(shelf.files(entry.id))


def test_a_download_is_made_once(shelf: Library, entry: Entry) -> None:
    """Asked again, the same files are named; nothing is written."""
    first = shelf.export(entry.id, ("csv", "parquet"))
    written = [file.path.stat().st_mtime_ns for file in first]

    assert shelf.export(entry.id, ("csv", "parquet")) == first
    assert [file.path.stat().st_mtime_ns for file in first] == written


def test_a_file_is_found_by_its_name_alone(shelf: Library, entry: Entry) -> None:
    """Names of finished exports and nothing else: no path leads out of the folder, nor to the dataset itself."""
    made = shelf.export(entry.id, ("csv.gz",), "linked")
    assert [shelf.file(entry.id, file.path.name) for file in made] == list(made)
    assert [file.media_type.partition(";")[0] for file in made] == ["application/zip", "text/markdown", "text/markdown", "text/csv"]
    for name in ("../manifest.json", "../data.duckdb", "manifest.json", "", "/etc/passwd", "."):
        with pytest.raises(StorageError, match="has no export"):
            shelf.file(entry.id, name)


def test_a_blind_zip_has_only_what_a_bank_sees(shelf: Library, entry: Entry, tmp_path: Path) -> None:
    """No table of truth, no column of truth, no word about fraud made in its card or dictionary."""
    packed = shelf.export(entry.id, ("parquet",), "linked", truth=False)[0].path
    with ZipFile(packed) as zipped:
        zipped.extractall(tmp_path)

    assert {path.stem for path in tmp_path.glob("*.parquet")} == {name for name in TABLES if observable(name)} - {"labels"}
    for path in tmp_path.glob("*.parquet"):
        assert tuple(pq.read_schema(path).names) == observable(path.stem)
    told = (tmp_path / "card.md").read_text() + (tmp_path / "dictionary.md").read_text()
    assert "(truth)" not in told
    assert "was made:" not in told


def test_the_dictionary_names_every_column(shelf: Library, entry: Entry) -> None:
    """In the order of the file, with meaning and type, for people and for programs."""
    data, _, markdown, table = shelf.export(entry.id, ("parquet",), "flat")
    with table.path.open() as file:
        rows = list(csv.DictReader(file))

    assert [row["column"] for row in rows] == pq.read_schema(data.path).names == [column.name for column in FLAT]
    assert all(row["meaning"] and row["type"] for row in rows)
    assert all(f"| {column.name} |" in markdown.path.read_text() for column in FLAT)


def test_the_card_tells_the_whole_story(shelf: Library, entry: Entry) -> None:
    """Name, spec, counts, rates asked for and made, fingerprints, sources, licence, and that it is synthetic."""
    card = shelf.export(entry.id, ("parquet",), "linked")[1].path.read_text()

    for words in (
        "# Two thousand payments",
        "count: 2000",
        "| transactions | 2,000 |",
        f"{entry.fraud_rate:.4%} was made",
        entry.manifest["fingerprints"]["labels"],
        entry.created_at,
        "GeoNames",
        "npci_state25",
        "CC BY 4.0",
        "synthetic",
        "Responsible use",
    ):
        assert words in card


def test_a_download_of_a_deleted_dataset_is_told(shelf: Library, small: Dataset) -> None:
    """Neither an old file nor an empty one."""
    gone = shelf.add(small)
    shelf.export(gone.id)
    shelf.delete(gone.id)
    for ask in (shelf.export, shelf.files):
        with pytest.raises(StorageError, match="may have been deleted"):
            ask(gone.id)


def test_a_full_disk_is_told_before_an_export(shelf: Library, entry: Entry) -> None:
    """The sentence names the file, what it needs and what is free; the manifest of a dataset as large as the disk asks for it."""
    path = shelf.folder / "datasets" / entry.id / "manifest.json"
    before = path.read_text()
    manifest = json.loads(before)
    path.write_text(json.dumps(manifest | {"rows": manifest["rows"] | {"customers": 10**12}}))
    try:
        with pytest.raises(StorageError, match=r"too full for customers\.csv: about .* needed, .* free"):
            shelf.export(entry.id, ("csv",), "table", table="customers")
    finally:
        path.write_text(before)
