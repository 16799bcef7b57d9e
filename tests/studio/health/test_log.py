"""Events of the log on the screen: no traceback, no folder, the ids they belong to, in whatever format they are written."""

import logging
from collections.abc import Iterator

import pytest

from synfin_core.observability import logs
from synfin_core.studio.health.log import line


@pytest.fixture(params=["json", "text"])
def logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Logs in this format; afterwards they are as they were."""
    handlers = logging.getLogger().handlers.copy()
    logs.configure("info", format=request.param)
    yield
    for handler in set(logging.getLogger().handlers) - set(handlers):
        logging.getLogger().removeHandler(handler)


def test_an_event_becomes_a_row(logged: None) -> None:
    """What happened, to what, and the rest; the traceback stays in the log."""
    with logs.bound(session="0123456789abcdef", dataset="abc"):
        failure = OSError("at /srv/lib")
        logs.logger("synfin_core.test").error("cannot write /srv/lib/x.csv", cause="disk full\nline 2", exc_info=failure)
    row = line(logs.recent_events(1)[0])

    assert row.pop("At (UTC)").startswith("20")
    assert row == {
        "Level": "error",
        "Event": "cannot write …/x.csv",
        "More": "cause disk full",
        "Belongs to": "session 0123456789ab, dataset abc",
    }
