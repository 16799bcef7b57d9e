"""Journeys in a real browser: by keyboard, by link, on a phone; nothing leaves the machine and the console is clean."""

import csv
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from synfin_core.schema import TRANSACTIONS
from tests.pages.conftest import serve

COLUMNS = [column.name for column in TRANSACTIONS]


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error or on a request to another host."""
    with watched(browser, address) as opened:
        yield opened


class watched:
    """A new browser window that notes what must not happen, and objects at the end."""

    def __init__(self, browser: Browser, address: str, **look: object) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 950}, **look})
        self.home = address
        self.faults: list[str] = []

    def __enter__(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        return page

    def _note(self, url: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url):
            self.faults.append(f"a request left the machine: {url}")

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert not self.faults


def generate(page: Page) -> None:
    """Press the button by keyboard, wait for the chart and for both files."""
    button = page.get_by_role("button", name="Generate", exact=True)
    button.focus()
    button.press("Enter")
    expect(page.locator(".main-svg").first).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="Download Parquet")).to_be_visible(timeout=20_000)


def download(page: Page, name: str) -> Download:
    """Follow a download link."""
    with page.expect_download() as event:
        page.get_by_role("link", name=name).click()
    return event.value


def slide(page: Page, name: str, key: str, times: int, until: str) -> None:
    """Move a slider by keyboard and wait until the link tells of it."""
    slider = page.get_by_role("slider", name=re.compile(f"^{name}"))
    slider.focus()
    for _ in range(times):
        slider.press(key)
    page.wait_for_url(re.compile(until))


def test_a_deep_link_on_a_fresh_server_then_the_whole_journey(page: Page, address: str, tmp_path: Path) -> None:
    """Open /Generate first, choose by keyboard, generate, look, download both formats and count the rows."""
    page.goto(f"{address}/Generate")
    expect(page.get_by_role("heading", name="Generate")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(5)
    slide(page, "Payments", "ArrowLeft", 3, r"rows=10K")
    slide(page, "Fraud rate", "ArrowRight", 1, r"rate=2")
    expect(page.get_by_text("Asks for 10,000 payments, 2.00% of them fraud")).to_be_visible()
    generate(page)
    expect(page.get_by_role("figure", name=re.compile("Stacked bars of honest and fraud"))).to_be_visible()

    saved = download(page, "Download CSV")
    assert saved.suggested_filename == "synfinance-10000-seed42.csv"
    with saved.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(download(page, "Download Parquet").path())
    assert len(rows) == table.num_rows == 10_000
    assert list(rows[0]) == table.column_names == COLUMNS
    times = [row["transacted_at"] for row in rows]
    assert times == sorted(times)
    assert sum(row["is_fraud"] == "true" for row in rows) == sum(table["is_fraud"].to_pylist())


def test_a_link_shows_the_same_view_in_another_browser(page: Page, browser: Browser, address: str) -> None:
    """Settings and dataset live in the link: a reload and a second visitor see what the first one saw."""
    page.goto(f"{address}/Generate?rows=20K&seed=5")
    generate(page)
    page.wait_for_url(re.compile("run="))
    page.reload()
    expect(page.locator(".main-svg").first).to_be_visible(timeout=20_000)

    with watched(browser, address) as other:
        other.goto(page.url)
        expect(other.get_by_text("20,000 payments,").first).to_be_visible(timeout=20_000)
        expect(other.get_by_role("spinbutton", name="Seed")).to_have_value("5")


def test_settings_survive_a_look_at_another_screen(page: Page, address: str) -> None:
    """The address without a name leads to Generate; choices are still there after a visit elsewhere."""
    page.goto(f"{address}/?rows=20K")
    page.wait_for_url(re.compile(r"/Generate\?rows=20K"))
    slide(page, "Fraud rate", "ArrowRight", 2, r"rate=5")
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name="Train Model").click()
    expect(page.get_by_role("heading", name="Train Model")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("link", name="Go to Generate").click()

    expect(page.get_by_role("slider", name="Fraud rate")).to_have_attribute("aria-valuetext", "5")
    page.wait_for_url(re.compile(r"rate=5"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(browser: Browser, address: str, scheme: str) -> None:
    """At 390 pixels everything stacks, in both colour schemes."""
    with watched(browser, address, viewport={"width": 390, "height": 844}, color_scheme=scheme) as page:
        page.goto(f"{address}/Generate?rows=10K")
        generate(page)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


@pytest.mark.parametrize("path", ["api/nothing", "api/datasets/unknown.csv", "api/datasets/unknown.exe"])
def test_an_unknown_address_is_answered_with_404(address: str, path: str) -> None:
    """What is not known under /api is said to be missing, in JSON, instead of a screen."""
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{address}/{path}")

    assert answer.value.code == 404
    assert json.load(answer.value)["error"]


def test_downloads_work_behind_a_proxy_path(browser: Browser) -> None:
    """Under server.baseUrlPath the deep link and the downloads carry the prefix."""
    with (
        serve("--server.baseUrlPath=bank/tools", path="/bank/tools") as address,
        watched(browser, address) as page,
    ):
        page.goto(f"{address}/Generate?rows=10K")
        generate(page)
        assert pq.read_table(download(page, "Download Parquet").path()).num_rows == 10_000


def test_nothing_stays_on_the_disk_when_the_server_ends(browser: Browser, tmp_path: Path) -> None:
    """Datasets of the studio live in a folder of its own, which goes with the server."""
    with serve(TMPDIR=str(tmp_path)) as address, watched(browser, address) as page:
        page.goto(f"{address}/Generate?rows=10K")
        generate(page)
        assert list(tmp_path.glob("synfinance-studio-*/*/*.csv"))

    assert not list(tmp_path.glob("synfinance-studio-*"))
