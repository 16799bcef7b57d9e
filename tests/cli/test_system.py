"""`synfinance system`: health, info and clean from the shell."""

import json
from pathlib import Path

import pytest

import synfin_core
from synfin_core.cli import main
from synfin_core.store.library import Library


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that SYNFINANCE_LIBRARY names."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def test_health_is_told_in_words_and_as_json(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status first, then every component; exit code 0."""
    assert main(["system", "health"]) == 0
    words = capsys.readouterr().out.splitlines()
    assert main(["system", "health", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)

    assert words[0] == f"{report['status']}: {report['message']}"
    assert [line.split()[0] for line in words[1:]] == [part["name"] for part in report["components"]]


def test_an_unhealthy_system_ends_with_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says what is unhealthy."""
    (tmp_path / "file").write_text("")
    for more in ((), ("--json",)):
        assert main(["system", "health", "--library", str(tmp_path / "file" / "library"), *more]) == 1
        told = capsys.readouterr()
        assert "a file lies where the library's folder should be" in told.out
        assert told.err == ""


def test_info_tells_versions_and_places(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words and as JSON."""
    assert main(["system", "info", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert main(["system", "info"]) == 0
    words = capsys.readouterr().out

    assert (facts["synfinance"], facts["library"], facts["datasets"]) == (synfin_core.__version__, str(shelf), 0)
    assert facts["packages"]["duckdb"] in words
    assert all(line.split()[0] in facts for line in words.splitlines())


def test_clean_says_what_it_removes(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exports; the dataset stays, and a second time there is nothing left."""
    dataset = synfin_core.generate(count=1_000, seed=7)
    entry = Library(shelf).add(dataset)
    files = Library(shelf).export(entry.id, ("csv",))
    assert main(["system", "clean", "--cache"]) == 0
    first = capsys.readouterr().out
    assert main(["system", "clean", "--cache"]) == 0
    second = capsys.readouterr().out
    assert main(["system", "clean", "--cache", "--json"]) == 0
    third = json.loads(capsys.readouterr().out)

    assert f"removed {len(files)} exports of dataset {entry.id}, " in first
    assert first.splitlines()[-1].endswith("freed")
    assert second == "there was nothing to remove\n"
    assert third == {"removed": [], "n_bytes": 0}
    assert [kept.id for kept in Library(shelf).list()] == [entry.id]


def test_clean_removes_nothing_unnamed(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use, code 2, one line."""
    assert main(["system", "clean"]) == 2
    assert "--cache removes exports and leftovers" in capsys.readouterr().err
