"""`synfinance database` on a local file, as those meet it who have no PostgreSQL."""

import json
from pathlib import Path

import pytest

from synfin_core.cli import main


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that SYNFINANCE_LIBRARY names."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def test_from_init_to_drop(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command of the group, one after another, in words and as JSON."""

    def said(*arguments: str) -> str:
        code = main(list(arguments))
        told = capsys.readouterr()
        assert (code, told.err) == (0, "")
        return told.out

    id = json.loads(said("generate", "dataset", "--count", "1000", "--seed", "7", "--workers", "1", "--json"))["id"]
    assert "tables made" in said("database", "init", "--create-tables")
    assert "were there already" in said("database", "init", "--create-tables")
    assert json.loads(said("database", "load", id, "--json"))["rows"] > 1_000
    assert "was loaded already" in said("database", "load", id)
    assert id in said("database", "status")
    assert json.loads(said("database", "query", "SELECT count(*) AS n FROM transactions", "--json")) == [{"n": 1_000}]
    assert "day\trail\tpayments" in said("database", "query", "totals", "--dataset", id)
    assert json.loads(said("database", "migrate", "--json")) == {"version": "local"}
    assert "every table deleted" in said("database", "drop", "--confirm")
    assert "no tables yet" in said("database", "status")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("init",), "--create-tables is missing"),
        (("drop",), "without --confirm"),
        (("migrate", "--to", "base"), "without --confirm"),
        (("query", "totals"), "no tables yet"),
        (("load", "0123456789ab"), "no tables yet"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    shelf: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """And an exit code."""
    assert main(["database", *arguments]) in (1, 2)
    error = capsys.readouterr().err
    assert told in error
    assert len(error.splitlines()) == 1
