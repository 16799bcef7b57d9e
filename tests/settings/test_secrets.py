"""Secrets are nowhere to be seen: not in repr, errors, events, exports, templates or tracebacks."""

import json
import traceback

import pytest

from synfin_core.cli import main
from synfin_core.errors import SettingsError
from synfin_core.settings.in_force import InForce
from synfin_core.settings.loading import load, plain
from synfin_core.settings.texts import as_yaml, env_template
from tests.settings.conftest import Home

SECRETS = {
    "api.keys": "hunter2-hunter2-hunter2",
    "database.url": "postgresql://bank:hunter2@db/prod",
    "resilience.redis_url": "redis://:hunter2@cache:6379/0",
}
WORD = "hunter2"


def put(home: Home) -> None:
    """All secrets, in the user's file."""
    home.says("\n".join(f"{key.split('.')[0]}: {{{key.split('.')[1]}: '{secret}'}}" for key, secret in SECRETS.items()))


def test_no_text_of_the_settings_has_them(home: Home) -> None:
    """Whatever way they are turned into text."""
    put(home)
    state = home.state()
    settings = state.settings

    assert settings.api.keys is not None
    assert settings.api.keys.get_secret_value() == SECRETS["api.keys"]
    texts = (repr(state), str(settings), f"{settings.api}", settings.model_dump_json(), str(settings.model_dump()))
    for text in (*texts, as_yaml(state), env_template(state), repr(state.layers)):
        assert WORD not in text


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("API__KEYS", "hunter2"),
        ("DATABASE__URL", "mysql://hunter2@x"),
        ("RESILIENCE__REDIS_URL", "http://hunter2"),
        ("API__KEYS__FIRST", "hunter2-hunter2-hunter2"),
    ],
)
def test_no_error_has_them(home: Home, variable: str, value: str) -> None:
    """Nor its traceback, which a log would keep."""
    home.sets(**{variable: value})
    with pytest.raises(SettingsError, match="SYNFINANCE_") as refusal:
        load()

    assert WORD not in "".join(traceback.format_exception(refusal.value))
    assert WORD not in str(refusal.value.problems)


def test_no_error_of_a_file_has_them(home: Home) -> None:
    """Also where a secret stands in the wrong place."""
    for text in ("api: hunter2-hunter2", "database: postgresql://hunter2@db/x", "api: {keys: [hunter2-hunter2, hunter2]}"):
        home.says(text)
        with pytest.raises(SettingsError) as refusal:
            load()
        assert WORD not in "".join(traceback.format_exception(refusal.value))


def test_no_event_has_them(home: Home) -> None:
    """A change of a secret is told as a change, without either value."""
    in_force = InForce()
    in_force.current()
    put(home)
    in_force.reload()
    home.says("api: {keys: 'hunter2-another-hunter2'}")
    event = in_force.reload()

    assert event is not None
    assert str(event.changes[0]) == "api.keys: (hidden) -> (hidden)"
    assert WORD not in repr(in_force.history())


@pytest.mark.parametrize(
    "command", ["show", "show --json", "export", "env-template", "diff development current", "validate --json"]
)
def test_no_command_prints_them(home: Home, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On either stream."""
    put(home)
    assert main(["config", *command.split()]) == 0
    printed = capsys.readouterr()

    assert WORD not in printed.out + printed.err
    if command == "show --json":
        assert json.loads(printed.out)["api.keys"]["value"] == "(hidden)"


def test_shipped_files_hold_none() -> None:
    """They are public."""
    for environment in ("development", "staging", "production", "test"):
        settings = plain(environment).settings  # type: ignore[arg-type]
        assert (settings.api.keys, settings.database.url, settings.resilience.redis_url) == (None, None, None)
