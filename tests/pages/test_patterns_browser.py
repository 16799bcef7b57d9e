"""Journeys through Fraud Patterns in a real browser: a case by keyboard, golden hour, a guess, a mix, a room and a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from synfin_core.analytics.catalogue import card
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import serve, watched

SPEC = Spec(count=60_000, fraud_rate=0.02, min_cases=1, seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset that has every typology."""
    place = tmp_path_factory.mktemp("patterns") / "library"
    keep(SPEC, Library(place), name="Every kind")
    return place


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Address of the screen."""
    with serve(SYNFINANCE_LIBRARY=str(folder)) as started:
        yield f"{started}/Fraud_Patterns"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a console error or on a request to another host."""
    with watched(browser) as opened:
        yield opened


def step(page: Page, number: int) -> Locator:
    """The line above the step that is told."""
    return page.get_by_text(re.compile(rf"^Step {number} of \d+ · "))


def test_a_case_is_chosen_in_the_gallery_and_stepped_by_keyboard(page: Page, address: str) -> None:
    """Search, tell, arrow keys without a click before; the slider moves one step a key; the link shows the same to another."""
    page.goto(address)
    page.get_by_role("searchbox", name="Search").fill("deposit broken same day")
    expect(page.get_by_text("1 kind of fraud, shares of Every kind")).to_be_visible()
    expect(page.get_by_role("button", name="Tell a case")).to_have_count(1)
    page.get_by_role("button", name="Tell a case").click()
    expect(step(page, 1)).to_be_visible()
    expect(page.get_by_role("tabpanel", name="One case").get_by_text("False police hold an aged victim")).to_be_visible()

    for number in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect(step(page, number)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(step(page, 3)).to_be_visible()
    slider = page.get_by_role("slider", name=re.compile("^Step"))
    slider.focus()
    for number in (4, 5):
        slider.press("ArrowRight")
        expect(step(page, number)).to_be_visible()
    page.wait_for_timeout(500)
    expect(step(page, 5)).to_be_visible()
    page.wait_for_url(re.compile(r"(?=.*typology=digital_arrest)(?=.*case=\d+)(?=.*step=5)"))
    expect(page.get_by_role("figure", name=re.compile("^Steps of the case in four lanes, 5 of"))).to_be_visible()

    words = page.locator("h4").first.inner_text()
    page.reload()
    expect(step(page, 5)).to_be_visible()
    assert page.locator("h4").first.inner_text() == words


def test_the_trail_is_a_graph_as_well(page: Page, address: str) -> None:
    """Bands or graph, with the same title; the numbers stand in a table."""
    page.goto(f"{address}?look=One+case&typology=task_scam&step=12")
    bands = page.get_by_role("figure", name=re.compile("^Bands of money"))
    expect(bands.locator(".main-svg").first).to_be_visible()
    page.get_by_role("radio", name="Graph").click()
    expect(page.get_by_role("figure", name=re.compile("^A graph of money")).locator(".main-svg").first).to_be_visible()
    page.get_by_text("The charts as tables").click()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(3)


def test_the_golden_hour_moves_rupees_at_once(page: Page, address: str) -> None:
    """The later the report, the less is frozen; both stand in the sentence and in the figures."""
    page.goto(f"{address}?look=Golden+hour&typology=digital_arrest")
    frozen = page.get_by_test_id("stMetric").filter(has_text="Frozen").get_by_test_id("stMetricValue")
    expect(frozen).to_be_visible()
    early = frozen.inner_text()
    page.get_by_role("radio", name="3 days").click()
    expect(frozen).not_to_have_text(early)
    page.wait_for_url(re.compile(r"reported=3\+days"))
    expect(page.get_by_text(re.compile(r"^Told on .* can be frozen"))).to_be_visible()


def test_a_guess_is_answered_and_counted(page: Page, address: str) -> None:
    """Before the guess nothing tells the two apart; after it the answer, the rule's points and the tally."""
    page.goto(f"{address}?look=Which+one+is+the+fraud%3F&typology=digital_arrest")
    expect(page.get_by_role("button", name="A is the fraud")).to_be_visible()
    expect(page.get_by_text(re.compile("innocent: "))).to_have_count(0)
    page.get_by_role("button", name="A is the fraud").click()
    expect(
        page.get_by_text(re.compile(r"^(Right|Not this time)\. [AB] is the fraud, case \d+; [AB] is innocent: "))
    ).to_be_visible()
    expect(page.get_by_text("You were right")).to_be_visible()
    expect(page.get_by_text(re.compile("^[01] of 1$")).first).to_be_visible()
    page.get_by_role("button", name="Another pair").click()
    expect(page.get_by_role("button", name="A is the fraud")).to_be_enabled()


def test_a_mix_is_changed_scaled_and_made(page: Page, address: str, folder: Path) -> None:
    """Weights that miss 100% are refused in a sentence; scaled they are made as hard as chosen, asked beside made."""
    page.goto(f"{address}?look=Mix+and+rate&typology_mix=Card+issuer")
    weight = page.get_by_role("spinbutton", name="Card not present (stolen details), %")
    weight.fill("80")
    weight.press("Enter")
    expect(page.get_by_text(re.compile(r"^The weights sum to 1\d\d\.\d%; they must sum to 100%\."))).to_be_visible()
    expect(page.get_by_role("button", name="Generate", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Scale to 100%").click()
    expect(page.get_by_text(re.compile("^The weights sum to 100% over 10 kinds"))).to_be_visible()
    rows = page.get_by_role("slider", name=re.compile("^Payments"))
    rows.focus()
    rows.press("Home")
    expect(page.get_by_text(re.compile("Expect 10,000 payments"))).to_be_visible()
    page.get_by_role("radio", name="Hard").click()
    page.get_by_role("button", name="Generate", exact=True).click()
    expect(page.get_by_test_id("stSidebar").get_by_text("10,000 payments, seed 42").first).to_be_visible()
    expect(page.get_by_role("figure", name=re.compile("^Two bars a kind of fraud"))).to_be_visible()

    newest = Library(folder).list()[0]
    assert newest.spec and newest.spec.difficulty == "hard"
    assert dict(newest.spec.fraud_mix or ())["card_cnp"] > 55
    Library(folder).delete(newest.id)


def test_the_network_of_a_ring_is_drawn_and_told(page: Page, address: str) -> None:
    """Rings are found without labels: a picture, another finding chosen, its evidence and its payments, and how many are right."""
    page.goto(f"{address}?look=Network")
    picture = page.get_by_role("figure", name=re.compile("^A network of"))
    expect(picture.locator(".main-svg").first).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Rings")).to_contain_text("right")
    first = picture.get_attribute("aria-label")
    page.get_by_role("radio", name="pass-through").click()
    expect(page.get_by_role("figure", name=re.compile("^A network of"))).not_to_have_attribute("aria-label", first or "")
    expect(page.get_by_text(re.compile(r"^Strength \d\.\d\d · "))).to_be_visible()


def test_a_room_sees_large_type_and_no_menu(browser: Browser, address: str) -> None:
    """1280 pixels: no sidebar, no sideways scroll, larger letters, arrow keys; and a way out."""
    with watched(browser, viewport={"width": 1280, "height": 720}) as page:
        page.goto(f"{address}?typology=task_scam&present=1")
        expect(step(page, 1)).to_be_visible()
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        page.keyboard.press("ArrowRight")
        expect(step(page, 2)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        page.get_by_role("tab", name="Network").click()
        found = page.get_by_role("slider", name="Finding")
        found.focus()
        found.press("ArrowRight")
        expect(found).to_have_attribute("aria-valuetext", re.compile("^No. 2: "))
        page.get_by_role("button", name="Leave").click()
        expect(page.get_by_test_id("stSidebar")).to_be_visible()


@pytest.mark.parametrize(
    "look", ["Gallery", "One case", "Golden hour", "Which one is the fraud?", "Two banks", "Mix and rate", "Compare", "Network"]
)
def test_a_phone_shows_every_part_without_sideways_scroll(browser: Browser, address: str, look: str) -> None:
    """390 pixels, also when presented."""
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{address}?look={look.replace(' ', '+').replace('?', '%3F')}")
        expect(page.get_by_role("tab", name=look)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("typology", ["sim_swap", "synthetic_id", "card_testing"])
def test_the_brief_is_one_page_that_needs_nothing_else(page: Page, address: str, typology: str) -> None:
    """A file of HTML without script, picture or address of another host; on paper one sheet of A4, also of a long case."""
    page.goto(f"{address}?look=One+case&typology={typology}")
    with page.expect_download() as event:
        page.get_by_role("button", name="Brief, one page").click()
    text = event.value.path().read_text(encoding="utf-8")
    page.set_content(text)
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))

    assert re.fullmatch(r"synfinance-case-\d+\.html", event.value.suggested_filename)
    assert text.startswith("<!doctype html>") and card(typology).name in text
    assert not re.search(r"<script|<img|<link|https?://", text)
    assert sheets == 1
