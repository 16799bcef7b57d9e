"""The Fraud Patterns screen measured: `python -m benchmarks.patterns [rows]` prints a line a figure, beside what it should be.

Without a number of rows it makes 5 million first, which takes a minute or two. What the server does is timed alone, and a step
also in a real browser, from the key to the new words.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.hardware import hardware_class
from synfin_core.analytics.cases import case_of, cases_of, fresh
from synfin_core.analytics.catalogue import cards, presence
from synfin_core.analytics.comparison import compared
from synfin_core.analytics.golden_hour import DELAYS_H, recovery
from synfin_core.analytics.lineup import lineup, twins_like
from synfin_core.analytics.mixture import delivered
from synfin_core.analytics.trail import trail
from synfin_core.run import generate, keep
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.studio.patterns import bands, story_charts
from synfin_core.studio.patterns.step_words import knows
from synfin_core.studio.patterns.told import Told, tell
from tests.pages.conftest import CHROMIUM, program, serve

_ROWS = 5_000_000
_PRESSES = 12
_STEP_MS, _FRESH_MS = 300, 1_000


def main() -> None:
    """All figures on one dataset."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS
    print(f"{hardware_class()}; {rows:,} payments")
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        entry = keep(Spec(count=rows, fraud_rate=0.01, seed=7, min_cases=1), library, workers=2)
        _of_cases(library.open(entry.id))
        _of_the_dataset(library.open(entry.id))
        _in_the_browser(folder)
    generate(Spec(count=1_000))
    _tell("a fresh case, slowest typology", max(_took(lambda id=one.id: _fresh(id)) for one in cards()), _FRESH_MS)


def _of_cases(dataset: Dataset) -> None:
    """Opening a case, each of its steps, the golden hour and a line-up, over all typologies; warm."""
    found = {one.id: cases_of(dataset, one.id) for one in cards()}
    ids = [str(rows["fraud_case_id"][0]) for rows in found.values() if len(rows)]
    told = [tell(dataset, case_of(dataset, id)) for id in ids]
    _tell(
        "a case opened, median", statistics.median(_took(lambda id=id: tell(dataset, case_of(dataset, id))) for id in ids), _STEP_MS
    )
    steps = [_took(lambda one=one, step=step: _step(one, step)) for one in told for step in range(1, len(one.moments) + 1)]
    _tell(f"a step, median of {len(steps):,}", statistics.median(steps), _STEP_MS)
    _tell("a step, slowest", max(steps), _STEP_MS)
    hours = [_took(lambda one=one: [recovery(one.case, one.legs, delay) for delay in DELAYS_H]) for one in told]
    _tell("golden hour, slowest", max(hours), _STEP_MS)
    pairs = [_took(lambda one=one: lineup(dataset, one.case, twins_like(dataset, one.case).iloc[0])) for one in told]
    _tell("a line-up, median", statistics.median(pairs), _STEP_MS)


def _of_the_dataset(dataset: Dataset) -> None:
    """What is asked once of a dataset, and kept."""
    first, second = cards()[0].id, cards()[1].id
    asked: dict[str, Callable[[], object]] = {
        "shares of all kinds": lambda: presence(dataset),
        "two kinds compared": lambda: compared(dataset, first, second),
        "asked beside made": lambda: delivered(dataset),
        "cases of a kind": lambda: cases_of(dataset, first),
    }
    for what, ask in asked.items():
        ask()
        _tell(what, _took(ask), _STEP_MS)


def _in_the_browser(library: str) -> None:
    """A step by arrow key, from the press to the words of the new step."""
    with serve(SYNFINANCE_LIBRARY=library) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        page = browser.new_page()
        page.goto(f"{address}/Fraud_Patterns?look=One+case&typology=task_scam")
        page.get_by_text(re.compile("^Step 1 of")).wait_for(timeout=60_000)
        page.get_by_role("figure", name=re.compile("^Bands")).locator(".main-svg").first.wait_for()
        times = [_pressed(page, step) for step in range(2, 2 + _PRESSES)]
        _tell("a step in the browser, median", statistics.median(times), _STEP_MS)
        _tell("a step in the browser, slowest", max(times), _STEP_MS)
        browser.close()


def _pressed(page: Page, step: int) -> float:
    page.wait_for_timeout(600)
    began = time.perf_counter()
    page.keyboard.press("ArrowRight")
    page.get_by_text(re.compile(f"^Step {step} of")).wait_for()
    return 1_000 * (time.perf_counter() - began)


def _step(told: Told, step: int) -> None:
    """What the server draws for a step."""
    at = told.moments[step - 1].ends_at
    story_charts.lanes(told, step).figure.to_json()
    if chart := story_charts.life(told, at):
        chart.figure.to_json()
    bands.draw(trail(told.legs, at), "light").figure.to_json()
    knows(told, at)


def _fresh(typology: str) -> None:
    dataset = fresh(typology, 1)
    tell(dataset, case_of(dataset, int(cases_of(dataset, typology)["fraud_case_id"][0])))


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1_000 * (time.perf_counter() - began)


def _tell(what: str, value: float, most: float) -> None:
    print(f"{what:40} {value:8.0f} ms (at most {most:,.0f})", flush=True)


if __name__ == "__main__":
    main()
