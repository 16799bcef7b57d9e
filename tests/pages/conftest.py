"""A real studio on a free port, and a real browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-quic")  # fmt: skip


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
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer within 20 seconds")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Address of a studio that nobody has visited yet."""
    with serve() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program(), args=list(CHROMIUM))
        yield started
        started.close()


@pytest.fixture
def studio() -> AppTest:
    """The studio's script on the Generate screen, without a server."""
    at = AppTest.from_file(APP, default_timeout=30).run()
    return at.switch_page("pages/1_Generate.py").run()
