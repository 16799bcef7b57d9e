"""What never reaches a log."""

import json
import time
from pathlib import Path

import pytest

from synfin_core.observability.logs import configure, logger, recent_errors
from synfin_core.observability.redaction import HIDDEN, redact


@pytest.mark.parametrize(
    "name", ["password", "DB_PASSWORD", "api_key", "apikey", "token", "auth-token", "Authorization", "secrets", "dsn"]
)
def test_secrets_are_known_by_their_name(name: str) -> None:
    """Whatever stands under such a name is hidden, however deep."""
    assert redact({"settings": [{name: "hunter2"}]}) == {"settings": [{name: HIDDEN}]}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail ravi.kumar@example.com now", f"mail {HIDDEN} now"),
        ("paid by ravi@okaxis", f"paid by {HIDDEN}"),
        ("postgresql://app:hunter2@db/library", f"postgresql://{HIDDEN}@db/library"),
        ("Authorization: Bearer abcdef123456", f"Authorization: {HIDDEN} {HIDDEN}"),
        ("SYNFINANCE_REDIS_PASSWORD=hunter2 came", f"SYNFINANCE_REDIS_PASSWORD={HIDDEN} came"),
        ('{"token": "hunter2"}', f'{{"token": {HIDDEN}}}'),
    ],
)
def test_secrets_and_addresses_are_found_in_text(text: str, shown: str) -> None:
    """The rest of the sentence stays."""
    assert redact(text) == shown


@pytest.mark.parametrize("harmless", ["token_bucket is full", "passed 5 of 5", "a8a4aa815d29", 7, 0.5, None, True, "secretary"])
def test_what_is_harmless_stays(harmless: object) -> None:
    """Ids, numbers and plain words are what a log is read for."""
    assert redact(harmless) == harmless


def test_a_long_line_does_not_hold_up_the_work() -> None:
    """A megabyte without a space is looked through within a second."""
    began = time.perf_counter()
    redact("x" * 1_000_000)

    assert time.perf_counter() - began < 1


def test_neither_file_nor_screen_nor_traceback_shows_a_secret(tmp_path: Path) -> None:
    """An error's own words are looked through as well."""
    configure("info", tmp_path / "log", "json")
    try:
        raise ValueError("cannot reach redis://:hunter2@cache for ravi@example.com")
    except ValueError:
        logger("synfin_core.x").error("broke", exc_info=True, password="hunter2")
    line = (tmp_path / "log").read_text()

    assert "hunter2" not in line and "ravi@" not in line
    assert "cannot reach redis" in json.loads(line)["exception"]
    assert recent_errors()[0]["password"] == HIDDEN
