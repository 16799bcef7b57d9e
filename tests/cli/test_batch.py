"""`synfinance batch`: every run of the file is tried; what failed is told by its number."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synfin_core.cli import main
from synfin_core.store.library import Library


def batch(tmp_path: Path, text: str) -> int:
    """Run the text as a file."""
    file = tmp_path / "runs.yaml"
    file.write_text(text)
    return main(["batch", str(file), "--library", str(tmp_path / "library"), "--workers", "1"])


def test_every_run_is_carried_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files in several formats, another table, and one for the library; a spec may stand in a file of its own."""
    (tmp_path / "spec.yaml").write_text("count: 1500\n")
    text = f"""
- {{spec: {{count: 1000, seed: 1}}, output: {tmp_path}/one, format: "parquet,jsonl"}}
- {{spec: {tmp_path}/spec.yaml, output: {tmp_path}/people.parquet, table: customers}}
- {{spec: {{count: 1200}}, name: third}}
"""
    assert batch(tmp_path, text) == 0
    assert capsys.readouterr().err == ""
    assert pq.read_metadata(tmp_path / "one.parquet").num_rows == 1000
    assert len([json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()]) == 1000
    assert "income_month_inr" in pq.read_schema(tmp_path / "people.parquet").names
    assert [(entry.name, entry.n_rows) for entry in Library(tmp_path / "library").list()] == [("third", 1200)]


def test_a_failed_run_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line for each failure with its number, one for all; code 1."""
    text = f"""
- {{spec: {{cuont: 5}}, output: {tmp_path}/one.csv}}
- {{spec: {{count: 1000}}, output: {tmp_path}/two.csv, tabel: customers}}
- {{output: {tmp_path}/three.csv}}
- {{spec: {{count: 1000}}, output: {tmp_path}/missing/four.csv}}
- {{spec: {{count: 1000}}, output: {tmp_path}/five.csv, table: secrets}}
- {{spec: {{count: 1000}}, output: {tmp_path}/six.csv}}
"""
    assert batch(tmp_path, text) == 1
    told = capsys.readouterr().err.splitlines()

    assert "run 1: unknown key 'cuont' (closest: count)" in told[0]
    assert "run 2: unknown key 'tabel' (closest: table)" in told[1]
    assert "run 3: this run has no 'spec'" in told[2]
    assert "run 4: " in told[3]
    assert "run 5: there is no table 'secrets'" in told[4]
    assert told[5].endswith("5 of 6 runs of " + str(tmp_path / "runs.yaml") + " failed")
    assert len(told) == 6
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["six.csv"]


@pytest.mark.parametrize("text", ["", "spec: {count: 5}", "- [", "just words", "[]", "- &a {spec: *a}", "#" * 70_000])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is begun; one line that names the file, code 2."""
    assert batch(tmp_path, text) == 2
    told = capsys.readouterr().err
    assert str(tmp_path / "runs.yaml") in told
    assert len(told.splitlines()) == 1


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By name."""
    assert main(["batch", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml: the spec file cannot be read (No such file or directory)" in capsys.readouterr().err
