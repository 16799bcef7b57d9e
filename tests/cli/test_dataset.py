"""`synfinance generate dataset` and `synfinance dataset`: the library from the shell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from synfin_core import generate
from synfin_core.cli import main

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--count", "1000", "--seed", "7", "--workers", "1")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that SYNFINANCE_LIBRARY names."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def kept(shelf: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The id of a dataset in the library."""
    assert main(["generate", "dataset", "--name", "first", *SMALL, "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["id"])


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command that must work prints."""
    code = main(arguments)
    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    return told.out


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int) -> str:
    """The one line that a command that must fail says."""
    assert main(arguments) == code
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    return told


def test_what_is_kept_is_what_python_makes(kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Id, name, rows and fingerprints; in the list and by itself."""
    shown = json.loads(said(["dataset", "show", kept, "--json"], capsys))
    [listed] = json.loads(said(["dataset", "list", "--json"], capsys))

    assert (listed["id"], listed["name"], listed["n_rows"], listed["state"]) == (kept, "first", 1000, "ok")
    assert shown["manifest"]["fingerprints"] == generate(count=1000, seed=7).manifest["fingerprints"]
    assert f"{kept}  " in said(["dataset", "list"], capsys)
    assert "count: 1000" in said(["dataset", "show", kept], capsys)


def test_an_empty_library_says_how_to_fill_it(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it is, and the next command."""
    assert said(["dataset", "list"], capsys).startswith(f"no dataset in {shelf} yet; make one with 'synfinance generate dataset'")
    assert json.loads(said(["dataset", "list", "--json"], capsys)) == []


def test_exports_stay_beside_the_dataset(kept: str, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--output` they are made there once, and `show` names them."""
    made = json.loads(said(["dataset", "export", kept, "--format", "csv,parquet", "--blind", "--json"], capsys))
    names = [Path(path).name for path in made]

    assert names[:2] == ["flat-blind.csv", "flat-blind.parquet"]
    assert all(Path(path).stat().st_size == size for path, size in made.items())
    assert all(path in said(["dataset", "show", kept], capsys) for path in made)


def test_exports_go_where_the_user_wants_them(kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with its card and dictionary, or a folder with all tables; never over something that is there."""
    place = tmp_path / "out"
    place.mkdir()
    arguments = ["dataset", "export", kept, "--layout", "table", "--table", "customers", "--output", str(place / "people.csv.gz")]
    said(arguments, capsys)
    assert sorted(path.name for path in place.iterdir()) == [
        "people-card.md",
        "people-dictionary.csv",
        "people-dictionary.md",
        "people.csv.gz",
    ]
    assert len(duckdb.read_csv(str(place / "people.csv.gz"))) == generate(count=1000, seed=7).manifest["rows"]["customers"]
    assert "--overwrite" in refusal(arguments, capsys, 1)
    said([*arguments, "--overwrite"], capsys)
    said(["dataset", "export", kept, "--layout", "linked", "--format", "parquet", "--output", str(place / "all")], capsys)
    assert len(duckdb.read_parquet(str(place / "all" / "transactions.parquet"))) == 1000
    assert (place / "all" / "card.md").is_file()


def test_verify_ends_with_one_when_a_promise_is_broken(kept: str, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every promise by name; sound data 0, changed data 1 and one line that names what is broken."""
    assert "BROKEN" not in said(["dataset", "verify", kept], capsys)

    path = shelf / "datasets" / kept / "data.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE transactions SET balance_after_inr = balance_after_inr + 1 WHERE payer_segment = 'student'"
        ).fetchall()
    manifest = path.with_name("manifest.json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"files": {}}))
    assert "promises are broken: " in refusal(["dataset", "verify", kept], capsys, 1)


def test_delete_and_set_aside(kept: str, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is gone is gone; what is set aside lies in the library, out of the list."""
    (shelf / "datasets" / kept / "manifest.json").write_text("{")
    assert f"{kept}  damaged: its manifest.json cannot be read" in said(["dataset", "list"], capsys)
    assert "is damaged" in refusal(["dataset", "export", kept], capsys, 1)
    assert str(shelf / "aside") in said(["dataset", "set-aside", kept], capsys)
    assert "may have been deleted" in refusal(["dataset", "delete", kept], capsys, 1)


def test_a_banks_view_is_kept_and_written(kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the dataset under a name of its own, or where it is asked for; with a day and blind as well."""
    [first, *_] = said(["dataset", "export", kept, "--view", "bank:Axis", "--format", "parquet"], capsys).splitlines()
    file = tmp_path / "axis.parquet"
    chosen = ("--view", "bank:Axis", "--layout", "table", "--as-of", "2025-01-20", "--blind")
    said(["dataset", "export", kept, *chosen, "--output", str(file)], capsys)
    with duckdb.connect() as connection:
        [(rows, own)] = connection.sql(
            f"SELECT count(*), count(*) FILTER ('Axis Bank' IN (payer_bank, payee_bank)) FROM '{file}'"
        ).fetchall()

    assert rows == own > 0
    assert "flat-as-axis-bank.parquet" in first
    assert "What Axis Bank sees" in (tmp_path / "axis-card.md").read_text()


def test_an_export_as_of_a_day_holds_what_was_known(kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Payments up to that day with their label of then, no truth; the card beside it says so."""
    file = tmp_path / "known.parquet"
    said(["dataset", "export", kept, "--as-of", "2025-01-15", "--blind", "--output", str(file)], capsys)
    with duckdb.connect() as connection:
        known = connection.sql(f"FROM '{file}'")
        assert known.columns[-1] == "known_label"
        assert "is_fraud" not in known.columns
        [(rows, last)] = connection.sql(f"SELECT count(*), CAST(max(transacted_at) AS VARCHAR) FROM '{file}'").fetchall()

    assert 0 < rows < 1_000
    assert last < "2025-01-16"
    assert "As known at the end of 2025-01-15" in (tmp_path / "known-card.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["show", "../../etc/passwd"], 2, "is no id of a dataset"),
        (["show", "0123456789ab"], 1, "there is no dataset 0123456789ab"),
        (["export", "ID", "--format", "xls"], 2, "the format 'xls' was asked for"),
        (["export", "ID", "--layout", "round"], 2, "round"),
        (["export", "ID", "--layout", "table", "--table", "secrets"], 2, "there is no table 'secrets'"),
        (["export", "ID", "--view", "bank:Axsi"], 2, "view is 'bank:Axsi' (closest: Axis); allowed are ecosystem, or bank:"),
        (["export", "ID", "--layout", "table", "--table", "labels", "--blind"], 2, "only as known on a day (--as-of)"),
        (["export", "ID", "--as-of", "2024-12-31", "--output", "x.csv"], 2, "--as-of is '2024-12-31'; a day from 2025-01-01 on"),
        (["export", "ID", "--as-of", "2025-02-01"], 2, "--as-of is '2025-02-01' without --output; name the FILE"),
        (["upgrade", "ID"], 1, "needs no upgrade"),
    ],
)
def test_wrong_use_is_one_line(
    kept: str, arguments: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What came, and what is allowed."""
    assert sentence in refusal(["dataset", *(kept if word == "ID" else word for word in arguments)], capsys, code)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [("size=64k", "too full for 1,000 payments: about"), ("ro", "cannot be written: that place is read-only")],
)
def test_a_library_on_a_full_or_read_only_disk_is_told(tmp_path: Path, options: str, sentence: str) -> None:
    """A real disk that is full, or read-only: code 1, one line, no dataset; only the run is counted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    synfinance = f"{sys.executable} -m synfin_core.cli generate dataset --library {disk}/library {' '.join(SMALL)}"
    script = f"mount -t tmpfs -o {options} tmpfs {disk} && {{ {synfinance}; echo code $?; find {disk} -type f ! -name 'totals*'; }}"
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, env=dict(os.environ))

    assert run.stdout.split() == ["code", "1"]
    assert sentence in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_library_that_may_only_be_read_still_serves(kept: str, shelf: Path) -> None:
    """It lists and verifies; what must be written there ends with one line, and elsewhere it can be written."""
    command = f"{sys.executable} -m synfin_core.cli dataset"
    script = (
        f"mount --bind {shelf} {shelf} && mount -o remount,ro,bind {shelf} && {command} list && {command} verify {kept} > /dev/null"
        f" && {command} export {kept} --output {shelf.parent}/data.csv && {{ {command} export {kept}; echo code $?; }}"
    )
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, env=dict(os.environ))

    assert run.stdout.startswith(kept)
    assert (shelf.parent / "data.csv").is_file()
    assert run.stdout.endswith("code 1\n")
    assert run.stderr.endswith("exports cannot be written: that place is read-only; choose a folder that you can write to.\n")
    assert len(run.stderr.splitlines()) == 1


def test_what_cannot_be_made_is_refused_before_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be made is said at once; an anomaly rate of 0.02 is fine."""
    output = str(tmp_path / "data.xlsx")
    command = ["generate", "transactions", "--output", output]
    assert "--anomaly-rate is 0.3; at most 0.05" in refusal([*command, "--anomaly-rate", "0.3"], capsys, 2)
    assert "holds 1,048,575 rows" in refusal([*command, "--count", "2000000"], capsys, 2)
    assert main([*command, *SMALL, "--anomaly-rate", "0.02", "--quiet"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["data.xlsx"]
