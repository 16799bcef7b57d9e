"""A bad change never gets through, a good one reaches everybody, and any good state can be put back."""

import threading
from itertools import pairwise

import pytest

from synfin_core.errors import SettingsError
from synfin_core.settings import user_file
from synfin_core.settings.in_force import InForce
from synfin_core.settings.model import Settings
from tests.settings.conftest import Home


@pytest.fixture
def in_force(home: Home) -> InForce:
    """Settings of a process of its own, read once."""
    own = InForce()
    own.current()
    return own


def test_a_good_change_is_in_force_and_told(home: Home, in_force: InForce) -> None:
    """With old, new, where it came from, and whether it is felt only after a restart."""
    home.says("jobs: {at_once: 3}\nstudio: {port: 9000}\n")
    event = in_force.reload("the test")

    assert event is not None
    assert (event.kind, event.source, event.error) == ("changed", "the test", "")
    assert [str(change) for change in event.changes] == ["jobs.at_once: 2 -> 3", "studio.port: None -> 9000 (after a restart)"]
    assert {change.source for change in event.changes} == {str(home.user)}
    assert in_force.current().jobs.at_once == 3
    assert in_force.reload() is None


def test_a_bad_change_leaves_the_old_settings_and_an_event(home: Home, in_force: InForce) -> None:
    """The event has every sentence; the next good file is taken as if nothing had been."""
    before = in_force.current()
    home.says("jobs: {at_once: 300, waiting: 0}")
    event = in_force.reload()

    assert event is not None
    assert event.kind == "refused"
    assert "jobs.at_once is 300" in event.error
    assert "jobs.waiting is 0" in event.error
    assert in_force.current() is before
    home.says("jobs: {at_once: 3}")
    in_force.reload()
    assert in_force.current().jobs.at_once == 3
    assert [event.kind for event in in_force.history()] == ["changed", "refused", "loaded"]


def test_any_good_state_can_be_put_back(home: Home, in_force: InForce) -> None:
    """Step by step, or by the number of its event; what was refused cannot be gone back to."""
    for at_once in (3, 0, 4, 5):
        home.says(f"jobs: {{at_once: {at_once}}}")
        in_force.reload()

    for expected in (4, 3, 2):
        assert in_force.rollback().kind == "rolled back"  # type: ignore[union-attr]
        assert in_force.current().jobs.at_once == expected
    in_force.rollback(in_force.good()[-1])
    assert in_force.current().jobs.at_once == 5
    assert len(in_force.good()) == 4
    with pytest.raises(SettingsError, match="no settings of event 3 to go back to; allowed are the events 1, 2, 4, 5"):
        in_force.rollback(3)


def test_a_rollback_holds_until_a_file_changes(home: Home, in_force: InForce) -> None:
    """Then the files count again."""
    home.says("jobs: {at_once: 3}")
    in_force.reload()
    in_force.rollback()
    home.says("jobs: {at_once: 4}")
    in_force.reload()

    assert in_force.current().jobs.at_once == 4


def test_whoever_cannot_take_a_change_has_it_taken_back_everywhere(home: Home, in_force: InForce) -> None:
    """The first subscriber is told back, the settings are the old ones, and the event says why."""
    told: list[tuple[int, int]] = []

    def refuse(old: Settings, new: Settings) -> None:
        raise SettingsError("port 9000 is in use.")

    in_force.subscribe(lambda old, new: told.append((old.jobs.at_once, new.jobs.at_once)))
    end = in_force.subscribe(refuse)
    home.says("jobs: {at_once: 3}")
    event = in_force.reload()

    assert event is not None
    assert (event.kind, event.error) == ("refused", "port 9000 is in use.")
    assert told == [(2, 3), (3, 2)]
    assert in_force.current().jobs.at_once == 2
    end()
    in_force.reload()
    assert in_force.current().jobs.at_once == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_subscriber_that_breaks_ends_nothing(home: Home, in_force: InForce) -> None:
    """It refuses, and its traceback goes where those of threads go."""
    in_force.subscribe(lambda old, new: 1 // 0)
    home.says("jobs: {at_once: 3}")
    event = in_force.reload()

    assert event is not None
    assert "failed or hung" in event.error
    assert in_force.current().jobs.at_once == 2


def test_a_variable_that_the_program_changes_is_seen_at_once(home: Home, in_force: InForce) -> None:
    """Subscribers are told; nonsense in it is an error of that program, not an old value."""
    told: list[str] = []
    in_force.subscribe(lambda old, new: told.append(str(new.library.folder)))
    home.sets(LIBRARY="/somewhere")
    assert str(in_force.current().library.folder) == "/somewhere"
    assert told == ["/somewhere"]
    home.sets(DUCKDB_MEMORY="lots")
    with pytest.raises(SettingsError, match="SYNFINANCE_DUCKDB_MEMORY is 'lots'"):
        in_force.current()


def test_readers_always_see_one_whole_state(home: Home, in_force: InForce) -> None:
    """While two figures that belong together change again and again, three readers never see one without the other."""
    done = threading.Event()
    torn: list[tuple[int, int]] = []

    def read() -> None:
        while not done.is_set():
            jobs = in_force.current().jobs
            if jobs.waiting != 50 and jobs.waiting != jobs.kept:
                torn.append((jobs.waiting, jobs.kept))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for figure in range(1, 16):
        home.says(f"jobs: {{waiting: {figure}, kept: {figure}}}")
        in_force.reload()
    done.set()
    for reader in readers:
        reader.join()

    assert torn == []
    assert in_force.current().jobs.kept == 15


def test_changes_from_many_threads_come_one_after_the_other(home: Home, in_force: InForce) -> None:
    """What a subscriber is told is an unbroken chain, and events are numbered without a gap."""
    chain: list[tuple[int, int]] = []
    in_force.subscribe(lambda old, new: chain.append((old.jobs.kept, new.jobs.kept)))

    def change(figure: int) -> None:
        user_file.write(home.user, f"jobs: {{kept: {figure}}}")
        in_force.reload()

    threads = [threading.Thread(target=change, args=(figure,)) for figure in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert chain[0][0] == 200
    assert all(earlier[1] == later[0] for earlier, later in pairwise(chain))
    numbers = [event.number for event in in_force.history()]
    assert numbers == sorted(range(1, len(numbers) + 1), reverse=True)


def test_history_has_an_end(home: Home, in_force: InForce) -> None:
    """A file that is wrong a thousand times fills no memory."""
    home.says("jobs: 1")
    for _ in range(120):
        in_force.reload()

    assert len(in_force.history()) == 100
    assert in_force.history()[0].number == 121
