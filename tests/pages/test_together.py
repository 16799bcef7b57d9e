"""Two browsers and the command line use one library at once: nothing is mixed up, and no lock stands in anybody's way."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from synfin_core.store.library import Library
from tests.pages.conftest import APP, chart, download, serve, watched

TURNS = 6
TERMINAL = f"""
import io, json, sys
from contextlib import redirect_stdout
from pathlib import Path
from synfin_core.cli import main
def said(*words):
    with redirect_stdout(io.StringIO()) as told:
        assert main([*words, "--library", sys.argv[1]]) == 0, words
    return told.getvalue()
for turn in range({TURNS}):
    made = json.loads(said("generate", "dataset", "--count", str(1000 + turn), "--seed", "9", "--workers", "1", "--json"))
    file = Path(sys.argv[2]) / f"{{turn}}.csv"
    said("dataset", "export", made["id"], "--output", str(file))
    print(made["n_rows"], file.read_bytes().count(b"\\n") - 1)
    said("dataset", "delete", made["id"])
"""


@pytest.fixture
def folder(tmp_path: Path, stock: Path) -> Path:
    """A library with one dataset, which must stay as it is."""
    return Path(shutil.copytree(stock, tmp_path / "library"))


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Address of a studio on this library."""
    with serve(SYNFINANCE_LIBRARY=str(folder)) as started:
        yield started


def rows_of_download(page: Page) -> int:
    """Rows of the Parquet file of the dataset that the page's address names."""
    page.wait_for_url(re.compile("dataset="))
    [id] = re.findall(r"dataset=(\w+)", page.url)
    page.get_by_role("tab", name="Download").click()
    expect(page.locator(f'a[href*="{id}/flat.parquet"]')).to_be_visible()
    return int(pq.read_table(download(page, "Parquet").path()).num_rows)


def delete(page: Page) -> None:
    """Delete the dataset in hand; the screen goes on to another one."""
    page.get_by_role("tab", name="Spec and delete").click()
    page.get_by_role("button", name=re.compile("^Delete this dataset")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_all_three_generate_export_and_delete_at_once(browser: Browser, address: str, folder: Path, tmp_path: Path) -> None:
    """Each gets the rows that it asked for, and what nobody deleted is all that is left."""
    before = [entry.id for entry in Library(folder).list()]
    with watched(browser) as one, watched(browser) as two:
        windows = {one: (20_000, 31), two: (10_000, 32)}
        for page, (rows, seed) in windows.items():
            page.goto(f"{address}/Generate?rows={rows // 1000}K&seed={seed}")
            chart(page)
        words = [sys.executable, "-c", TERMINAL, str(folder), str(tmp_path)]
        terminal = subprocess.Popen(words, cwd=APP.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for page in windows:
            page.get_by_role("button", name="Generate", exact=True).click()
        for page, (rows, seed) in windows.items():
            expect(page.get_by_role("heading", name=f"{rows:,} payments, seed {seed}")).to_be_visible()
            assert rows_of_download(page) == rows
        for page in windows:
            delete(page)
            expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    told, error = terminal.communicate(timeout=120)

    assert (terminal.returncode, error) == (0, "")
    assert told.splitlines() == [f"{rows} {rows}" for rows in range(1000, 1000 + TURNS)]
    assert [entry.id for entry in Library(folder).list()] == before
