"""Pictures of the Generate screen after a run: light, dark, and as wide as a phone. `make screenshots` calls this."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.pages.conftest import CHROMIUM, program, serve  # the studio is started as the tests start it

ROOT = Path(__file__).resolve().parents[1]

FOLDER = ROOT / "docs" / "screenshots"
LOOKS = {"light": ("light", 1400), "dark": ("dark", 1400), "phone": ("light", 390)}
HEIGHT = 900


def picture(browser: Browser, address: str, name: str) -> None:
    """Generate with the default settings and save the whole page."""
    scheme, width = LOOKS[name]
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/Generate")
    page.get_by_role("button", name="Generate", exact=True).click()
    page.locator(".main-svg").first.wait_for()
    page.get_by_role("link", name="Download Parquet").wait_for()
    height = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(1_000)  # the charts fit themselves to the new size
    page.screenshot(path=FOLDER / f"generate_{name}.png")
    context.close()


def main() -> None:
    """Start a studio and take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        for name in LOOKS:
            picture(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main()
