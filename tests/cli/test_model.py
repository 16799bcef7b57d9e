"""`synfinance model`: from a dataset of the library to scores."""

import json
from pathlib import Path

import pandas as pd
import pytest

from synfin_core.cli import main
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A library with one dataset and one model, and the id of the dataset."""
    folder = tmp_path_factory.mktemp("library")
    id = keep(Spec(count=20_000, fraud_rate=0.04, seed=3), Library(folder)).id
    assert main(["model", "train", id, "--library", str(folder), "--name", "first", "--tags", "small,new"]) == 0
    return folder, id


def test_list_show_and_compare_tell_of_it(library: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """The card for people, the record for scripts."""
    folder, _ = library
    for command in (["list"], ["show", "first"], ["compare", "first", "first"]):
        assert main(["model", *command, "--library", str(folder)]) == 0
        assert "average precision" in capsys.readouterr().out
    assert main(["model", "list", "--library", str(folder), "--json"]) == 0
    [record] = json.loads(capsys.readouterr().out)
    assert record["name"] == "first" and record["tags"] == ["small", "new"]


def test_predict_writes_a_score_for_every_payment(library: tuple[Path, str], tmp_path: Path) -> None:
    """In time order; a file that stands there stays."""
    folder, id = library
    wanted = ["model", "predict", "first", id, "--library", str(folder), "--output", str(tmp_path / "scores.csv")]
    assert main(wanted) == 0
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert len(scores) == 20_000
    assert scores["score"].between(0, 1).all()
    assert scores["transacted_at"].is_monotonic_increasing
    assert main(wanted) == 1


def test_evaluate_holds_it_against_a_dataset(library: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """All payments of it."""
    folder, id = library
    assert main(["model", "evaluate", "first", id, "--library", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["average_precision"]["value"] > 0.1


def test_explain_gives_reasons_for_one_payment(library: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Its score, and the features that raise it, with their values and what they mean."""
    folder, id = library
    [payment] = Library(folder).open(id).sql("SELECT transaction_id FROM transactions WHERE is_fraud LIMIT 1").to_pylist()
    wanted = ["model", "explain", "first", id, str(payment["transaction_id"]), "--library", str(folder), "--json"]
    assert main(wanted) == 0
    told = json.loads(capsys.readouterr().out)
    assert 0 <= told["score"] <= 1
    assert all(reason["effect"] > 0 and reason["meaning"] for reason in told["reasons"])


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["show", "nobody"], 2, "no models are called 'nobody'"),
        (["train", "000000000000"], 1, "000000000000"),
        (["explain", "first", "{id}", "5"], 2, "no payment 5"),
        (["train", "{id}", "--gap-days", "900"], 2, "gap_days is 900"),
        (["predict", "first", "{id}", "--output", "scores.xls"], 2, "scores are written as .csv, .parquet"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    library: tuple[Path, str], command: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, with the exit code that says whose fault it is."""
    folder, id = library
    assert main(["model", *(word.format(id=id) for word in command), "--library", str(folder)]) == code
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1


def test_generate_features_writes_them_and_what_they_mean(tmp_path: Path) -> None:
    """Several formats at once."""
    wanted = ["generate", "features", "--output", str(tmp_path / "few"), "--format", "csv,parquet", "--count", "1000", "--quiet"]
    assert main([*wanted, "--workers", "1"]) == 0
    assert len(pd.read_csv(tmp_path / "few.csv")) == len(pd.read_parquet(tmp_path / "few.parquet")) == 1_000
    assert (tmp_path / "few.csv.metadata.json").is_file()


def test_optimize_keeps_a_model_with_the_settings_it_found(library: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every trial is told, best first, and the model has the settings of the first."""
    folder, id = library
    wanted = ["model", "optimize", id, "--type", "random-forest", "--search", "random", "--trials", "2", "--folds", "2"]
    assert main([*wanted, "--library", str(folder), "--name", "tuned", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["parameters"]
    assert len(told["trials"]) == 2
    assert told["recipe"]["settings"] == told["trials"][0]["settings"]
    assert main(["model", "delete", "tuned", "--library", str(folder)]) == 0
