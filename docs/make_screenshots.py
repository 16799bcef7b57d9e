"""Pictures of the screens with the demo in hand: light, dark, as wide as a phone. `make screenshots` calls this."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from synfin_core.run import keep
from synfin_core.store.library import Library
from synfin_core.studio import demo
from tests.pages.conftest import CHROMIUM, program, serve  # the studio is started as the tests start it

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
LOOKS = {"light": ("light", 1400), "dark": ("dark", 1400), "phone": ("light", 390)}
STORY = "look=One+case&typology=digital_arrest&step=14"
PARTS = {
    "gallery": "search=pensioner",
    "golden_hour": "look=Golden+hour&typology=digital_arrest",
    "which_one": "look=Which+one+is+the+fraud%3F&typology=digital_arrest",
    "two_banks": "look=Two+banks&typology=task_scam",
    "mix": "look=Mix+and+rate&typology_mix=Card+issuer",
    "compare": "look=Compare",
    "network": "look=Network",
}  # of Fraud Patterns, by their links
PROJECTOR = {"width": 1280, "height": 720}
TABS = {"download": "Download", "proof": "Prove the ledger"}
TRAINING = {"curves": "Curves and features", "queue": "Alert queue", "runs": "Runs"}  # parts of Train Model besides the first
HEIGHT = 900


def main() -> None:
    """Start a studio on a library with the demo and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as library, sync_playwright() as playwright:
        keep(demo.SPEC, Library(Path(library)), name=demo.NAME)
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        with serve(SYNFINANCE_LIBRARY=library) as address:
            for name in LOOKS:
                _picture(_opened(browser, address, name), name)
            page = _opened(browser, address, "light")
            for name, tab in TABS.items():
                page.get_by_role("tab", name=tab).click()
                _wait_for(page, tab)
                _picture(page, name)
            _patterns(browser, address)
            _dashboard(browser, address)
            _training(browser, address)
            _health(browser, address)
        browser.close()


def _patterns(browser: Browser, address: str) -> None:
    """Fraud Patterns: one case in every look and on a projector, then its other parts."""
    for look in LOOKS:
        page = _window(browser, look)
        page.goto(f"{address}/Fraud_Patterns?{STORY}")
        _told(page)
        _picture(page, look, "patterns")
    page = browser.new_context(viewport=PROJECTOR, color_scheme="light").new_page()
    page.goto(f"{address}/Fraud_Patterns?{STORY}&present=1")
    _told(page)
    page.screenshot(path=FOLDER / "patterns_projector.png")
    for name, link in PARTS.items():
        page = _window(browser, "light")
        page.goto(f"{address}/Fraud_Patterns?{link}")
        page.get_by_test_id("stApp").wait_for()
        if name == "network":
            page.get_by_role("figure", name=re.compile("^A network of")).locator(".main-svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(3_000)
        if name == "which_one":
            page.get_by_role("button", name="A is the fraud").click()
            page.get_by_text("You were right").wait_for()
        _picture(page, name, "patterns")


def _dashboard(browser: Browser, address: str) -> None:
    """The Analytics Dashboard: everything in every look, then one state, its payments, and one bank's view beside it."""
    for look in LOOKS:
        page = _window(browser, look)
        page.goto(f"{address}/Analytics_Dashboard?measure=Fraud+rate")
        page.get_by_role("figure", name=re.compile("^A grid of India")).locator(".main-svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(2_000)
        _picture(page, look, "dashboard")
    links = {
        "filtered": "in_state=Maharashtra&by_rail=UPI",
        "payments": "part=Payments+and+download&by_rail=Card&only_fraud=true",
        "compare": "part=Compare&against=What+HDFC+Bank+sees",
    }
    for name, link in links.items():
        page = _window(browser, "light")
        page.goto(f"{address}/Analytics_Dashboard?{link}")
        page.get_by_test_id("stMetric").first.wait_for(timeout=60_000)
        page.wait_for_timeout(4_000)
        _picture(page, name, "dashboard")


def _training(browser: Browser, address: str) -> None:
    """Train Model: a baseline is trained by its button, then every part of the screen."""
    page = _window(browser, "light")
    page.goto(f"{address}/Train_Model")
    page.get_by_role("button", name=re.compile("^Train a baseline")).click()
    page.get_by_text(re.compile("are alerts")).wait_for(timeout=300_000)
    for look in LOOKS:
        _training_part(browser, address, look, "Threshold", look)
    for name, part in TRAINING.items():
        _training_part(browser, address, "light", part, name)


def _training_part(browser: Browser, address: str, look: str, part: str, name: str) -> None:
    page = _window(browser, look)
    page.goto(f"{address}/Train_Model?part={part.replace(' ', '+')}")
    page.get_by_role("tab", name=part).wait_for()
    page.wait_for_timeout(5_000)
    if part == "Alert queue":
        page.get_by_role("button", name="Unsure").click()
        page.get_by_text("The truth, which no bank knows yet").wait_for()
    _picture(page, name, "train")


def _told(page: Page) -> None:
    """Wait for a step of a case, its charts painted."""
    for start in ("Steps of the case", "Bands of money", "Above, payments"):
        page.get_by_role("figure", name=re.compile(f"^{start}")).locator(".main-svg").first.wait_for()
    page.wait_for_timeout(500)


def _health(browser: Browser, address: str) -> None:
    """System Health after the pictures above were taken, and its fault drill from beginning to end."""
    page = _window(browser, "light")
    page.goto(f"{address}/System_Health")
    page.get_by_role("table", name="Components with status").wait_for()
    _picture(page, "light", "health")
    page.goto(f"{address}/System_Health?part=Fault+drill")
    page.get_by_role("button", name="Start the drill").click()
    page.get_by_text("Closed again, by itself").wait_for(timeout=60_000)
    _picture(page, "drill", "health")


def _opened(browser: Browser, address: str, look: str) -> Page:
    """The Generate screen, its charts painted."""
    page = _window(browser, look)
    page.goto(f"{address}/Generate")
    page.get_by_role("figure", name=re.compile("^Bars")).locator(".main-svg").first.wait_for()
    return page


def _window(browser: Browser, look: str) -> Page:
    """An empty window in the colours and the width of a look."""
    scheme, width = LOOKS[look]
    return browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme).new_page()


def _wait_for(page: Page, tab: str) -> None:
    """What a tab shows when its work is done."""
    if tab == "Prove the ledger":
        page.get_by_role("button", name=tab).click()
        page.get_by_text(re.compile("0 paise off;")).wait_for()
    page.wait_for_timeout(500)


def _picture(page: Page, name: str, screen: str = "generate") -> None:
    """Save the whole page."""
    width = page.viewport_size["width"] if page.viewport_size else HEIGHT
    height = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, HEIGHT)})
    page.wait_for_timeout(1_000)  # the charts fit themselves to the new size
    page.screenshot(path=FOLDER / f"{screen}_{name}.png")


if __name__ == "__main__":
    main()
