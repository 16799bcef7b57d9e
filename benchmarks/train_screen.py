"""Train Model measured: `python -m benchmarks.train_screen` prints a baseline on 50,000 rows and a move of the threshold."""

import re
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.hardware import hardware_class
from synfin_core.learning.operating import Curve
from synfin_core.learning.registry import Registry
from synfin_core.learning.tested import Tested
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.pages.conftest import CHROMIUM, program, serve

_SPEC = Spec(count=50_000, fraud_rate=0.02, min_cases=1, seed=3)
_MOVES = 15
_CHANGED = "before => !document.body.innerText.includes(before) && /At [0-9.]+, .* alerts/.test(document.body.innerText)"


def main() -> None:
    """A click on the button to the figures of the model, then the slider, then its sums alone."""
    print(hardware_class())
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = Path(folder) / "library"
        keep(_SPEC, Library(library))
        browser = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        with serve(SYNFINANCE_LIBRARY=str(library)) as address:
            page = browser.new_page()
            page.goto(f"{address}/Train_Model")
            _tell("50,000 rows: click to the model's figures", _baseline(page), "s", 3)
            _tell("threshold moved, median", 1_000 * statistics.median(_moves(page)), "ms", 200)
        browser.close()
        _tell("the sums of a threshold alone", 1_000 * _sums(Registry(library).list()[0].folder), "ms", 10)


def _baseline(page: Page) -> float:
    button = page.get_by_role("button", name=re.compile("^Train a baseline"))
    button.wait_for()
    began = time.perf_counter()
    button.click()
    page.get_by_text(re.compile(r"^At .* are alerts\.$")).wait_for(timeout=120_000)
    return time.perf_counter() - began


def _moves(page: Page) -> list[float]:
    """Seconds from a key to the sentence that has changed, in the browser."""
    slider, sentence = page.get_by_role("slider", name=re.compile("^Alert when")), page.get_by_text(re.compile(r"^At .* alerts\.$"))
    slider.focus()
    took = []
    for _ in range(_MOVES):
        page.wait_for_timeout(500)
        before = sentence.inner_text()
        began = time.perf_counter()
        slider.press("ArrowLeft")
        page.wait_for_function(_CHANGED, arg=before, polling="raf")
        took.append(time.perf_counter() - began)
    return took


def _sums(folder: Path) -> float:
    """Seconds of one threshold: figures and what is missed."""
    curve = Curve(Tested.read(folder).payments)
    began = time.perf_counter()
    for step in range(1, 101):
        curve.at(step / 101)
        curve.by_typology(step / 101)
    return (time.perf_counter() - began) / 100


def _tell(what: str, value: float, unit: str, most: float) -> None:
    print(f"{what}: {value:,.1f} {unit}; at most {most:g} wanted")


if __name__ == "__main__":
    main()
