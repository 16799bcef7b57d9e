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
TABS = {"download": "Download", "proof": "Prove the ledger"}
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
            _health(browser, address)
        browser.close()


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
