"""`synfinance analytics report` from the shell."""

import json
from pathlib import Path

import pytest

from synfin_core.cli import main
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset."""
    folder = tmp_path_factory.mktemp("analytics")
    keep(Spec(count=10_000, fraud_rate=0.02, seed=7), Library(folder), name="first")
    return folder


def test_a_report_is_written_as_a_page_and_as_data(shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the id, or by the folder; what stands out is printed; a file is not replaced unless asked."""
    id = Library(shelf).list()[0].id
    for what, file in ((id, "a.html"), (str(shelf / "datasets" / id), "a.json")):
        asked = ["analytics", "report", what, "--output", str(tmp_path / file), "--library", str(shelf)]
        assert main(asked) == 0
        assert "tells" in (said := capsys.readouterr().out) or "differ" in said
        assert main(asked) == 1 and "exists already" in capsys.readouterr().err
    assert "<h1>first</h1>" in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["payments"] == 10_000


def test_wrong_use_is_one_line(shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another suffix, and a dataset that is not there."""
    assert main(["analytics", "report", "0123456789ab", "--output", str(tmp_path / "a.pdf"), "--library", str(shelf)]) == 2
    assert ".html or .json is allowed" in capsys.readouterr().err
    assert main(["analytics", "report", "0123456789ab", "--output", str(tmp_path / "a.html"), "--library", str(shelf)]) == 1
    assert "there is no dataset" in capsys.readouterr().err
