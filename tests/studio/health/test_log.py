"""Lines of the log on the screen: no traceback, no folder, the ids they belong to."""

import json

from synfin_core.studio.health.log import line


def test_a_line_of_json_becomes_a_row() -> None:
    """What happened, to what, and the rest; the traceback stays in the log."""
    event = {
        "time": "2026-01-02T03:04:05.678Z", "level": "error", "event": "cannot write /srv/lib/x.csv", "logger": "synfin_core.a",
        "session": "0123456789abcdef", "dataset": "abc", "cause": "disk full\nline 2", "exception": "Traceback ...", "n": 3,
    }  # fmt: skip

    assert line(json.dumps(event)) == {
        "At (UTC)": "2026-01-02 03:04:05",
        "Level": "error",
        "Event": "cannot write …/x.csv",
        "More": "cause disk full",
        "Belongs to": "session 0123456789ab, dataset abc",
    }


def test_a_line_for_people_keeps_its_first_line() -> None:
    """What follows may be a traceback."""
    row = line("2026-01-02 [error] it broke in /home/me/lib\nTraceback (most recent call last):\n  File '/x/y.py'")

    assert row["Event"] == "2026-01-02 [error] it broke in …/lib"
    assert "Traceback" not in str(row)
