"""What the library says of its own health."""

import os
from pathlib import Path

import pytest

from synfin_core.resilience import Finding
from synfin_core.store.dataset import Dataset
from synfin_core.store.health import library_check
from synfin_core.store.library import Library


def look(library: Library) -> Finding:
    """The check's finding."""
    return library_check(library)()


def test_a_library_that_is_not_made_yet_is_healthy(library: Library) -> None:
    """It is made with its first dataset."""
    found = look(library)

    assert (found.status, found.message) == ("healthy", "0 datasets")
    assert not library.folder.exists()


def test_a_dataset_is_really_asked(library: Library, small: Dataset) -> None:
    """A tiny question, and the figures of the shelf."""
    entry = library.add(small)
    found = look(library)

    assert (found.status, found.message) == ("healthy", "1 dataset")
    assert found.details["asked_rows"] == len(small.places) > 0
    assert (found.details["datasets"], found.details["damaged"], found.details["breaker"]) == (1, 0, "closed")
    assert found.details["bytes"] == entry.n_bytes
    assert found.details["free_bytes"] > 0


def test_a_damaged_dataset_degrades(library: Library, small: Dataset) -> None:
    """The others are there."""
    damaged, _ = library.add(small), library.add(small)
    (library.folder / "datasets" / damaged.id / "manifest.json").write_text("{broken")
    found = look(library)

    assert (found.status, found.message) == ("degraded", "2 datasets, 1 damaged")


def test_a_disk_that_runs_full_degrades(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is full."""
    monkeypatch.setenv("SYNFINANCE_HEALTH__DISK_FREE_MB", "100000000")

    assert look(library).status == "degraded"
    assert "only" in look(library).message


def test_a_library_that_cannot_be_is_unhealthy_and_does_not_say_where_it_lies(tmp_path: Path) -> None:
    """A file in its place, or no right to look."""
    (tmp_path / "file").write_text("")
    assert look(Library(tmp_path / "file" / "library")).status == "unhealthy"

    (tmp_path / "library" / "datasets" / "0123456789ab").mkdir(parents=True)
    (tmp_path / "library" / "datasets").chmod(0o000)
    found = look(Library(tmp_path / "library"))
    (tmp_path / "library" / "datasets").chmod(0o700)
    if os.geteuid() != 0:
        assert found.status == "unhealthy"
    assert str(tmp_path) not in found.message
