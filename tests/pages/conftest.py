"""A library of its own for each test, a real studio on a free port, and a real browser to look at it with."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pytest
from playwright.sync_api import Browser, Download, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from synfin_core.jobs.queue import Jobs
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

APP = Path(__file__).resolve().parents[2] / "app.py"
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-quic")  # fmt: skip

expect.set_options(timeout=20_000)  # milliseconds; a busy machine takes its time to load the browser's code


def program() -> str | None:
    """The Chromium of this computer; None leaves it to Playwright to say what is missing."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serve(*options: str, path: str = "", **environment: str) -> Iterator[str]:
    """Start the studio as a user does, wait until it answers, stop that very process in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.headless=true", f"--server.port={port}"]
    server = subprocess.Popen([*command, *options], cwd=APP.anchor, env={**os.environ, **environment})
    address = f"http://127.0.0.1:{port}{path}"
    try:
        _wait_until_it_answers(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the studio ended before it answered"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer within 20 seconds")


class watched:
    """A new browser window that notes what must not happen, and objects at the end."""

    def __init__(self, browser: Browser, **look: object) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 950}, **look})
        self.faults: list[str] = []

    def __enter__(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        return page

    def _note(self, url: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url):
            self.faults.append(f"a request left the machine: {url}")

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.context.close()
        assert kind or not self.faults, self.faults


def chart(page: Page) -> None:
    """Wait for the first chart to be painted."""
    figure = page.get_by_role("figure", name=re.compile("^Two outlines over the hours"))
    expect(figure.locator(".main-svg").first).to_be_visible()


def download(page: Page, name: str) -> Download:
    """Follow a download link; the file is made on the way."""
    page.get_by_role("tab", name="Download").click()
    with page.expect_download(timeout=20_000) as event:
        page.get_by_role("link", name=re.compile(f"^{name} · ")).click()
    return event.value


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset of 10,000 payments; it is copied, never used."""
    folder = tmp_path_factory.mktemp("stock")
    keep(Spec(count=10_000, fraud_rate=0.02, seed=3), Library(folder), name="Stock")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        yield started
        started.close()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty library, for the studio's script without a server; what runs in it is stopped in the end."""
    folder = tmp_path / "library"
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(folder))
    yield folder
    for job in Jobs(folder).look():
        if job.is_live:
            Jobs(folder).cancel(job.id)


@pytest.fixture
def library(empty: Path, stock: Path) -> Library:
    """A library with one dataset, for the studio's script without a server."""
    shutil.copytree(stock, empty)
    return Library(empty)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one dataset of every typology; it is copied, never used."""
    folder = tmp_path_factory.mktemp("rich")
    keep(Spec(count=60_000, fraud_rate=0.02, min_cases=1, seed=3), Library(folder), name="Every kind")
    return folder


@pytest.fixture
def every(empty: Path, rich: Path) -> Library:
    """A library with a dataset of every typology."""
    shutil.copytree(rich, empty)
    return Library(empty)


def opened(screen: str = "1_Generate", **link: str) -> AppTest:
    """The studio's script on a screen, by a link, without a server."""
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params.update(link)
    at.switch_page(f"pages/{screen}.py")
    return at.run()


@pytest.fixture
def studio(library: Library) -> AppTest:
    """The Generate screen with one dataset in the library."""
    return opened()
