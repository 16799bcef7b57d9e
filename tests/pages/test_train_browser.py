"""A journey through Train Model in a real browser: train, move the threshold, what is missed, a verdict, promote; on a phone."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from synfin_core.learning.registry import Registry
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import serve, watched


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset."""
    place = tmp_path_factory.mktemp("training") / "library"
    keep(Spec(count=20_000, fraud_rate=0.03, seed=5), Library(place), name="To learn from")
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Address of the screen."""
    with serve(SYNFINANCE_LIBRARY=str(folder)) as started:
        yield f"{started}/Train_Model"


def tab(page: Page, name: str) -> None:
    """Open a part of the screen."""
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_from_a_click_to_a_promoted_model(browser: Browser, address: str, folder: Path) -> None:
    """One click trains; the threshold moves counts and the link; a verdict is kept; scores come as CSV; the model scores."""
    with watched(browser) as page:
        page.goto(address)
        page.get_by_role("button", name=re.compile("^Train a baseline")).click()
        expect(page.get_by_role("progressbar").first).to_be_visible()
        caught = page.get_by_test_id("stMetric").filter(has_text="Fraud payments caught").get_by_test_id("stMetricValue")
        expect(caught).to_be_visible(timeout=90_000)
        page.wait_for_url(re.compile("model=[0-9a-f]{12}"))

        before = caught.inner_text()
        slider = page.get_by_role("slider", name=re.compile("^Alert when"))
        slider.focus()
        for _ in range(25):
            slider.press("ArrowLeft")
        expect(caught).not_to_have_text(before)
        page.wait_for_url(re.compile(r"threshold=0\.\d+"))
        expect(page.get_by_role("figure", name=re.compile("by rupees missed")).locator(".main-svg").first).to_be_visible()
        word = page.url.split("threshold=")[1].split("&")[0]
        page.reload()
        expect(page.get_by_text(f"At {word}, ")).to_be_visible()

        tab(page, "Alert queue")
        expect(page.get_by_role("figure", name=re.compile("^A small graph of"))).to_be_visible()
        page.get_by_role("button", name="Unsure").click()
        expect(page.get_by_text("The truth, which no bank knows yet")).to_be_visible()

        tab(page, "Card and files")
        with page.expect_download() as event:
            page.get_by_role("button", name=re.compile("^Scores of the test, CSV")).click()
        page.get_by_role("button", name="Promote").click()
        expect(page.get_by_text("promoted: it scores")).to_be_visible()

        with event.value.path().open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    model = Registry(folder).promoted()
    assert model and len(rows) == model.record["parameters"]["n_test"]
    assert all(0 <= float(row["score"]) <= 1 for row in rows)
    assert [one.word for one in Library(folder).verdicts(model.record["data"]["id"]).latest().values()] == ["unsure"]

    with watched(browser, viewport={"width": 390, "height": 844}, color_scheme="dark") as page:
        for part in ("Threshold", "Curves+and+features", "Alert+queue", "Runs", "Card+and+files"):
            page.goto(f"{address}?part={part}")
            expect(page.get_by_role("tab", name=part.replace("+", " "))).to_have_attribute("aria-selected", "true")
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
