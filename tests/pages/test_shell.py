"""The frame of every screen: the dataset in hand, running jobs, and honest sentences about what is wrong."""

import json
import os

import pytest

from synfin_core.jobs.queue import Jobs
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.store.library import Library
from synfin_core.store.manifest import MANIFEST
from synfin_core.studio.screens import SCREENS
from tests.pages.conftest import opened

FILES = [screen.file.removesuffix(".py") for screen in SCREENS]


def change(library: Library, **values: object) -> str:
    """Write other values into the manifest of the one dataset; its id."""
    [entry] = library.list()
    path = library.folder / "datasets" / entry.id / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | values))
    return entry.id


@pytest.mark.parametrize("file", FILES)
def test_every_screen_opens_with_and_without_a_dataset(library: Library, file: str) -> None:
    """No exception, the title, the word synthetic, the dataset in hand; and the same in an empty library."""
    with_one = opened(file)
    library.delete(library.list()[0].id)
    without = opened(file)

    for at in (with_one, without):
        assert not at.exception
        assert at.title[0].value == file[2:].replace("_", " ")
        assert any("All data is synthetic" in text.value for text in at.sidebar.caption)
    assert any("10,000 payments, 2.00% fraud, seed 3, " in text.value for text in with_one.sidebar.caption)
    assert any("None yet" in text.value for text in without.sidebar.markdown)


def test_another_dataset_can_be_chosen_and_is_in_the_link(library: Library) -> None:
    """The choice goes into the address, and a second session that opens the link sees the same dataset."""
    made = library.add(library.open(library.list()[0].id), "Copy")
    at = opened(dataset=library.list()[1].id)
    at.selectbox(key="chosen").set_value(made.id).run()

    assert at.query_params["dataset"] == made.id
    assert at.subheader[0].value == "Copy"
    assert opened(dataset=made.id).subheader[0].value == "Copy"
    assert opened(dataset=library.list()[1].id).subheader[0].value == "Stock"


@pytest.mark.parametrize("id", ["0123456789ab", "../../etc/passwd", "![x](http://a)", "x" * 5_000])
def test_a_link_to_no_dataset_says_so(library: Library, id: str) -> None:
    """One sentence, one action: the newest dataset."""
    at = opened(dataset=id)
    assert not at.exception
    assert "is not in this library" in at.warning[0].value and len(at.warning[0].value) < 200
    at.button(key="newest").click().run()

    assert at.subheader[0].value == "Stock"


def test_a_dataset_of_a_newer_version_is_told(library: Library) -> None:
    """What it was made with, and what to do."""
    at = opened(dataset=change(library, schema_version="99.0"))

    assert not at.exception
    assert f"made with schema 99.0, and this version reads {SCHEMA_VERSION}" in at.warning[0].value
    assert not at.metric


def test_a_dataset_of_an_older_version_is_upgraded(library: Library) -> None:
    """One action, then it opens."""
    at = opened(dataset=change(library, schema_version="0.9"))
    at.button(key="upgrade").click().run()

    assert not at.exception and at.subheader[0].value == "Stock"


def test_a_damaged_dataset_is_set_aside(library: Library) -> None:
    """Named with its cause; one action takes it out of the list."""
    [entry] = library.list()
    os.truncate(library.folder / "datasets" / entry.id / "data.duckdb", 1_000)
    at = opened(dataset=entry.id)
    assert "is damaged: its data.duckdb has 1,000 bytes" in at.warning[0].value
    at.button(key="aside").click().run()

    assert not at.exception and library.list() == []


def test_a_running_job_is_seen_on_every_screen(library: Library) -> None:
    """Its title, how far it is, and a way to stop it."""
    job = Jobs(library.folder).submit("generate", "Long one", {"spec": {"count": 20_000_000}, "workers": 1})
    for file in FILES:
        at = opened(file)
        assert any("Long one" in text.value for text in at.sidebar.caption)
        assert at.sidebar.button(key=f"cancel_bar_{job.id}")
