"""`synfinance system metrics` and `--profile`: figures on stdout, stages on stderr."""

import json
import pstats
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from synfin_core.cli import main

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--count", "2000", "--seed", "7", "--workers", "1")


def test_metrics_of_a_library_are_text_for_prometheus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was made by another command is there, and nothing else is on stdout."""
    assert main(["generate", "dataset", "--library", str(tmp_path), "--quiet", *SMALL]) == 0
    assert main(["system", "metrics", "--library", str(tmp_path)]) == 0
    told = capsys.readouterr()
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told.out)
        for sample in family.samples
    }

    assert samples["synfinance_rows_made_total",] == samples["synfinance_stored_rows",] == 2_000
    assert samples["synfinance_runs_total", "done"] == 1
    assert not [name for name, *_ in samples if name.startswith("process_")]
    assert told.err == ""


@pytest.mark.parametrize("command", [("dataset", "--library", "{}/library"), ("transactions", "--output", "{}/data.csv")])
def test_profile_says_where_the_time_went(command: tuple[str, ...], tmp_path: Path) -> None:
    """Stages on stderr, each with its share; stdout is one JSON object as ever, and the profile can be read."""
    words = [word.format(tmp_path) for word in command]
    profile = tmp_path / "run.prof"
    asked = [
        sys.executable,
        "-m",
        "synfin_core.cli",
        "generate",
        *words,
        *SMALL,
        "--json",
        "--profile",
        "--profile-to",
        str(profile),
    ]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = told.stderr.splitlines()
    stages = [line.split()[0] for line in lines]

    assert stages == ["plan", "shards", "finish", *(["keep"] if command[0] == "dataset" else []), "in"]
    assert json.loads(told.stdout)["timings"]["seconds"] > 0
    assert sum(float(line.split()[-1].rstrip("%")) for line in lines[:-1]) == pytest.approx(100, abs=0.3)
    assert any(name == "plan" for _, _, name in pstats.Stats(str(profile)).stats)  # type: ignore[attr-defined]


def test_a_profile_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, code 1, and no data."""
    words = ["--output", str(tmp_path / "data.csv"), "--profile-to", str(tmp_path / "missing" / "run.prof"), *SMALL]
    assert main(["generate", "transactions", *words]) == 1

    told = capsys.readouterr()
    assert told.out == "" and "missing does not exist" in told.err and len(told.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
