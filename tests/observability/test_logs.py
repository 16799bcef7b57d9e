"""One event a line, with everything that is needed to find its cause, and never on stdout."""

import json
import logging
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from synfin_core.errors import WrongUse
from synfin_core.observability.logs import bound, configure, counted, logger, recent_errors, tail
from synfin_core.observability.recent import ERRORS
from tests.observability.conftest import python

UNTOLD = """
import logging, sys
from pathlib import Path
from synfin_core.observability.logs import configure, logger
class Mute:
    def __str__(self):
        raise ValueError("no words")
configure("info", Path(sys.argv[1]), "json")
logging.getLogger("some.library").warning("%d disks", "two")
logger("synfin_core.x").info("odd", value=Mute())
logger("synfin_core.x").info("fine")
print("done")
"""
LOG = logger("synfin_core.observability.test")


def events(file: Path) -> list[dict[str, object]]:
    """Each line of a log file, read as JSON."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_each_line_is_json_with_time_level_and_event(tmp_path: Path) -> None:
    """The time is UTC and now; line breaks and quotes inside a value break no line."""
    configure("info", tmp_path / "log", "json")
    LOG.info("run finished", rows=5, note='two\n"lines" ₹')
    [event] = events(tmp_path / "log")

    assert list(event)[:3] == ["time", "level", "event"]
    assert (event["level"], event["event"], event["rows"], event["note"]) == ("info", "run finished", 5, 'two\n"lines" ₹')
    assert str(event["time"]).endswith("Z")
    assert datetime.now(UTC) - datetime.fromisoformat(str(event["time"])) < timedelta(seconds=5)


def test_ids_are_bound_nested_and_given_back(tmp_path: Path) -> None:
    """An event carries the ids around it, an inner one in place of the outer, and none of them afterwards."""
    configure("info", tmp_path / "log", "json")
    with bound(session="s1", job="j1"):
        with bound(job="j2", dataset="d1"):
            LOG.info("inner")
            logging.getLogger("some.library").warning("inner too")
        LOG.info("outer")
    LOG.info("outside")
    ids = [{name: event[name] for name in ("session", "job", "dataset") if name in event} for event in events(tmp_path / "log")]

    inner = {"session": "s1", "job": "j2", "dataset": "d1"}
    assert ids == [inner, inner, {"session": "s1", "job": "j1"}, {}]


def test_nothing_is_said_before_somebody_asks(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever imports the package hears nothing of it."""
    told = python("from synfin_core.observability.logs import logger; logger('synfin_core.x').error('loud')")

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_level_decides(tmp_path: Path) -> None:
    """What is less important is neither written nor kept; it may be said in capitals."""
    configure("WARNING", tmp_path / "log", "json")
    LOG.info("quiet")
    LOG.warning("loud")

    assert [event["event"] for event in events(tmp_path / "log")] == ["loud"]
    assert counted() == {"debug": 0, "info": 0, "warning": 1, "error": 0}


def test_errors_have_an_id_and_the_log_the_traceback(tmp_path: Path) -> None:
    """What a user quotes is found in the log; an id that was given is kept."""
    configure("info", tmp_path / "log", "json")
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        LOG.error("broke", exc_info=True)
    LOG.error("broke again", error_id="ab12")
    first, second = events(tmp_path / "log")

    assert second["error_id"] == "ab12"
    assert "ZeroDivisionError" in str(first["exception"])
    assert [error["error_id"] for error in recent_errors()] == ["ab12", first["error_id"]]
    assert all("exception" not in error for error in recent_errors())


def test_what_is_kept_for_the_screen_is_bounded(tmp_path: Path) -> None:
    """The latest errors, and as many lines as are asked for, as they stand in the file."""
    configure("info", tmp_path / "log", "json")
    for number in range(ERRORS + 20):
        LOG.error("broke", number=number)

    assert [error["number"] for error in recent_errors()] == list(range(ERRORS + 19, 19, -1))
    assert tail(3) == (tmp_path / "log").read_text().splitlines()[-3:]
    assert tail(0) == []


def test_warnings_of_libraries_are_captured(tmp_path: Path) -> None:
    """Both Python's warnings and other loggers end in the same file."""
    configure("info", tmp_path / "log", "json")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("this is old", stacklevel=1)
    logging.getLogger("some.library").warning("disk %s", "slow")

    told = [(event["logger"], event["level"], str(event["event"])) for event in events(tmp_path / "log")]
    assert [one[:2] for one in told] == [("py.warnings", "warning"), ("some.library", "warning")]
    assert "this is old" in told[0][2] and told[1][2] == "disk slow"


def test_an_event_that_cannot_be_rendered_stops_nobody(tmp_path: Path) -> None:
    """Wrong arguments of a library, or a value without words: the line names the logger and the cause."""
    told = python(UNTOLD, str(tmp_path / "log"))
    assert (told.returncode, told.stdout, told.stderr) == (0, "done\n", "")
    names = [(event["event"], event["logger"]) for event in events(tmp_path / "log")]

    untold = "an event could not be rendered"
    assert names == [(untold, "some.library"), (untold, "synfin_core.x"), ("fine", "synfin_core.x")]


def test_configuring_again_replaces_what_was(tmp_path: Path) -> None:
    """No event is written twice."""
    configure("info", tmp_path / "first", "json")
    configure("info", tmp_path / "second", "json")
    LOG.info("once")

    assert events(tmp_path / "first") == []
    assert len(events(tmp_path / "second")) == 1


def test_text_is_for_people_and_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """A line begins with time and level; stdout stays empty."""
    configure("info", None, "text")
    LOG.info("run finished", rows=5)
    told = capsys.readouterr()

    assert told.out == ""
    assert "[info" in told.err and "run finished" in told.err and "rows=5" in told.err


@pytest.mark.parametrize(("said", "sentence"), [({"level": "lout"}, "'lout'"), ({"format": "xml"}, "auto, json, text")])
def test_wrong_words_are_refused(said: dict[str, str], sentence: str) -> None:
    """The sentence says what came and what is allowed."""
    with pytest.raises(WrongUse, match=sentence):
        configure(**said)
