"""Every command line that users were promised runs as it is written, from an empty folder, with nothing else at hand."""

import io
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from synfin_core.cli import main
from synfin_core.store.library import Library

GENERATE = [
    *(
        f"generate transactions --output data.{suffix} --count 10000 --fraud-rate 0.02 --anomaly-rate 0.05"
        f" --format {suffix} --seed 42"
        for suffix in ("csv", "json", "parquet", "duckdb")
    ),
    "generate transactions --output several --count 1000 --format csv,jsonl,xlsx --spec spec.yaml --workers 2",
    "generate transactions --output month.csv --count 1000 --customers 64 --start 2025-03-01 --end 2025-03-31 --engine local",
    "generate transactions --output own.csv --count 1000 --days 30 --overwrite",
    "generate customers --output customers.csv --count 1000",
    "generate merchants --output merchants.csv --count 1000",
    "generate features --output features.parquet --count 1000",
    "generate dataset --count 1000 --name second --quiet",
    "batch runs.yaml --quiet",
]
ASK = [
    "model train --data data.csv --output model --type random-forest",
    "model optimize {dataset} --type random-forest --search random --trials 1 --folds 1 --json",
    "model list",
    "model show first",
    "model compare first second",
    "model evaluate first {dataset}",
    "model predict first {dataset} --output scores.csv",
    "dataset list",
    "dataset show {dataset}",
    "dataset export {dataset} --format csv,parquet",
    "dataset verify {dataset}",
    "fraud list",
    "fraud show sim_swap",
    "quality check {dataset}",
    "quality check own.csv",
    "quality gate {dataset}",
    "serve key add team",
    "serve key list",
    "database init --create-tables",
    "database status",
    "database load {dataset}",
    "database query totals --dataset {dataset}",
    "database drop --confirm",
    "system health",
    "system info",
    "system config",
    "system metrics",
    "system clean --cache",
    "config validate",
    "config show",
    "config set jobs.at_once 3",
    "config diff staging production",
    "config export settings.yaml",
    "config import settings.yaml --overwrite",
    "config env-template",
    "--version",
    "--help",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that was empty, with a library of its own: one dataset, two models, a spec and a batch."""
    folder = tmp_path_factory.mktemp("contract")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SYNFINANCE_LIBRARY", str(folder / "library"))
        (folder / "mine.yaml").touch()
        patch.setenv("SYNFINANCE_SETTINGS", str(folder / "mine.yaml"))
        (folder / "spec.yaml").write_text("fraud_rate: 0.02\nseed: 7\n")
        (folder / "runs.yaml").write_text("- {spec: {count: 1000}, output: one.csv}\n- {spec: spec.yaml, name: two}\n")
        assert main(shlex.split("generate transactions --output own.csv --count 1000 --quiet")) == 0
        assert main(shlex.split("generate dataset --count 10000 --fraud-rate 0.05 --seed 42 --name one --quiet")) == 0
        for name in ("first", "second"):
            assert main(["model", "train", _dataset(), "--name", name, "--quiet"]) == 0
        yield folder


@pytest.mark.parametrize("line", GENERATE)
def test_what_is_generated_lies_where_it_was_asked_for(line: str, place: Path) -> None:
    """Exit code 0, and every file is there and holds something."""
    words = shlex.split(line)

    assert main(words) == 0
    if "--output" in words:
        name = words[words.index("--output") + 1]
        assert [path.stat().st_size > 0 for path in place.glob(f"{Path(name).stem}.*")].count(True) >= 1


@pytest.mark.parametrize("line", ASK)
def test_what_is_asked_is_answered(line: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, the answer on stdout, nothing on stderr."""
    assert main(shlex.split(line.format(dataset=_dataset()))) == 0
    told = capsys.readouterr()
    assert told.out.strip()
    assert told.err == ""


def test_the_wizard_asks_and_writes(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Answers come from the terminal; Enter keeps what is."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n2\n\n\n\n"))

    assert main(["config", "wizard"]) == 0
    assert "1 settings written" in capsys.readouterr().out


def test_what_is_deleted_is_gone(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dataset and a model, each once; the second time is a failure in one line."""
    assert main(shlex.split("generate dataset --count 1000 --name brief --json")) == 0
    id = json.loads(capsys.readouterr().out)["id"]
    for command in (["dataset", "delete", id], ["model", "delete", "second"]):
        assert main(command) == 0
        assert main(command) in (1, 2)
        assert len(capsys.readouterr().err.splitlines()) == 1


def _dataset() -> str:
    """The id of the dataset that the fixture made."""
    return next(entry.id for entry in Library().list() if entry.name == "one")
