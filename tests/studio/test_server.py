"""While the server runs: settings follow their file or stay as they are, logs their level, and /metrics the guards."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from synfin_core.observability import families, logs, sources
from synfin_core.settings.in_force import IN_FORCE, Event, current
from synfin_core.settings.watch import SettingsWatch
from synfin_core.store.guard import breaker, retry
from synfin_core.studio import limits, server
from tests.pages.conftest import until


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, valid at the start; a library of its own."""
    path = tmp_path / "settings.yaml"
    path.write_text("jobs: {at_once: 3}\n")
    monkeypatch.setenv("SYNFINANCE_SETTINGS", str(path))
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    return path


@pytest.fixture
def watch(file: Path) -> Iterator[SettingsWatch]:
    """The server's own part; afterwards logs are as they were."""
    handlers, level = logging.getLogger().handlers.copy(), logging.getLogger("synfin_core").level
    with server.running() as running:
        yield running
    for handler in set(logging.getLogger().handlers) - set(handlers):
        logging.getLogger().removeHandler(handler)
    logging.getLogger("synfin_core").setLevel(level)


def next_event(before: Event) -> Event:
    """What the watch says after event `before`."""
    until(lambda: IN_FORCE.history()[0].number > before.number, 5)
    return IN_FORCE.history()[0]


def test_a_bad_file_changes_nothing_and_a_good_one_holds(watch: SettingsWatch, file: Path) -> None:
    """The event says what was wrong."""
    before = watch.history()[0]
    file.write_text("jobs: {at_once: 0}\n")
    refused = next_event(before)
    assert (refused.kind, current().jobs.at_once) == ("refused", 3)
    assert "jobs.at_once" in refused.error and "1 to 64" in refused.error

    file.write_text("jobs: {at_once: 4}\n")
    assert next_event(refused).kind == "changed"
    assert current().jobs.at_once == 4


def test_the_level_of_the_log_follows(watch: SettingsWatch, file: Path) -> None:
    """Without a restart."""
    logs.logger("synfin_core.test").info("before")
    file.write_text("logging: {level: ERROR}\n")
    next_event(watch.history()[0])
    logs.logger("synfin_core.test").info("after")

    assert "before" in "".join(logs.tail()) and "after" not in "".join(logs.tail())


def test_metrics_show_what_the_guards_count(watch: SettingsWatch) -> None:
    """Every source answers, and has what was called."""
    limits.count_download("somebody")
    retry(), breaker()
    told = sources.readings()
    up = {reading.labels["source"]: reading.value for reading in told if reading.family is families.SOURCE_UP}

    assert up == {"breakers": 1, "retries": 1, "limiters": 1, "health": 1}
    shown = {(reading.family.name, *reading.labels.values()) for reading in told}
    assert ("synfinance_limiter_tokens", "download") in shown
    assert ("synfinance_breaker_state", "library", "closed") in shown
    assert ("synfinance_component_status", "library", "healthy") in shown


def test_nothing_is_shown_after_the_end(file: Path) -> None:
    """A server that stopped tells nothing any more."""
    with server.running():
        assert sources.readings()

    assert not sources.readings()
