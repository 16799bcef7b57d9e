"""A journey through the Analytics Dashboard in a real browser, and one on a phone."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from synfin_core.store.library import Library
from tests.pages.conftest import serve, watched


@pytest.fixture(scope="module")
def folder(rich: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset of every typology."""
    place = tmp_path_factory.mktemp("dashboard") / "library"
    shutil.copytree(rich, place)
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Address of the screen."""
    with serve(SYNFINANCE_LIBRARY=str(folder)) as started:
        yield f"{started}/Analytics_Dashboard"


def payments(page: Page) -> str:
    """The first key figure."""
    return page.get_by_test_id("stMetric").filter(has_text="Payments").first.get_by_test_id("stMetricValue").inner_text()


def test_filter_click_drill_download_and_compare(browser: Browser, address: str, folder: Path) -> None:
    """A link filters; a bar filters more and stands in the link; its payments are read, counted in a file, and compared."""
    in_state = "state = 'MH'"
    dataset = Library(folder).open(Library(folder).list()[0].id)

    def counted(where: str) -> int:
        return int(dataset.sql(f"SELECT count(*) AS n FROM transactions WHERE {where}")["n"][0].as_py())

    with watched(browser) as page:
        page.goto(f"{address}?in_state=Maharashtra")
        bars = page.get_by_role("figure", name=re.compile("^Bars, one a rail"))
        expect(bars.locator(".main-svg").first).to_be_visible()
        assert payments(page) == f"{counted(in_state):,}"

        bars.locator(".barlayer .trace").nth(1).locator(".point path").last.click(force=True)
        page.wait_for_url(re.compile(r"(?=.*in_state=Maharashtra)(?=.*by_rail=)"))
        rail = re.search(r"by_rail=([^&]+)", page.url)
        assert rail
        name = rail[1].replace("+", " ")
        n = counted(f"{in_state} AND rail = '{name}'")
        expect(page.get_by_test_id("stMetricValue").first).to_have_text(f"{n:,}")

        page.get_by_role("tab", name="Payments and download").click()
        expect(page.get_by_text(re.compile(rf"of {n:,} payments?, by time:"))).to_be_visible()
        expect(page.get_by_test_id("stDataFrame")).to_be_visible()
        with page.expect_download() as event:
            page.get_by_role("link", name=re.compile("^CSV · ")).click()
        with event.value.path().open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == n and {(row["state"], row["payment_mode"]) for row in rows} == {("MH", name)}

        page.get_by_role("tab", name="Compare").click()
        page.get_by_role("combobox", name="Compare with").click()
        page.get_by_role("option", name=re.compile("^What .* sees")).first.click()
        expect(page.get_by_role("table", name="Two sides, figure by figure")).to_contain_text(f"{n:,}")

        page.get_by_role("button", name="Clear filters").click()
        expect(page.get_by_test_id("stMetricValue").first).to_have_text("60,000")
        assert "by_rail" not in page.url and "in_state" not in page.url


def test_a_phone_shows_all_of_it_without_sideways_scroll(browser: Browser, address: str) -> None:
    """390 pixels, in the dark; at most 500 KB come to the browser."""
    with watched(browser, viewport={"width": 390, "height": 844}, color_scheme="dark") as page:
        sizes: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
        page.goto(address)
        grid = page.get_by_role("figure", name=re.compile("^A grid of India"))
        expect(grid.locator(".main-svg").first).to_be_visible()
        expect(page.get_by_role("figure", name=re.compile("^Three bars")).locator(".main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert 10_000 < sum(sizes) < 500_000
