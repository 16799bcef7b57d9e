"""A changed file is in force, or refused with an event, within a second."""

import time
from collections.abc import Iterator

import pytest

from synfin_core.errors import SettingsError
from synfin_core.settings.in_force import Event, InForce
from synfin_core.settings.watch import SettingsWatch
from tests.settings.conftest import Home


@pytest.fixture
def watch(home: Home) -> Iterator[SettingsWatch]:
    """A watch that runs, of a user whose settings folder does not even exist."""
    with SettingsWatch(InForce()) as running:
        yield running


def told(watch: SettingsWatch, events: int) -> Event:
    """The newest event once there are so many; each change has a second."""
    deadline = time.monotonic() + 1.0
    while len(watch.history()) < events:
        assert time.monotonic() < deadline, "nothing was told within a second"
        time.sleep(0.01)
    return watch.history()[0]


def test_good_bad_and_deleted_files(home: Home, watch: SettingsWatch) -> None:
    """Each within a second: a new file, a bad one, a good one in its place, none."""
    home.says("jobs: {at_once: 3}")
    assert [str(change) for change in told(watch, 2).changes] == ["jobs.at_once: 2 -> 3"]
    assert watch.current().jobs.at_once == 3

    home.says("jobs: {at_once: 300}")
    event = told(watch, 3)
    assert (event.kind, event.source) == ("refused", str(home.user))
    assert event.error == f"{home.user}: jobs.at_once is 300; a whole number from 1 to 64 (jobs) is allowed."
    assert watch.current().jobs.at_once == 3

    fresh = home.user.with_name("fresh")
    fresh.write_text("jobs: {at_once: 4}")
    fresh.replace(home.user)
    assert told(watch, 4).kind == "changed"
    assert watch.current().jobs.at_once == 4

    home.user.unlink()
    assert [str(change) for change in told(watch, 5).changes] == ["jobs.at_once: 4 -> 2"]


def test_a_file_that_a_variable_names_may_not_go_away(home: Home) -> None:
    """Its settings stay in force, and the event says what is missing."""
    home.says("jobs: {at_once: 3}")
    home.sets(SETTINGS=str(home.user))
    with SettingsWatch(InForce()) as watch:
        home.user.unlink()
        assert "there is no such file of settings" in told(watch, 2).error
        assert watch.current().jobs.at_once == 3
        home.says("jobs: {at_once: 5}")
        assert told(watch, 3).kind == "changed"


def test_a_file_that_is_being_written_is_left_alone(home: Home, watch: SettingsWatch) -> None:
    """Half of it would be wrong; only the whole is read."""
    home.user.parent.mkdir(parents=True)
    with home.user.open("w") as file:
        for piece in ("jobs: {at_", "once:", " 3", "}"):
            file.write(piece)
            file.flush()
            time.sleep(0.02)

    assert told(watch, 2).kind == "changed"
    assert [event.kind for event in watch.history()] == ["changed", "loaded"]


def test_another_environment_is_watched_from_then_on(home: Home, watch: SettingsWatch) -> None:
    """A .env that chooses it is a change like any other."""
    home.dotenv.write_text("SYNFINANCE_ENV=production\n")
    assert "jobs.kept: 200 -> 1000" in map(str, told(watch, 2).changes)
    home.dotenv.write_text("SYNFINANCE_ENV=prodction\n")
    assert "(closest: production)" in told(watch, 3).error
    assert watch.current().environment == "production"


def test_subscribers_are_told_and_can_go(home: Home, watch: SettingsWatch) -> None:
    """Once for each change, until they end it."""
    heard: list[int] = []
    end = watch.subscribe(lambda old, new: heard.append(new.jobs.at_once))
    home.says("jobs: {at_once: 3}")
    told(watch, 2)
    watch.rollback()
    end()
    home.says("jobs: {at_once: 4}")
    told(watch, 4)

    assert heard == [3, 2]


def test_what_changed_before_the_watch_began_is_not_missed(home: Home) -> None:
    """Settings may have been read long before."""
    in_force = InForce()
    in_force.current()
    home.says("jobs: {at_once: 3}")
    with SettingsWatch(in_force):
        assert in_force.current().jobs.at_once == 3


def test_after_stop_nothing_is_read(home: Home, watch: SettingsWatch) -> None:
    """And it can begin again."""
    watch.stop()
    home.says("jobs: {at_once: 3}")
    time.sleep(0.6)
    assert watch.current().jobs.at_once == 2
    watch.start()
    assert watch.current().jobs.at_once == 3


def test_there_must_be_something_to_begin_with(home: Home) -> None:
    """A watch on settings that were never valid has nothing to stay with."""
    home.says("jobs: 1")
    with pytest.raises(SettingsError, match="jobs is a number"):
        SettingsWatch(InForce()).start()
