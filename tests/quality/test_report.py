"""The report as a page and as JSON, and the pipeline that writes both."""

import json
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from synfin_core.errors import StorageError
from synfin_core.quality.assess import assess
from synfin_core.quality.gates import pass_gates
from synfin_core.quality.page import page
from synfin_core.quality.pipeline import run_pipeline, write_report
from synfin_core.quality.report import Report, report_on, report_on_file
from synfin_core.quality.subject import subject_of
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from tests.store.test_checks import change, one, spoiled


class Tags(HTMLParser):
    """Which tags a page opens and leaves open, and whether anything would be fetched."""

    VOID = ("meta", "circle", "rect", "line")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.used: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it until it is closed."""
        self.used.add(tag)
        self.fetched += [name for name, _ in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """It must be the last one that was opened."""
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once."""
        self.used.add(tag)


@pytest.fixture(scope="module")
def report(dataset: Dataset) -> Report:
    """Everything about the dataset."""
    return report_on(dataset, "thirty thousand")


def test_the_page_is_whole_and_needs_nothing_else(report: Report) -> None:
    """Every tag is closed, there is no script, nothing is fetched, and the picture has words beside it."""
    tags = Tags()
    tags.feed(text := page(report))
    assert tags.open == []
    assert "script" not in tags.used
    assert tags.fetched == []
    assert "figures lie within their tolerance" in text


def test_the_page_tells_verdict_gates_checks_and_figures(report: Report) -> None:
    """In this order: the verdict comes first."""
    text = page(report)
    places = [text.index(word) for word in ("passes its gates", "Gates", "Published figures", "Checks", "Spec")]
    assert places == sorted(places)
    assert all(escape(one.check.goal.split(" ")[0]) in text for one in report.assessment.found)


def test_names_are_escaped(dataset: Dataset) -> None:
    """A name that is HTML stays a name."""
    found = assess(subject_of(dataset, "<script>alert(1)</script>"))
    text = page(Report(found, pass_gates(found)))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_what_is_broken_stands_on_the_page(dataset: Dataset) -> None:
    """With the number found."""
    broken = spoiled(dataset, "transactions", change("currency", "'USD'", one("transactions")))
    text = page(report_on_file(subject_of(broken)))
    assert "does not pass its gates" in text
    assert "What is broken" in text


def test_the_json_can_be_read_back(report: Report, tmp_path: Path) -> None:
    """Scores, gates, every check and every figure, in plain types."""
    _, path = write_report(report, tmp_path / "report")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["passed"] is report.passed
    assert len(told["quality"]["checks"]) == len(report.assessment.found)
    assert len(told["scorecard"]["rows"]) == len(report.scorecard.rows) if report.scorecard else 0
    assert told["spec"]["seed"] == 7


def test_the_pipeline_makes_and_reports_every_spec(tmp_path: Path) -> None:
    """One page and one JSON a dataset; nothing is overwritten unasked."""
    specs = {f"seed-{seed}": Spec(count=2_000, seed=seed) for seed in (1, 2)}
    made = list(run_pipeline(specs, tmp_path))
    assert [one.assessment.name for one in made] == ["seed-1", "seed-2"]
    assert all(one.passed for one in made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["seed-1.html", "seed-1.json", "seed-2.html", "seed-2.json"]
    with pytest.raises(StorageError, match="exists already"):
        next(run_pipeline(specs, tmp_path))
    assert len(list(run_pipeline(specs, tmp_path, overwrite=True))) == 2
