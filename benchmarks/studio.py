"""The studio measured in a real browser: `python -m benchmarks.studio` prints a line a figure, beside what it should be."""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import psutil
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.hardware import hardware_class
from synfin_core.jobs.queue import Jobs
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.studio.screens import SCREENS
from tests.pages.conftest import CHROMIUM, program, serve

_PRESSES, _MOVES = 5, 8
_LONG_ROWS = 20_000_000
_DOWNLOAD_ROWS = 500_000  # as a flat CSV about 210 MB
_LOOK_SECONDS = 0.02


def main() -> None:
    """All figures, one after the other, on one server."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{hardware_class()}; load before the start {load:.1f}")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        library = Path(folder) / "library"
        with serve(SYNFINANCE_LIBRARY=str(library)) as address:
            _measure(browser, address, library)
        browser.close()


def _measure(browser: Browser, address: str, library: Path) -> None:
    page = browser.new_page()
    _tell("empty library, cold browser: first chart", _first_chart(page, address), "s", 4)
    page.goto(f"{address}/Generate?rows=100K")
    presses = [_press(page, seed) for seed in range(1_000, 1_000 + _PRESSES)]
    _tell("100,000 rows: click to first chart, median", statistics.median(presses), "s", 1.5)
    _tell("slider rerun, idle, median", 1_000 * statistics.median(_slides(page)), "ms", 500)
    jobs = Jobs(library)
    job = jobs.submit("generate", "Long run", {"spec": {"count": _LONG_ROWS}})
    _wait(lambda: jobs.get(job.id).done_rows > 0)
    _tell("slider rerun, 20 million rows under way, median", 1_000 * statistics.median(_slides(page)), "ms", 500)
    began = time.perf_counter()
    jobs.cancel(job.id)
    _tell("cancel of that run", time.perf_counter() - began, "s", 2)
    large = keep(Spec(count=_DOWNLOAD_ROWS), Library(library), workers=2)
    for screen in SCREENS:
        link = f"{address}/{screen.address}?dataset={large.id}"
        _tell(f"to the browser: {screen.title}", _websocket_bytes(browser, link) / 1_000, "KB", 500)
    n_bytes, rise = _download(page, f"{address}/Generate?dataset={large.id}")
    _tell(f"server memory, download of {n_bytes / 1e6:.0f} MB", rise / 1e6, "MB more", 20)


def _tell(what: str, value: float, unit: str, most: float) -> None:
    print(f"{what:55} {value:8.2f} {unit:8} (at most {most:g})", flush=True)


def _first_chart(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(f"{address}/Generate")
    _figure(page).wait_for(timeout=60_000)
    return time.perf_counter() - began


def _figure(page: Page) -> Locator:
    """What is painted of the first chart."""
    return page.get_by_role("figure", name=re.compile("^Two outlines over the hours")).locator(".main-svg").first


def _press(page: Page, seed: int) -> float:
    """Seconds from the click to charts of the new dataset: its first title stands in the painted chart's name."""
    box = page.get_by_role("spinbutton", name="Seed")
    box.fill(str(seed))
    box.press("Enter")
    page.wait_for_url(re.compile(f"seed={seed}"))
    page.wait_for_timeout(1_000)
    began = time.perf_counter()
    page.get_by_role("button", name="Generate", exact=True).click()
    page.get_by_text(re.compile(f"seed {seed} · generated")).wait_for(timeout=60_000)
    _figure(page).wait_for()
    return time.perf_counter() - began


def _slides(page: Page) -> list[float]:
    """Seconds from the key to the new sentence below the slider, there and back."""
    slider = page.get_by_role("slider", name=re.compile("^Fraud rate"))
    slider.focus()
    return [_slide(page, key) for key in ("ArrowRight", "ArrowLeft") * (_MOVES // 2)]


def _slide(page: Page, key: str) -> float:
    sentence = page.get_by_text(re.compile("^Expect .* payments"))
    before = sentence.inner_text()
    began = time.perf_counter()
    page.keyboard.press(key)
    _wait(lambda: sentence.inner_text() != before)
    took = time.perf_counter() - began
    page.wait_for_timeout(500)
    return took


def _websocket_bytes(browser: Browser, link: str) -> int:
    """Bytes that the server sends until the page is drawn."""
    page, sizes = browser.new_page(), list[int]()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.goto(link)
    page.get_by_test_id("stSidebar").get_by_text("Dataset in hand").wait_for()
    page.wait_for_timeout(3_000)
    page.close()
    return sum(sizes)


def _download(page: Page, link: str) -> tuple[int, int]:
    """Size of the CSV, and by how much the server's memory rose at most while it was made and sent."""
    page.goto(link)
    page.get_by_role("tab", name="Download").click()
    page.wait_for_timeout(2_000)
    with _memory() as seen, page.expect_download(timeout=120_000) as event:
        page.get_by_role("button", name=re.compile("^Prepare CSV · ")).click()
        page.get_by_role("link", name=re.compile("^CSV · ")).click(timeout=120_000)
        size = event.value.path().stat().st_size
    return size, seen.peak - seen.before


@dataclass
class _Memory:
    before: int
    peak: int
    ended: Event = field(default_factory=Event)


@contextmanager
def _memory() -> Iterator[_Memory]:
    """Resident memory of the server, looked at while something happens; jobs are processes of their own."""
    server = next(one for one in psutil.Process().children() if "streamlit" in one.cmdline())
    seen = _Memory(server.memory_info().rss, 0)

    def watch() -> None:
        while not seen.ended.wait(_LOOK_SECONDS):
            seen.peak = max(seen.peak, server.memory_info().rss)

    watcher = Thread(target=watch)
    watcher.start()
    yield seen
    seen.ended.set()
    watcher.join()


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit("the studio did not answer within a minute")
        time.sleep(_LOOK_SECONDS / 2)


if __name__ == "__main__":
    main()
