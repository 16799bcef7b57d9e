"""The Analytics Dashboard measured: `python -m benchmarks.dashboard [rows]` prints a line a figure, beside what it should be.

Without a number of rows it makes 10 million first, which takes a minute or two. What the server does is timed alone, each filter
for the first time; then a filter in a real browser, from the click to the changed figure, and what is sent for a page.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.hardware import hardware_class
from synfin_core.analytics.dashboard import View, bounds, course, view
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.cube import Cube
from synfin_core.store.library import Library
from synfin_core.store.slice import Slice
from synfin_core.studio.dashboard import marks, tile_map
from tests.pages.conftest import CHROMIUM, program, serve

_ROWS = 10_000_000
_FIRST_MS, _ALL_MS, _KB, _MARKS = 300, 1_000, 500, 2_000
_WORDS = ("state", "rail", "category")


def main() -> None:
    """All figures on one dataset."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS
    print(f"{hardware_class()}; {rows:,} payments")
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        id = keep(Spec(count=rows, fraud_rate=0.01, seed=7), library, workers=2).id
        print(f"{'aggregates, made once':45} {_took(lambda: bounds(library.cube(id))):8.0f} ms")
        cube = library.cube(id)
        print(f"{'aggregates, read again':45} {_took(lambda: bounds(cube)):8.0f} ms")
        _of_the_server(cube)
        _in_the_browser(folder)


def _of_the_server(cube: Cube) -> None:
    """Each filter for the first time: the sums alone, then all that is drawn."""
    chosen = _slices(cube)
    first = [_took(lambda one=one: course(cube, one)) for one in chosen]
    _tell("key figures of a filter, median", statistics.median(first), "ms", _FIRST_MS)
    _tell("key figures of a filter, slowest", max(first), "ms", _FIRST_MS)
    drawn = [_took(lambda one=one: _draw(view(cube, one))) for one in chosen]
    _tell("all cards of a filter, median", statistics.median(drawn), "ms", _ALL_MS)
    _tell("all cards of a filter, slowest", max(drawn), "ms", _ALL_MS)
    _tell("marks of the fullest chart", _draw(view(cube, Slice())), "marks", _MARKS)


def _slices(cube: Cube) -> list[Slice]:
    """One word of each list, then spans of days, short and long."""
    known = bounds(cube)
    if known is None:
        raise SystemExit("there is no payment to look at")
    words = {"state": "states", "rail": "rails", "category": "categories"}
    of_words = [Slice(**{words[by]: (word,)}) for by in _WORDS for word in known.words[by][:8]]
    days = (known.last - known.first).days
    spans = [Slice(known.first + timedelta(days // 4), known.first + timedelta(days // 4 + days * part // 4)) for part in (1, 2, 3)]
    return [*of_words, *spans]


def _draw(found: View) -> int:
    """Draw every chart as the screen does; marks of the fullest."""
    drawn = [
        marks.over_time(found), marks.by_hour(found, "rate"), tile_map.draw(found, "rate", "light"), marks.by_amount(found),
        *(marks.by_rate(found, by, by, {}) for by in _WORDS), marks.by_loss(found, {}), marks.by_outcome(found),
    ]  # fmt: skip
    for chart in drawn:
        if chart:
            chart.figure.to_json()
    return max(sum(len(trace.x) for trace in chart.figure.data if trace.x is not None) for chart in drawn if chart)


def _in_the_browser(library: str) -> None:
    """What is sent for the page, and a bar clicked until the first figure changes; each rail is clicked once and again."""
    with serve(SYNFINANCE_LIBRARY=library) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        page, sizes = browser.new_page(), list[int]()
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
        page.goto(f"{address}/Analytics_Dashboard")
        page.get_by_role("figure", name=re.compile("^Three bars")).locator(".main-svg").first.wait_for(timeout=120_000)
        _tell("to the browser, the whole page", sum(sizes) / 1_000, "KB", _KB)
        times = [_clicked(page) for _ in range(6)]
        _tell("a bar clicked, until the figure changes, median", statistics.median(times), "ms", _FIRST_MS)
        browser.close()


def _clicked(page: Page) -> float:
    page.wait_for_timeout(5_000)
    value = page.get_by_test_id("stMetricValue").first
    before = value.inner_text()
    bars = (
        page.get_by_role("figure", name=re.compile("^Bars, one a rail")).locator(".barlayer .trace").nth(1).locator(".point path")
    )
    bars.last.scroll_into_view_if_needed()
    began = time.perf_counter()
    bars.last.click(force=True)
    page.wait_for_function(
        "before => ![null, undefined, before].includes(document.querySelector('[data-testid=stMetricValue]')?.innerText)",
        arg=before,
    )
    return 1_000 * (time.perf_counter() - began)


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - began)


def _tell(what: str, value: float, unit: str, most: float) -> None:
    print(f"{what:45} {value:8.0f} {unit} (at most {most:,.0f})", flush=True)


if __name__ == "__main__":
    main()
