"""The System Health screen, run as a script: live figures, honest when empty, and nothing that is for the owner alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.jobs.job import now
from synfin_core.jobs.queue import Jobs
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability import logs
from synfin_core.store.library import Library
from synfin_core.studio.health.screen import _PARTS
from tests.pages.conftest import opened, until

SCREEN = "5_System_Health"
SECRET = "a key of many letters"


def shown(at: AppTest) -> str:
    """All text and every cell that the screen shows."""
    assert not at.exception
    kinds = (at.markdown, at.caption, at.success, at.warning, at.error, at.subheader)
    words = [element.value for kind in kinds for element in kind]
    figures = [f"{metric.label} {metric.value} {metric.delta}" for metric in at.metric]
    cells = [frame.value.to_string() for frame in (*at.table, *at.dataframe)]
    return "\n".join([*words, *figures, *cells])


def failed_job(library: Library, title: str = "Broken one") -> str:
    """A job that failed, with an error id; its id."""
    jobs = Jobs(library.folder)
    job = jobs.submit("verify", title, {"dataset": library.list()[0].id})
    until(lambda: not jobs.get(job.id).is_live)
    with Shelf(library.folder).locked():
        told = f"it stopped at {library.folder}/x.bin"
        Shelf(library.folder).write(replace(jobs.get(job.id), state="failed", error=told, error_id="deadbeef", ended_at=now()))
    return job.id


@pytest.fixture
def logged() -> Iterator[None]:
    """Logs as the server keeps them, with an error that names a file."""
    logs.configure("info", format="json")
    logs.logger("synfin_core.test").error("cannot read /srv/secret/file.csv", exc_info=OSError("no"))
    yield


@pytest.mark.parametrize("part", list(_PARTS))
def test_every_part_is_honest_with_and_without_a_dataset(library: Library, part: str, logged: None) -> None:
    """No exception, the status first, and no path of this machine, with a dataset, an error and a failed job or without."""
    failed_job(library)
    full = opened(SCREEN, part=part)
    library.delete(library.list()[0].id)
    texts = [shown(full), shown(opened(SCREEN, part=part))]

    for text in texts:
        assert any(word in text for word in ("**Healthy**", "**Degraded**", "**Unhealthy**"))
        assert str(library.folder) not in text and "/srv/secret" not in text
        assert str(Path(__file__).parents[2]) not in text
        assert "Traceback" not in text


def test_the_key_figures_are_those_of_the_machine_and_the_library(library: Library) -> None:
    """Memory, disk, library, jobs."""
    at = opened(SCREEN)
    figures = {metric.label: (metric.value, metric.delta) for metric in at.metric}

    assert list(figures) == ["CPU in use", "Memory", "Disk free", "Library", "Sessions", "Jobs running"]
    assert figures["CPU in use"][0].endswith("%")
    assert figures["Memory"][0].endswith(("MB", "GB"))
    assert figures["Library"][1] == "1 dataset"
    assert figures["Jobs running"] == ("0", "0 waiting")


def test_an_installation_that_is_not_well_says_why(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged dataset degrades it; the line names the component and the reason in words."""
    [entry] = library.list()
    (library.folder / "datasets" / entry.id / "data.duckdb").write_bytes(b"")
    at = opened(SCREEN)

    assert "library degraded: 1 dataset, 1 damaged" in at.warning[-1].value
    assert any("! degraded" in table.value.to_string() for table in at.table)


def test_a_failed_job_is_tried_again_after_a_question(library: Library) -> None:
    """The error is told with its id; the dialog asks; then the work is done."""
    id = failed_job(library)
    at = opened(SCREEN, part="Jobs")
    assert "it stopped at …/x.bin (error id deadbeef)" in shown(at)
    at.button(key=f"health_retry_{id}").click().run()
    at.button(key="yes").click().run()

    until(lambda: Jobs(library.folder).look()[0].state == "done")
    assert [job.state for job in Jobs(library.folder).look()] == ["done", "failed"]


def test_errors_carry_their_ids(library: Library, logged: None) -> None:
    """Of this process and of jobs, newest first; a title is shown as it is, and fetches no picture."""
    failed_job(library, "![x](http://a)")
    errors = opened(SCREEN, part="Errors and log").table[0].value

    assert errors["Error id"].tolist()[0] == "deadbeef"
    assert errors["What"].tolist()[0].startswith(r"!\[x\](http://a): it stopped at …/x.bin")
    assert "cannot read …/file.csv" in errors["What"].tolist()
    assert all(errors["Error id"])


def test_settings_tell_their_origin_and_hide_secrets(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every setting: value, origin, whether a change needs a restart."""
    monkeypatch.setenv("SYNFINANCE_API__KEYS", SECRET)
    monkeypatch.setenv("SYNFINANCE_JOBS__AT_ONCE", "7")
    at = opened(SCREEN, part="Settings")
    rows = at.dataframe[0].value.set_index("Setting")

    assert rows.loc["jobs.at_once", "Value"] == "7"
    assert rows.loc["jobs.at_once", "Origin"] == "variable: SYNFINANCE_JOBS__AT_ONCE"
    assert rows.loc["api.keys", "Value"] == "(hidden)"
    assert rows.loc["jobs.kept", "Origin"] == "default"
    assert SECRET not in shown(at)


def test_the_guards_show_real_calls(library: Library) -> None:
    """The library's breaker and retry have let calls through, by nothing more than looking at a dataset."""
    opened()
    breakers, retries = (table.value.set_index(name) for table, name in zip(
        opened(SCREEN, part="Guards").table, ("Breaker", "Retry"), strict=False
    ))  # fmt: skip

    assert int(breakers.loc["library", "Calls"].replace(",", "")) > 0
    assert breakers.loc["library", "State"] == "✓ closed"
    assert int(retries.loc["library", "Calls"].replace(",", "")) > 0


def test_the_self_test_passes_and_names_its_steps(library: Library) -> None:
    """Five steps with figures; the library is as it was."""
    at = opened(SCREEN, part="Self-test")
    at.button(key="self_test_run").click().run()

    assert "5 of 5 steps" in at.success[-1].value
    assert at.table[0].value["Result"].tolist() == ["✓ passed"] * 5
    assert any("streamlit" in text.value for text in at.caption)
    assert len(library.list()) == 1


def test_more_than_the_studio_makes_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """studio.max_rows, in one sentence before anything is made."""
    monkeypatch.setenv("SYNFINANCE_STUDIO__MAX_ROWS", "50000")
    monkeypatch.setenv("SYNFINANCE_STUDIO__DEMO_ROWS", "50000")
    at = opened()

    assert "100,000 payments were asked for; up to 50,000 are allowed here" in at.error[0].value
    assert at.button(key="generate").disabled


def test_a_file_that_is_too_large_for_a_browser_is_not_offered(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """studio.max_download_mb; the button says why."""
    monkeypatch.setenv("SYNFINANCE_STUDIO__MAX_DOWNLOAD_MB", "1")
    at = opened()

    assert "too large for a browser" in at.button(key="large_flat.csv").label
    assert at.button(key="large_flat.csv").disabled
