"""Journeys in a real browser: by keyboard, by link, on a phone; nothing leaves the machine and the console is clean."""

import csv
import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from synfin_core.jobs.queue import Jobs
from synfin_core.spec import Spec
from synfin_core.store.flat import FLAT
from synfin_core.store.library import Library
from tests.pages.conftest import chart, download, serve, until, watched

COLUMNS = [column.name for column in FLAT]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of the studio that these tests share; empty when it starts."""
    return tmp_path_factory.mktemp("shared") / "library"


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Address of a studio that nobody has visited yet."""
    with serve(SYNFINANCE_LIBRARY=str(folder)) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a console error or on a request to another host."""
    with watched(browser) as opened:
        yield opened


def generate(page: Page, title: str) -> None:
    """Press the button by keyboard, and wait for the dataset of that title."""
    button = page.get_by_role("button", name="Generate", exact=True)
    button.focus()
    button.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    chart(page)


def choose(page: Page, name: str, option: str, link: str) -> None:
    """Type an option of a list that can be searched, and wait until the link tells of it."""
    page.get_by_role("combobox", name=re.compile(name)).click()
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(link))


def slide(page: Page, name: str, key: str, times: int, link: str) -> None:
    """Move a slider by keyboard and wait until the link tells of it."""
    slider = page.get_by_role("slider", name=re.compile(f"^{name}"))
    slider.focus()
    for _ in range(times):
        slider.press(key)
    page.wait_for_url(re.compile(link))


def test_a_deep_link_on_a_fresh_server_then_the_whole_journey(page: Page, address: str) -> None:
    """Empty library: a chart with zero clicks; then choose by keyboard, generate, download, prove the ledger."""
    page.goto(f"{address}/Generate")
    expect(page.get_by_role("heading", name="Generate")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(5)
    chart(page)
    expect(page.get_by_role("heading", name="Demo: six months")).to_be_visible()

    slide(page, "Payments", "ArrowLeft", 3, r"rows=10K")
    slide(page, "Fraud rate", "ArrowRight", 1, r"rate=2")
    generate(page, "10,000 payments, seed 42")

    saved = download(page, "CSV")
    assert saved.suggested_filename.endswith("-flat.csv")
    with saved.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(download(page, "Parquet").path())
    assert len(rows) == table.num_rows == 10_000
    assert list(rows[0]) == table.column_names == COLUMNS
    times = [row["transacted_at"] for row in rows]
    assert times == sorted(times)
    assert sum(row["is_fraud"] == "true" for row in rows) == sum(table["is_fraud"].to_pylist()) == 200

    page.get_by_role("tab", name="Prove the ledger").click()
    page.get_by_role("button", name="Prove the ledger").click()
    expect(page.get_by_text(re.compile("10,000 payments re-added, 0 paise off"))).to_be_visible()

    page.get_by_role("tab", name="Spec and delete").click()
    with page.expect_download() as event:
        page.get_by_role("link", name="Download the spec").click()
    assert Spec.from_text(event.value.path().read_text(), "spec.yaml").fraud_rate == 0.02


def test_a_blind_download_tells_no_truth(page: Page, address: str) -> None:
    """The choice is part of the file's name, and what only the generator knows is not in it."""
    page.goto(f"{address}/Generate?rows=10K")
    generate(page, "10,000 payments, seed 42")
    page.get_by_role("tab", name="Download").click()
    page.get_by_role("radio", name="Blind").click()
    expect(page.locator('a[href$="/flat-blind.parquet"]')).to_be_visible()
    table = pq.read_table(download(page, "Parquet").path())

    assert table.column_names == [column.name for column in FLAT if not column.truth]


def test_a_link_carries_mix_odd_payments_and_bank(page: Page, address: str) -> None:
    """Chosen by keyboard, they are in the address; opened anew, it makes and downloads just that."""
    page.goto(f"{address}/Generate?rows=10K&seed=11")
    chart(page)
    page.get_by_role("button", name="Period, frauds, people, rails").click()
    choose(page, "Fraud mix", "As a card issuer sees it", r"mix=As\+a\+card\+issuer\+sees\+it")
    slide(page, "Odd but honest", "ArrowRight", 5, r"odd=1\b")
    page.get_by_role("radio", name="Hard").click()
    page.wait_for_url(re.compile("difficulty=Hard"))
    page.keyboard.press("Escape")
    generate(page, "10,000 payments, seed 11")
    page.get_by_role("tab", name="Download").click()
    choose(page, "As seen by", "State Bank of India", r"seen_by=State\+Bank\+of\+India")
    page.goto(page.url)
    page.get_by_role("tab", name="Download").click()
    expect(page.locator('a[href$="/flat-as-state-bank-of-india.parquet"]')).to_be_visible()
    table = pq.read_table(download(page, "Parquet").path())

    assert 0 < table.num_rows < 10_000
    assert {"card_cnp"} <= set(table["fraud_type"].to_pylist()) and set(table["anomaly_type"].to_pylist()) != {None}
    assert table.column_names == [*COLUMNS, "payer_name", "payee_name"]


def test_two_browsers_with_different_datasets_do_not_mix(page: Page, browser: Browser, address: str) -> None:
    """Each keeps its own; a link shows what the first one saw, settings included."""
    page.goto(f"{address}/Generate?rows=20K&seed=5")
    generate(page, "20,000 payments, seed 5")
    with watched(browser) as other:
        other.goto(f"{address}/Generate?rows=10K&seed=6")
        generate(other, "10,000 payments, seed 6")
        page.get_by_role("tab", name="Sample").click()
        page.wait_for_url(re.compile("view=Sample"))
        page.reload()
        expect(page.get_by_role("heading", name="20,000 payments, seed 5")).to_be_visible()
        other.goto(page.url)
        expect(other.get_by_role("heading", name="20,000 payments, seed 5")).to_be_visible()
        expect(other.get_by_role("spinbutton", name="Seed")).to_have_value("5")
        expect(other.get_by_role("tab", name="Sample")).to_have_attribute("aria-selected", "true")


def test_settings_survive_a_look_at_another_screen(page: Page, address: str) -> None:
    """The address without a name leads to Generate; choices and dataset are still there after a visit elsewhere."""
    page.goto(f"{address}/?rows=20K")
    page.wait_for_url(re.compile(r"/Generate\?.*rows=20K"))
    slide(page, "Fraud rate", "ArrowRight", 2, r"rate=5")
    dataset = re.findall(r"dataset=(\w+)", page.url)
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name="Train Model").click()
    expect(page.get_by_role("heading", name="Train Model")).to_be_visible()
    page.wait_for_url(re.compile(f"Train_Model.*dataset={dataset[0]}"))
    menu.get_by_role("link", name="Generate").click()

    expect(page.get_by_role("slider", name="Fraud rate")).to_have_attribute("aria-valuetext", "5")
    page.wait_for_url(re.compile(r"rate=5"))


def test_the_slider_goes_to_and_fro_over_a_preset(page: Page, address: str) -> None:
    """A hand on the keys is quicker than the server: the screen follows the slider each time and never breaks."""
    page.goto(f"{address}/Generate")
    chart(page)
    slider = page.get_by_role("slider", name=re.compile("^Fraud rate"))
    slider.focus()
    for key, told in [("ArrowRight", "2.00% of payments"), ("ArrowLeft", "1.00% of payments")] * 5:
        slider.press(key)
        expect(page.get_by_text(re.compile(f"^{told}"))).to_be_visible()
    expect(page.get_by_role("radio", name="Demo 1%")).to_be_checked()


def test_a_long_job_survives_everything_but_a_cancel(page: Page, browser: Browser, address: str, folder: Path) -> None:
    """Ask, confirm, switch the page, reload, look and join from a second browser, cancel: nothing is left."""
    before = [entry.id for entry in Library(folder).list()]
    page.goto(f"{address}/Generate?rows=20M")
    page.get_by_role("button", name="Generate", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Make them").click()
    panel = page.get_by_test_id("stMain").get_by_role("progressbar")
    expect(panel).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Fraud Patterns").click()
    expect(page.get_by_role("heading", name="Fraud Patterns")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("20,000,000 payments, seed 42")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Generate").click()
    page.wait_for_url(re.compile(r"Generate\?(?=.*job=)(?=.*rows=20M)"))
    page.reload()
    expect(panel).to_be_visible()
    with watched(browser) as other:
        other.goto(page.url)
        expect(other.get_by_test_id("stMain").get_by_role("progressbar")).to_be_visible()
        other.get_by_role("button", name="Generate", exact=True).click()
        other.get_by_role("dialog").get_by_role("button", name="Make them").click()
        expect(other.get_by_test_id("stToast").get_by_text("you have joined it")).to_be_visible()

    page.get_by_test_id("stMain").get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the run").click()
    expect(page.get_by_text("Cancelled; nothing was kept.")).to_be_visible(timeout=5_000)
    expect(page.get_by_role("slider", name=re.compile("^Payments"))).to_have_attribute("aria-valuetext", "20M")
    assert [entry.id for entry in Library(folder).list()] == before
    assert not list(folder.rglob("*.part")) and not list(folder.rglob("*.unfinished"))


def test_a_job_survives_the_end_of_the_server(tmp_path: Path) -> None:
    """The demo that a server asked for at its start is made although the server ends at once."""
    jobs = Jobs(tmp_path)
    with serve(SYNFINANCE_LIBRARY=str(tmp_path)):
        until(lambda: bool(jobs.look()))
    [job] = jobs.look()
    until(lambda: not jobs.get(job.id).is_live, 60)

    assert jobs.get(job.id).state == "done"
    assert [entry.name for entry in Library(tmp_path).list()] == [job.title]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(browser: Browser, address: str, scheme: str) -> None:
    """At 390 pixels everything stacks, in both colour schemes, behind every tab."""
    with watched(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme) as page:
        page.goto(f"{address}/Generate")
        chart(page)
        for tab in ("Sample", "Download", "Prove the ledger", "Spec and delete", "Charts"):
            page.get_by_role("tab", name=tab).click()
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_what_is_chosen_can_be_read_in_the_dark(browser: Browser, address: str) -> None:
    """The open tab and the preset in force are written in the link colour: 7:1, where the primary colour has 3.8:1."""
    with watched(browser, color_scheme="dark") as page:
        page.goto(f"{address}/Generate")
        chart(page)
        for chosen in (page.get_by_role("tab", name="Charts"), page.get_by_role("radio", name="Demo 1%")):
            expect(chosen.locator("p")).to_have_css("color", "rgb(127, 178, 255)")


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "datasets/0123456789ab/spec.yaml",
        "datasets/0123456789ab/flat.csv",
        "datasets/etc/passwd",
        "datasets/0123456789ab/flat.exe",
    ],
)
def test_an_unknown_address_is_answered_with_404(address: str, path: str) -> None:
    """What is not known under /api is said to be missing, in JSON, instead of a screen."""
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{address}/api/{path}")

    assert answer.value.code == 404
    assert json.load(answer.value)["error"]


def test_a_dataset_that_was_deleted_meanwhile_is_told(page: Page, address: str, folder: Path) -> None:
    """The link of a screen that is still open leads to a sentence; the next look at the screen says the same."""
    page.goto(f"{address}/Generate?rows=10K&seed=77")
    generate(page, "10,000 payments, seed 77")
    page.get_by_role("tab", name="Download").click()
    gone = Library(folder).list()[0].id
    link = page.locator(f'a[href*="{gone}"][href$="/flat.parquet"]').get_attribute("href")
    Library(folder).delete(gone)

    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{address}{link}")
    assert answer.value.code == 404
    assert "may have been deleted" in json.load(answer.value)["error"]
    page.reload()
    expect(page.get_by_text(f"The dataset of this link, {gone}, is not in this library")).to_be_visible()
    page.get_by_role("button", name="Show the newest dataset").click()
    page.get_by_role("tab", name="Charts").click()
    chart(page)


def test_what_explains_a_download_is_one_click_away(address: str, folder: Path) -> None:
    """Card and dictionary of every layout, made when they are asked for."""
    [*_, entry] = Library(folder).list()
    for name, told in (
        ("flat-card.md", "synthetic"),
        ("linked-blind-dictionary.md", "## customers"),
        ("flat-dictionary.csv", "flat,"),
    ):
        with urllib.request.urlopen(f"{address}/api/datasets/{entry.id}/{name}") as answer:
            assert told in answer.read().decode()


def test_downloads_work_behind_a_proxy_path(browser: Browser, tmp_path: Path, stock: Path) -> None:
    """Under server.baseUrlPath the deep link and the downloads carry the prefix."""
    shutil.copytree(stock, tmp_path / "library")
    with (
        serve("--server.baseUrlPath=bank/tools", path="/bank/tools", SYNFINANCE_LIBRARY=str(tmp_path / "library")) as address,
        watched(browser) as page,
    ):
        page.goto(f"{address}/Generate")
        chart(page)
        assert pq.read_table(download(page, "Parquet").path()).num_rows == 10_000


def test_every_screen_opens_by_its_link_without_a_console_error(page: Page, address: str) -> None:
    """The first thing that a visitor opens may be any of them."""
    for name in ("Fraud_Patterns", "Analytics_Dashboard", "Train_Model", "System_Health"):
        page.goto(f"{address}/{name}")
        expect(page.get_by_role("heading", name=name.replace("_", " "))).to_be_visible()
        expect(page.get_by_test_id("stSidebar").get_by_text("Dataset in hand")).to_be_visible()
