"""`synfinance quality`: check, gate, scorecard, report and pipeline from the shell."""

import json
from pathlib import Path

import pytest

from synfin_core.cli import main
from synfin_core.run import keep
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.store.manifest import QUALITY


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset."""
    folder = tmp_path_factory.mktemp("quality")
    keep(Spec(count=20_000, seed=7), Library(folder), name="first")
    return folder


@pytest.fixture(scope="module")
def kept(shelf: Path) -> str:
    """Its id."""
    return Library(shelf).list()[0].id


@pytest.fixture
def csv(shelf: Path, kept: str, tmp_path: Path) -> Path:
    """Its payments, with one column renamed and one value wrong."""
    path = Library(shelf).open(kept).export(tmp_path / "own.csv")
    path.write_text(
        path.read_text(encoding="utf-8").replace("amount_inr", "amount", 1).replace(",UPI,", ",Upi,", 1), encoding="utf-8"
    )
    return path


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, output, error."""
    code = main(["quality", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_check_of_a_dataset(shelf: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The score, a line a family, and why some checks were not judged."""
    code, out, err = said(["check", kept, "--library", str(shelf)], capsys)
    assert (code, err) == (0, "")
    assert "20,000 rows, score 100.0 of 100" in out
    assert "ledger: 100.0% of" in out
    assert "that it needs" in out


def test_check_of_a_file_names_what_is_broken(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line on stderr, exit code 1, and a line for each broken check."""
    code, out, err = said(["check", str(csv)], capsys)
    assert code == 1
    assert "BROKEN columns renamed (schema)" in out
    assert "amount_inr (here: amount)" in out
    assert err.count("\n") == 1
    assert "transactions.rail words" in err


def test_check_as_json(csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check with goal, unit, limits and what was found."""
    code, out, _ = said(["check", str(csv), "--json"], capsys)
    told = json.loads(out)
    assert code == 1
    assert "ways to pay" in told["broken"]
    assert {"id", "family", "goal", "unit", "limits", "source", "found", "sample", "verdict", "detail"} == set(told["checks"][0])


def test_gate_passes_and_fails(shelf: Path, kept: str, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 for a dataset that passes, 1 with the names of the blocking gates for a file that does not."""
    code, out, _ = said(["gate", kept, "--library", str(shelf)], capsys)
    assert code == 0
    assert out.splitlines()[-1] == f"{kept} passes"
    code, out, err = said(["gate", str(csv), "--json"], capsys)
    assert code == 1
    assert json.loads(out)["passed"] is False
    assert "blocking gates failed for own.csv" in err
    assert "schema" in err


def test_scorecard_of_datasets(shelf: Path, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The shares, and every figure as JSON."""
    code, out, _ = said(["scorecard", kept, "--library", str(shelf)], capsys)
    assert code == 0
    assert "figures that are quoted or derived fit" in out
    code, out, _ = said(["scorecard", kept, "--library", str(shelf), "--json"], capsys)
    assert len(json.loads(out)[kept]["rows"]) > 200


def test_report_writes_page_and_json_and_the_card_tells_it(
    shelf: Path, kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before, the card says that nobody has looked."""
    card = shelf / "datasets" / kept / "card.md"
    assert "Not measured yet" in card.read_text(encoding="utf-8")
    code, out, _ = said(["report", kept, "--library", str(shelf), "--output", str(tmp_path / "told")], capsys)
    assert code == 0
    assert out.split() == [str(tmp_path / "told.html"), str(tmp_path / "told.json")]
    assert "It passes its gates; quality score 100.0 of 100" in card.read_text(encoding="utf-8")
    assert Library(shelf).entry(kept).state == "ok"
    (shelf / "datasets" / kept / QUALITY).unlink()


def test_report_in_the_format_of_the_suffix(csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a file as well, whether it passes or not."""
    code, out, _ = said(["report", str(csv), "--output", str(tmp_path / "told.html")], capsys)
    assert code == 0
    assert out.split() == [str(tmp_path / "told.html")]
    assert "What is broken" in (tmp_path / "told.html").read_text(encoding="utf-8")


def test_a_dataset_of_an_older_version_says_how_to_upgrade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and nothing is checked against columns that it cannot have."""
    id = keep(Spec(count=500, seed=7), Library(tmp_path)).id
    path = tmp_path / "datasets" / id / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace(f'"schema_version": "{SCHEMA_VERSION}"', '"schema_version": "0.9"'))
    code, out, err = said(["check", id, "--library", str(tmp_path)], capsys)
    assert (code, out) == (1, "")
    assert "synfinance dataset upgrade" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["check", "nothing.csv"], 1, "there is no such file"),
        (["check", "0123456789ab"], 1, "there is no dataset"),
        (["report", "own.csv", "--output", "told.pdf"], 2, "ends in .html or .json"),
        (["pipeline", "--output", "reports", "--count", "many"], 2, "--count is 'many'"),
        (["pipeline", "none.yaml", "--output", "reports"], 2, "none.yaml"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    arguments: list[str],
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No traceback; 1 for what failed, 2 for what was asked wrongly."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    found = said(arguments, capsys)
    assert found[0] == code
    assert told in found[2]
    assert found[2].count("\n") == 1


def test_the_pipeline_makes_one_dataset_or_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By options and seeds, or by files; each is reported."""
    folder = tmp_path / "reports"
    code, out, _ = said(["pipeline", "--count", "2000", "--seeds", "1,2", "--workers", "1", "--output", str(folder)], capsys)
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [["passed", "dataset-seed-1:"], ["passed", "dataset-seed-2:"]]
    (tmp_path / "small.yaml").write_text("count: 500\nseed: 3\n", encoding="utf-8")
    code, out, _ = said(["pipeline", str(tmp_path / "small.yaml"), "--workers", "1", "--output", str(folder), "--json"], capsys)
    assert code == 0
    assert json.loads(out)["datasets"][0]["name"] == "small"
    assert sorted(path.name for path in folder.iterdir()) == [
        *(f"dataset-seed-{seed}.{format}" for seed in (1, 2) for format in ("html", "json")),
        "small.html",
        "small.json",
    ]


def test_a_blocking_gate_stops_the_pipeline_with_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reports are written all the same."""
    monkeypatch.setenv("SYNFINANCE_QUALITY__GATES__FIGURES_MET__LEVEL", "blocking")
    monkeypatch.setenv("SYNFINANCE_QUALITY__GATES__FIGURES_MET__AT_LEAST", "100")
    code, out, err = said(["pipeline", "--count", "5000", "--workers", "1", "--output", str(tmp_path)], capsys)
    assert code == 1
    assert out.startswith("FAILED  dataset")
    assert "blocking gates failed for dataset: figures_met" in err
    assert (tmp_path / "dataset.html").is_file()
