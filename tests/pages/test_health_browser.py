"""System Health in a real browser: real counts after real work, the fault drill, a bad settings file, a phone."""

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from prometheus_client.parser import text_string_to_metric_families

from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.studio.health.screen import _PARTS
from tests.pages.conftest import serve, watched

MOST_BYTES = 500_000  # of one screen, over the web socket


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset, and a settings file."""
    folder = tmp_path_factory.mktemp("health")
    keep(Spec(count=10_000, seed=3), Library(folder / "library"), name="Stock")
    (folder / "settings.yaml").write_text("jobs: {at_once: 3}\n")
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """A studio that nobody has visited yet."""
    with serve(SYNFINANCE_LIBRARY=str(home / "library"), SYNFINANCE_SETTINGS=str(home / "settings.yaml")) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a console error or on a request to another host."""
    with watched(browser) as opened:
        yield opened


def cell(page: Page, table: str, row: str, column: str) -> str:
    """What a table of the screen says, by its own titles."""
    drawn = page.get_by_role("table", name=table)
    titles = drawn.get_by_role("columnheader").all_inner_texts()
    line = drawn.get_by_role("row").filter(has=page.get_by_role("cell", name=row, exact=True))
    return line.get_by_role("cell").all_inner_texts()[titles.index(column)]


def metrics(address: str) -> dict[str, float]:
    """Sums over all labels of what /metrics tells."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        families = list(text_string_to_metric_families(answer.read().decode()))
    found: dict[str, float] = {}
    for sample in (sample for family in families for sample in family.samples):
        key = f"{sample.name} {sample.labels.get('limiter', sample.labels.get('breaker', ''))}".strip()
        found[key] = found.get(key, 0) + sample.value
    return found


def test_one_generate_and_one_download_are_counted_without_a_drill(page: Page, address: str) -> None:
    """Breaker, retries and limiters of this server, its runs, its jobs: on the screen and at /metrics."""
    page.goto(f"{address}/Generate?rows=10K&seed=9")
    page.get_by_role("button", name="Generate", exact=True).click()
    expect(page.get_by_role("heading", name="10,000 payments, seed 9")).to_be_visible()
    page.get_by_role("tab", name="Download").click()
    with page.expect_download():
        page.get_by_role("link", name=re.compile("^Parquet · ")).click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="System Health").click()
    page.get_by_role("tab", name="Guards").click()
    expect(page.get_by_role("table", name="Rate limiters")).to_be_visible()

    assert cell(page, "Circuit breakers", "library", "State") == "✓ closed"
    assert int(cell(page, "Circuit breakers", "library", "Calls")) > 0
    assert int(cell(page, "Retries", "library", "Calls")) > 0
    assert int(cell(page, "Retries", "job start", "Calls")) == 1
    assert int(cell(page, "Rate limiters", "download", "Let through")) == 1
    assert int(cell(page, "Rate limiters", "job start", "Let through")) == 1
    page.get_by_role("tab", name="Jobs").click()
    expect(page.get_by_text(re.compile("Download flat.parquet.*export.*done"))).to_be_visible()
    page.get_by_role("tab", name="Runs").click()
    expect(page.get_by_role("figure", name=re.compile("^Bars, one a run, 2 in all"))).to_be_visible()
    page.get_by_role("tab", name="Components").click()
    expect(page.get_by_text(re.compile("Healthy: every component works"))).to_be_visible()

    told = metrics(address)
    assert told["synfinance_exports_total"] >= 1 and told["synfinance_rows_made_total"] == 20_000
    assert told["synfinance_breaker_state library"] == 1
    assert 0 < told["synfinance_limiter_tokens download"] <= 20


def test_the_drill_shows_every_state_in_under_a_minute(page: Page, address: str) -> None:
    """Press, watch, read the timeline; no real breaker changes, and the installation stays as well as it was."""
    page.goto(f"{address}/System_Health?part=Fault+drill")
    began = time.monotonic()
    page.get_by_role("button", name="Start the drill").click()
    state = page.get_by_test_id("stMetric").filter(has_text="The drill's breaker is")
    for name in ("closed", "open", "half-open", "closed"):
        expect(state.get_by_test_id("stMetricValue")).to_have_text(name)
    expect(page.get_by_text("Closed again, by itself")).to_be_visible()
    assert time.monotonic() - began < 60
    expect(page.get_by_text(re.compile("closed → open at .* → half-open at .* → closed at"))).to_be_visible()
    figure = page.get_by_role("figure", name=re.compile("^State of the drill's breaker"))
    expect(figure.locator(".main-svg").first).to_be_visible()
    expect(page.get_by_role("button", name="Start the drill again")).to_be_enabled()
    page.get_by_role("tab", name="Guards").click()
    expect(page.get_by_role("heading", name="Circuit breakers")).to_be_visible()
    expect(page.get_by_role("cell", name="drill")).to_have_count(0)
    assert "synfinance_breaker_state drill" not in metrics(address)


def test_a_bad_settings_file_is_refused_and_the_screen_says_so(page: Page, address: str, home: Path) -> None:
    """The old ones stay in force; the events say what was wrong; mended, it is taken over."""
    page.goto(f"{address}/System_Health?part=Settings")
    events = page.get_by_role("table", name="Events of the settings")
    expect(events.get_by_text("✓ loaded")).to_be_visible()
    (home / "settings.yaml").write_text("jobs: {at_once: 9000}\n")
    refused = events.get_by_role("row").filter(has_text="✕ refused").first
    expect(refused).to_contain_text("jobs.at_once is 9000; a whole number from 1 to 64 (jobs) is allowed")
    expect(refused).to_contain_text("…/settings.yaml")
    assert str(home) not in page.content()

    (home / "settings.yaml").write_text("jobs: {at_once: 4}\n")
    expect(events.get_by_role("row").filter(has_text="✓ changed").first).to_contain_text("jobs.at_once: 3 → 4")


def test_updates_can_be_paused(page: Page, address: str) -> None:
    """Then nothing is sent until they go on."""
    page.goto(f"{address}/System_Health")
    page.get_by_text("Pause updates").click()
    expect(page.get_by_role("switch").or_(page.get_by_role("checkbox")).first).to_be_checked()
    page.wait_for_timeout(1_500)
    look = page.get_by_role("table", name="Components with status and last check")
    before = look.inner_text()
    page.wait_for_timeout(6_000)
    assert look.inner_text() == before

    page.get_by_text("Pause updates").click()
    page.wait_for_timeout(7_000)
    assert look.inner_text() != before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll_and_no_screen_is_heavy(browser: Browser, address: str, scheme: str) -> None:
    """At 390 pixels everything stacks, behind every tab; what the server sends stays under 500 KB."""
    sent: list[int] = []
    with watched(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme) as page:
        page.on("websocket", lambda socket: socket.on("framereceived", lambda payload: sent.append(len(payload))))
        for part in _PARTS:
            sent.clear()
            page.goto(f"{address}/System_Health?part={part.replace(' ', '+')}")
            expect(page.get_by_role("tab", name=part)).to_have_attribute("aria-selected", "true")
            page.wait_for_timeout(500)
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390, part
            assert 0 < sum(sent) < MOST_BYTES, part


def test_too_many_downloads_are_refused_with_the_seconds_to_wait(home: Path) -> None:
    """429 with one sentence and Retry-After; the limits are those of the settings."""
    limit = "SYNFINANCE_RESILIENCE__LIMITERS__DOWNLOADS__"
    [*_, entry] = Library(home / "library").list()
    with serve(SYNFINANCE_LIBRARY=str(home / "library"), **{f"{limit}CAPACITY": "2", f"{limit}RATE": "0.05"}) as address:
        link = f"{address}/api/datasets/{entry.id}/flat-card.md"
        for _ in range(2):
            urllib.request.urlopen(link, timeout=10).close()
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(link, timeout=10)

    assert refusal.value.code == 429
    assert re.fullmatch(r"Too many downloads in a short time; try again in \d+ seconds\.", json.load(refusal.value)["error"])
    assert 1 <= int(refusal.value.headers["Retry-After"]) <= 20


def test_metrics_can_be_switched_off(home: Path) -> None:
    """metrics.enabled: the address answers 404."""
    with (
        serve(SYNFINANCE_LIBRARY=str(home / "library"), SYNFINANCE_METRICS__ENABLED="false") as address,
        pytest.raises(urllib.error.HTTPError) as refusal,
    ):
        urllib.request.urlopen(f"{address}/metrics", timeout=10)

    assert refusal.value.code == 404


def test_the_figures_are_those_that_the_system_tells(page: Page, address: str, home: Path) -> None:
    """Disk and library as seen from outside."""
    page.goto(f"{address}/System_Health")
    library = page.get_by_test_id("stMetric").filter(has_text=re.compile(r"\d datasets?"))
    datasets = [path for path in (home / "library" / "datasets").iterdir() if not path.name.startswith(".")]
    expect(library).to_contain_text(f"{len(datasets)} dataset")
    free = os.statvfs(home)
    told = page.get_by_test_id("stMetric").filter(has_text="Disk free").get_by_test_id("stMetricValue").inner_text()
    assert abs(float(told.split()[0]) - free.f_bavail * free.f_frsize / 1e9) < 2 or told.endswith("MB")
