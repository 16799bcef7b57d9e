"""`synfinance generate`: the file that was asked for, or one sentence and nothing left behind."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synfin_core import generate
from synfin_core.cli import main

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--count", "1000", "--seed", "7", "--workers", "1")

WRONG_VALUES = [
    (["--count", "0"], "--count is 0; a whole number from 1 to 1,000,000,000 is allowed"),
    (["--count", "-5"], "--count is -5; a whole number"),
    (["--count", "many"], "--count is 'many'; a whole number"),
    (["--count", "1000000000000"], "--count is 1000000000000; a whole number"),
    (["--fraud-rate", "-0.1"], "--fraud-rate is -0.1; a share of the rows from 0 to 0.2 is allowed"),
    (["--fraud-rate", "1.5"], "--fraud-rate is 1.5; a share of the rows from 0 to 0.2 is allowed"),
    (["--fraud-rate", "0.5"], "--fraud-rate is 0.5; at most 0.2"),
    (["--start", "2025-06-01", "--end", "2025-05-01"], "--end is 2025-05-01; a day not before start (2025-06-01)"),
    (["--start", "yesterday"], "--start is 'yesterday'; a day from 2023-01-01 to 2027-12-31 is allowed"),
    (["--start", "2025-01-01", "--end", "2025-01-31", "--days", "9"], "--days came beside a start"),
    (["--days", "none"], "--days is 'none'; a whole number"),
    (["--states", "Maharastra"], "--states is 'Maharastra' (closest: Maharashtra)"),
    (["--segments", "studnt"], "--segments is 'studnt' (closest: student)"),
    (["--rails", "UIP"], "--rails is 'UIP' (closest: UPI)"),
    (["--typologies", "sim_swpa"], "--typologies is 'sim_swpa' (closest: sim_swap)"),
    (["--bank-names", "leters"], "--bank-names is 'leters' (closest: letters)"),
    (["--difficulty", "eesy"], "--difficulty is 'eesy' (closest: easy)"),
    (["--workers", "0"], "--workers is '0'; a whole number from 1 to 64 is allowed"),
    (["--format", "xls"], "the format 'xls' was asked for; allowed are csv, csv.gz, parquet"),
    (["--as-of", "2024-12-31"], "--as-of is '2024-12-31'; a day from 2025-01-01 on, written YYYY-MM-DD, is allowed"),
    (["--as-of", "2025-05-31", "--start", "2025-06-01"], "--as-of is '2025-05-31'; a day from 2025-06-01 on"),
    (["--view", "bank:HDCF"], "--view is 'bank:HDCF' (closest: HDFC); allowed are ecosystem, or bank: and one of AU Small Fin"),
    (["--view", "bank:HDFC", "--bank-names", "letters"], "--view is 'bank:HDFC'"),
    (["--cuont", "5"], "No such option: --cuont"),
]
WRONG_SPECS = [
    ("count: [", "broken YAML on line 1"),
    ("cuont: 5", "unknown key 'cuont' (closest: count)"),
    ("count: 5\ncount: 6", "key 'count' is repeated on line 2"),
]


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int) -> str:
    """The one line that a command that must fail says; it says nothing on stdout."""
    assert main(["generate", "transactions", *arguments]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    return told.err


@pytest.mark.parametrize(("arguments", "sentence"), WRONG_VALUES)
def test_wrong_use_is_told_in_one_line(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong value ends with code 2, names the option, and leaves nothing behind."""
    told = refusal(["--output", str(tmp_path / "data.csv"), *arguments], capsys, 2)

    assert sentence in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "sentence"), WRONG_SPECS)
def test_a_wrong_spec_file_is_told_in_one_line(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken spec file ends with code 2 and names the file."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(text)
    told = refusal(["--output", str(tmp_path / "data.csv"), "--spec", str(spec)], capsys, 2)

    assert f"{spec}: " in told
    assert sentence in told
    assert list(tmp_path.iterdir()) == [spec]


def test_an_existing_file_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output that exists is refused; `--overwrite` replaces it."""
    output = tmp_path / "data.csv"
    output.write_text("mine")

    assert "--overwrite" in refusal(["--output", str(output), *SMALL], capsys, 1)
    assert output.read_text() == "mine"
    assert main(["generate", "transactions", "--output", str(output), *SMALL, "--overwrite"]) == 0
    assert len(output.read_text().splitlines()) == 1001
    assert list(tmp_path.iterdir()) == [output]


def test_a_missing_folder_and_a_folder_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file can only be written in a folder that exists, under a name that is no folder."""
    missing = refusal(["--output", str(tmp_path / "nowhere" / "data.csv"), *SMALL], capsys, 1)
    folder = refusal(["--output", str(tmp_path), "--format", "csv", *SMALL], capsys, 1)

    assert "does not exist" in missing
    assert "is a folder" in folder


@pytest.fixture
def mounted(tmp_path: Path) -> list[str]:
    """The start of a command line under which `tmp_path/disk` can be mounted at will, by root or not."""
    (tmp_path / "disk").mkdir()
    return ["unshare", "--map-root-user", "--mount", "sh", "-c"]


def on_a_disk(mounted: list[str], tmp_path: Path, options: str) -> tuple[int, str, str]:
    """Exit code, stderr and what is left, of a run whose output lies on a disk mounted with `options`."""
    disk = tmp_path / "disk"
    synfinance = f"{sys.executable} -m synfin_core.cli generate transactions --output {disk}/data.csv {' '.join(SMALL)}"
    script = f"mount -t tmpfs -o {options} tmpfs {disk} && {{ {synfinance}; echo code $?; ls -A {disk}; }}"
    run = subprocess.run([*mounted, script], cwd=ROOT, capture_output=True, text=True, check=True)
    code, *left = run.stdout.split("code ")[-1].split()
    return int(code), run.stderr, " ".join(left)


@pytest.mark.parametrize(("options", "sentence"), [("size=64k", "disk is full"), ("ro", "cannot be written")])
def test_a_full_or_read_only_disk_is_told(mounted: list[str], tmp_path: Path, options: str, sentence: str) -> None:
    """A real disk that is full, or read-only, ends with code 1, one line, and nothing half-made."""
    code, told, left = on_a_disk(mounted, tmp_path, options)

    assert (code, left) == (1, "")
    assert sentence in told
    assert len(told.splitlines()) == 1


def test_the_command_makes_what_python_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exactly the rows asked for, in time order, with the fingerprint that `synfin_core.generate` gives."""
    output = tmp_path / "data"
    assert main(["generate", "transactions", "--output", str(output), "--format", "csv,parquet", *SMALL]) == 0
    told = capsys.readouterr().out
    with (tmp_path / "data.csv").open() as file:
        instants = [row["transacted_at"] for row in csv.DictReader(file)]

    assert len(instants) == pq.read_metadata(tmp_path / "data.parquet").num_rows == 1000
    assert instants == sorted(instants)
    assert generate(count=1000, seed=7).manifest["fingerprints"]["transactions"] in told
    assert "1,000 transactions" in told


@pytest.mark.parametrize("table", ["customers", "merchants"])
def test_other_tables_have_commands_too(table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`generate customers` and `generate merchants` write as many rows as the JSON result says."""
    output = tmp_path / f"{table}.csv"
    assert main(["generate", table, "--output", str(output), *SMALL, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)

    assert result["files"] == [str(output)]
    assert len(output.read_text().splitlines()) == result["rows"][table] + 1


def test_one_bank_sees_its_own_payments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each row has an account of that bank; the result counts these rows, and says whose they are."""
    file = tmp_path / "seen.csv"
    main(["generate", "transactions", "--output", str(file), *SMALL, "--view", "bank:state bank of india", "--blind", "--json"])
    told = json.loads(capsys.readouterr().out)
    with file.open(newline="") as rows:
        written = list(csv.DictReader(rows))

    assert told["view"] == "State Bank of India" and told["rows"]["transactions"] == len(written) < 1_000
    assert all("State Bank of India" in (row["payer_bank"], row["payee_bank"]) for row in written)
    assert "is_fraud" not in written[0] and "payee_name" in written[0]


def test_a_spec_file_may_ask_for_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result tells each change; one outside the period is refused before anything is made."""
    spec, file = tmp_path / "spec.yaml", tmp_path / "data.csv"
    spec.write_text("drift:\n- {kind: sudden, typology: qr_scam, date: 2025-01-15, factor: 3}\n")
    command = ["generate", "transactions", "--output", str(file), *SMALL, "--spec", str(spec)]

    assert main([*command, "--workers", "2"]) == 0
    assert "drift: qr_scam: 3 times as many cases from 2025-01-15 on" in capsys.readouterr().out
    assert main([*command, "--start", "2025-03-01", "--overwrite"]) == 2
    assert "drift: date of qr_scam is 2025-01-15; a day of the period, 2025-03-01 to" in capsys.readouterr().err


def test_as_of_a_day_the_file_has_what_was_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line counts the rows that were written; blind, the label of the day is all that tells."""
    file = tmp_path / "known.parquet"
    assert (
        main(["generate", "transactions", "--output", str(file), *SMALL, "--as-of", "2025-01-15", "--blind", "--quiet", "--json"])
        == 0
    )
    told, names = json.loads(capsys.readouterr().out), pq.read_schema(file).names

    assert 0 < told["rows"]["transactions"] == pq.read_metadata(file).num_rows < 1_000
    assert told["as_of"] == "2025-01-15"
    assert (names[-1], "is_fraud" in names) == ("known_label", False)


def test_a_spec_file_and_options_add_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Options win over the spec file; `--quiet` says nothing."""
    spec = tmp_path / "spec.yaml"
    spec.write_text("count: 1000000\nseed: 7\nstart: 2025-03-01\n")
    output = tmp_path / "data.parquet"
    arguments = ["--output", str(output), "--spec", str(spec), "--count", "1000", "--days", "30", "--quiet"]
    assert main(["generate", "transactions", *arguments]) == 0
    days = pq.read_table(output, columns=["transacted_at"])["transacted_at"].to_pandas().dt.date

    assert capsys.readouterr().out == ""
    assert (len(days), str(days.min()), str(days.max())) == (1000, "2025-03-01", "2025-03-30")


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of two processes that would take minutes."""
    arguments = ["--output", str(tmp_path / "data.csv"), "--count", "100000000", "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "synfin_core.cli", "generate", "transactions", *arguments],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    process.kill()
    process.wait()


def test_ctrl_c_ends_the_run_within_two_seconds(long_run: subprocess.Popen[str], tmp_path: Path) -> None:
    """Ctrl-C reaches every process of the run; one line is said and nothing half-made is left."""
    time.sleep(4)
    pressed = time.monotonic()
    os.killpg(long_run.pid, signal.SIGINT)
    _, told = long_run.communicate(timeout=10)

    assert time.monotonic() - pressed < 3
    assert long_run.returncode == 130
    assert len(told.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_version_and_help_have_examples(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` says the version; `--help` shows commands that can be copied, everywhere."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("synfinance 0.")
    for words in ([], ["generate"], ["generate", "transactions"]):
        assert main([*words, "--help"]) == 0
        assert "synfinance generate transactions --output" in capsys.readouterr().out
