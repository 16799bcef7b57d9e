"""A dataset in the library is what was made, seen only when whole, never changed; what is wrong with one is told."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.run import generate, keep
from synfin_core.schema import SCHEMA_VERSION, TABLES
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.entry import Entry
from synfin_core.store.library import Library
from synfin_core.store.sources import Database, Parts

HOSTILE = ["", "../../etc", "0123456789AB", "0123456789ab/..", "0123456789a", "0123456789ab\n", "a" * 10_000, ".", "*"]


def folder(library: Library, entry: Entry) -> Path:
    """Where a dataset lies."""
    return library.folder / "datasets" / entry.id


def edit_manifest(library: Library, entry: Entry, **values: object) -> None:
    """Change what the manifest of a dataset says."""
    path = folder(library, entry) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_what_is_kept_is_what_was_made(library: Library, dataset: Dataset) -> None:
    """Every table, column type, value and promise; in one DuckDB file."""
    entry = library.add(dataset, "first")
    kept = library.open(entry.id)

    assert isinstance(kept.source, Database)
    assert kept.manifest["fingerprints"] == dataset.manifest["fingerprints"]
    assert [check for check in library.verify(entry.id) if not check.passed] == []
    for name in TABLES:
        assert kept.table(name).to_arrow().schema == dataset.table(name).to_arrow().schema
        assert len(kept.table(name)) == len(dataset.table(name))


def test_payments_lie_in_time_order(library: Library, dataset: Dataset) -> None:
    """Read without any ORDER BY, instants never go back."""
    kept = library.open(library.add(dataset).id)
    assert kept.transactions.to_pandas()["transacted_at"].is_monotonic_increasing
    assert kept.events.to_pandas()["occurred_at"].is_monotonic_increasing


def test_an_entry_tells_what_the_dataset_is(library: Library, dataset: Dataset) -> None:
    """Name, time, spec, rows, rate, size; the list has the newest first."""
    old = library.add(dataset, "  old  ", datetime(2026, 1, 1, tzinfo=UTC))
    new = library.add(dataset, created_at=datetime(2026, 1, 2, tzinfo=UTC))

    assert [entry.id for entry in library.list()] == [new.id, old.id]
    assert (old.name, new.name) == ("old", "20,000 payments, seed 7")
    assert (old.state, old.spec, old.n_rows) == ("ok", dataset.spec, 20_000)
    assert old.fraud_rate == dataset.manifest["fraud"]["made_rate"]
    assert old.n_bytes > 1_000_000
    assert library.entry(old.id) == old


def test_a_changed_value_is_found(library: Library, small: Dataset) -> None:
    """Somebody writes into the file behind the library's back: `verify` sees it."""
    entry = library.add(small)
    with duckdb.connect(str(folder(library, entry) / "data.duckdb")) as connection:
        connection.execute(
            "UPDATE customers SET age = age + 1 WHERE customer_id = (SELECT min(customer_id) FROM customers)"
        ).fetchall()
    edit_manifest(library, entry, files={})

    assert "fingerprints as in the manifest" in [check.name for check in library.verify(entry.id) if not check.passed]


@pytest.mark.parametrize("id", HOSTILE)
def test_a_hostile_id_touches_nothing(library: Library, small: Dataset, id: str) -> None:
    """No path comes from a client: what is not 12 hexadecimal digits is refused before the disk is asked."""
    library.add(small)
    for action in (library.entry, library.open, library.export, library.files, library.verify, library.delete, library.set_aside):
        with pytest.raises(WrongUse, match="is no id of a dataset"):
            action(id)
    assert len(library.list()) == 1


def test_an_unknown_id_is_one_sentence(library: Library) -> None:
    """Well-shaped, but not there."""
    with pytest.raises(StorageError, match=r"no dataset 0123456789ab .* may have been deleted"):
        library.open("0123456789ab")


def test_deleting_leaves_readers_alone(library: Library, small: Dataset) -> None:
    """Who has it open reads on; who opens it anew is told; nothing is left on the disk."""
    entry = library.add(small)
    reading = library.open(entry.id)
    reading.sql("SELECT 1")
    library.export(entry.id, ("csv",))
    library.delete(entry.id)

    assert reading.sql("SELECT count(*) AS n FROM transactions").to_pylist() == [{"n": 2_000}]
    with pytest.raises(StorageError, match="deleted"):
        reading.transactions.to_arrow()
    with pytest.raises(StorageError, match="deleted"):
        library.open(entry.id)
    assert list((library.folder / "datasets").iterdir()) == []


def _truncate(place: Path) -> None:
    os.truncate(place / "data.duckdb", 100_000)


def _break_json(place: Path) -> None:
    (place / "manifest.json").write_text("{broken")


def _list_for_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("[]")


def _nonsense_values(place: Path) -> None:
    path = place / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"rows": "many"}))


@pytest.mark.parametrize(
    ("harm", "cause"),
    [
        (_truncate, "its data.duckdb has 100,000 bytes instead of"),
        (lambda place: (place / "data.duckdb").unlink(), "its data.duckdb is missing"),
        (lambda place: (place / "manifest.json").unlink(), "its manifest.json is missing"),
        (_break_json, "its manifest.json cannot be read"),
        (_list_for_manifest, "its manifest.json cannot be read"),
        (_nonsense_values, "its manifest.json makes no sense"),
        (lambda place: [shutil.rmtree(place), place.mkdir()], "its manifest.json is missing"),
    ],
)
def test_a_damaged_dataset_is_named_with_its_cause(library: Library, small: Dataset, harm: object, cause: str) -> None:
    """It stays in the list, cannot be opened, and can be set aside; the others are not disturbed."""
    entry, sound = library.add(small), library.add(small)
    harm(folder(library, entry))  # type: ignore[operator]
    states = {found.id: (found.state, found.cause) for found in library.list()}

    assert states[sound.id] == ("ok", "")
    assert states[entry.id][0] == "damaged"
    assert states[entry.id][1].startswith(cause)
    with pytest.raises(StorageError, match=f"dataset {entry.id} is damaged: its"):
        library.open(entry.id)
    assert library.set_aside(entry.id).is_dir()
    assert [found.id for found in library.list()] == [sound.id]


def test_a_file_that_is_no_database_is_told(library: Library, small: Dataset) -> None:
    """Right size, wrong content: one sentence when it is read."""
    entry = library.add(small)
    path = folder(library, entry) / "data.duckdb"
    path.write_bytes(b"x" * path.stat().st_size)

    with pytest.raises(StorageError, match=r"data\.duckdb cannot be read") as told:
        library.open(entry.id).transactions.to_arrow()
    assert "\n" not in str(told.value)


def test_a_newer_dataset_says_so(library: Library, small: Dataset) -> None:
    """It is listed, even with a spec that this version cannot read; opening it names the way out."""
    entry = library.add(small)
    edit_manifest(library, entry, schema_version="9.0", spec={"from": "the future"})

    assert [(found.state, found.n_rows) for found in library.list()] == [("newer", 2_000)]
    with pytest.raises(StorageError, match=r"schema 9\.0.*install a newer version"):
        library.open(entry.id)
    library.delete(entry.id)


def test_an_older_dataset_can_be_upgraded(library: Library, small: Dataset) -> None:
    """What it lacks is empty afterwards, what it has is kept, and its fingerprints hold again."""
    entry = library.add(small, "old one")
    with duckdb.connect(str(folder(library, entry) / "data.duckdb")) as connection:
        connection.execute("ALTER TABLE transactions DROP COLUMN app").fetchall()
        connection.execute("DROP TABLE events").fetchall()
    edit_manifest(library, entry, schema_version="0.9", files={})

    assert library.entry(entry.id).state == "older"
    with pytest.raises(StorageError, match="synfinance dataset upgrade"):
        library.open(entry.id)
    upgraded = library.upgrade(entry.id)
    kept = library.open(entry.id)
    assert (upgraded.state, upgraded.name, upgraded.manifest["schema_version"]) == ("ok", "old one", SCHEMA_VERSION)
    assert kept.sql("SELECT count(app) AS apps, count(*) AS n, sum(amount_inr) AS rupees FROM transactions").to_pylist() == [
        {"apps": 0, **small.sql("SELECT count(*) AS n, sum(amount_inr) AS rupees FROM transactions").to_pylist()[0]}
    ]
    assert len(kept.events) == 0
    assert [check.name for check in library.verify(entry.id) if not check.passed] == []
    with pytest.raises(StorageError, match="needs no upgrade"):
        library.upgrade(entry.id)


def test_very_large_datasets_stay_in_parts(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Above the limit the Parquet parts are kept; everything else is the same."""
    monkeypatch.setenv("SYNFINANCE_PARTS_ABOVE", "1000")
    monkeypatch.setenv("SYNFINANCE_GENERATION__IN_MEMORY_ROWS", "1000")
    made = generate(Spec(count=2_000, seed=3), folder=tmp_path / "made")
    entry = library.add(made)
    shutil.rmtree(tmp_path / "made")
    kept = library.open(entry.id)

    assert isinstance(kept.source, Parts)
    assert [check.name for check in library.verify(entry.id) if not check.passed] == []
    assert library.export(entry.id, ("csv",), "table")[0].rows == 2_000
    library.delete(entry.id)
    with pytest.raises(StorageError, match="deleted"):
        kept.transactions.to_arrow()


def test_a_run_can_go_straight_into_the_library(library: Library, small: Dataset) -> None:
    """`keep` makes what `generate` makes, tells its progress, and leaves no workplace behind."""
    told: list[tuple[int, int]] = []
    entry = keep(small.spec, library, name="kept", progress=lambda done, total: told.append((done, total)))

    assert entry.manifest["fingerprints"] == small.manifest["fingerprints"]
    assert told[-1] == (2_000, 2_000)
    assert [path.name for path in (library.folder / "datasets").iterdir()] == [entry.id]


def test_a_disk_too_small_is_told_before_the_start(library: Library) -> None:
    """Needed and free stand in one sentence, and nothing is begun."""
    with pytest.raises(StorageError, match=r"too full for 1,000,000,000 payments: about 160\.0 GB needed, .* free"):
        keep(Spec(count=1_000_000_000), library, progress=lambda done, total: pytest.fail("it began"))
    assert library.list() == []


def test_a_file_in_the_way_is_told(tmp_path: Path, small: Dataset) -> None:
    """A library folder that cannot be one is one sentence."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="part of this path is a file"):
        Library(tmp_path / "file").add(small)
