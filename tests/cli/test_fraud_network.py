"""`synfinance fraud network`: in words and as JSON, of the library and of exports, the same as Python finds."""

import json
from pathlib import Path

import pytest

from synfin_core.analytics.network import KINDS, analyse, score
from synfin_core.cli import main
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """60,000 payments, 2% of them fraud."""
    return generate(Spec(count=60_000, fraud_rate=0.02, seed=7))


@pytest.fixture(scope="module")
def shelf(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds the dataset alone."""
    folder = tmp_path_factory.mktemp("library")
    Library(folder).add(dataset)
    return folder


def test_json_has_what_python_finds(dataset: Dataset, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All findings and all scores."""
    [entry] = Library(shelf).list()
    assert main(["fraud", "network", entry.id, "--library", str(shelf), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = analyse(dataset)

    assert told["findings"] == [one.as_dict() for one in found.findings]
    assert told["scores"] == [one.as_dict() for one in score(dataset, found)]


def test_words_name_every_kind_and_its_score(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The strongest of each kind, with its evidence, and precision and recall below."""
    [entry] = Library(shelf).list()
    assert main(["fraud", "network", entry.id, "--library", str(shelf), "--top", "1"]) == 0
    words = capsys.readouterr().out

    assert all(f"{kind}: " in words for kind in KINDS)
    assert words.count("account ") >= 2
    assert "precision" in words


def test_a_blind_file_is_analysed_without_a_score(dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path instead of an id."""
    file = dataset.export(tmp_path / "blind.parquet", truth=False)
    assert main(["fraud", "network", str(file)]) == 0
    words = capsys.readouterr().out

    assert "pass-through: " in words
    assert "no score: the dataset tells of no case of fraud" in words
    assert "precision" not in words


def test_one_bank_finds_what_it_can_see(dataset: Dataset, shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the library by its name; an export is read as it was written."""
    [entry] = Library(shelf).list()
    bank = max(dataset.banks, key=lambda name: dataset.banks[name])
    assert main(["fraud", "network", entry.id, "--library", str(shelf), "--view", f"bank:{bank}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == [one.as_dict() for one in analyse(dataset.view(f"bank:{bank}")).findings]

    file = dataset.export(tmp_path / "payments.parquet")
    assert main(["fraud", "network", str(file), "--view", f"bank:{bank}"]) == 2
    assert "a view is taken of a dataset of the library" in capsys.readouterr().err


def test_what_is_no_dataset_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown id, a name that is none, a folder without payments."""
    for name, code, sentence in (
        ("0123456789ab", 1, "0123456789ab"),
        ("payments", 2, "'payments' is no id of a dataset"),
        (str(tmp_path), 2, "has no file of transactions"),
    ):
        assert main(["fraud", "network", name, "--library", str(tmp_path / "none")]) == code
        told = capsys.readouterr().err
        assert len(told.splitlines()) == 1
        assert sentence in told
