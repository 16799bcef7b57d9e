"""The user's file is changed in one step, keeps its comments, and never holds what would not be valid."""

import stat

import pytest

from synfin_core.errors import SettingsError, StorageError
from synfin_core.settings import user_file
from tests.settings.conftest import Home

WRITTEN = """\
# mine, since spring

jobs:   # the queue
  # two would be too few
  at_once: 3  # measured
  kept: 100

studio:
  address: 'localhost'
"""


def test_comments_order_and_quotes_stay(home: Home) -> None:
    """Only the value changes."""
    home.says(WRITTEN)
    user_file.put({"jobs.at_once": "4"})

    assert home.user.read_text() == WRITTEN.replace("at_once: 3", "at_once: 4")


def test_a_file_of_comments_alone_keeps_them(home: Home) -> None:
    """A new section goes below."""
    home.says("# nothing yet\n")
    user_file.put({"jobs.at_once": "4", "jobs.kept": "0"})

    assert home.user.read_text() == "# nothing yet\njobs:\n  at_once: 4\n  kept: 0\n"


def test_values_are_written_as_what_they_are(home: Home) -> None:
    """Numbers and flags plain, text that looks like one in quotes, nothing as null; and they are read back."""
    user_file.put(
        {
            "jobs.poll_seconds": "0.5",
            "health.remediation": "true",
            "api.keys": "1234567890123456",
            "library.folder": "~/data",
            "studio.port": "9000",
        }
    )
    state = user_file.put({"studio.port": "null"})

    assert home.user.read_text() == (
        "jobs:\n  poll_seconds: 0.5\nhealth:\n  remediation: true\n"
        'api:\n  keys: "1234567890123456"\nlibrary:\n  folder: ~/data\nstudio:\n  port:\n'
    )
    assert state.settings == home.state().settings
    assert state.settings.library.folder.name == "data"
    assert state.settings.studio.port is None


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("jobs.at_once", "300", "a whole number from 1 to 64"),
        ("jobs.at_once", "two", "jobs.at_once is 'two'"),
        ("jobs.at_onse", "3", "(closest: at_once)"),
        ("jobs", "3", "'jobs' is no single setting"),
        ("resilience.breakers.library", "3", "is no single setting"),
        ("", "3", "unknown key ''"),
        ("generation.in_memory_rows", "10000000", ""),
    ],
)
def test_what_is_not_valid_is_not_written(home: Home, key: str, value: str, sentence: str) -> None:
    """Bounds, unknown keys and contradictions with the rest; the file stays to the byte."""
    home.says("library: {parts_above: 400_000}\n")
    with pytest.raises(SettingsError) as refusal:
        user_file.put({key: value})

    assert sentence in str(refusal.value)
    assert home.user.read_text() == "library: {parts_above: 400_000}\n"


def test_a_broken_file_is_not_written_over(home: Home) -> None:
    """Its owner mends it first."""
    home.says("jobs: [")
    with pytest.raises(SettingsError, match="broken YAML on line 1"):
        user_file.put({"jobs.kept": "1"})

    assert home.user.read_text() == "jobs: ["


def test_a_new_file_is_for_its_owner_alone(home: Home) -> None:
    """It may hold secrets; the mode of one that is there stays, and so does a link."""
    user_file.put({"jobs.kept": "1"})
    assert stat.S_IMODE(home.user.stat().st_mode) == 0o600

    home.user.chmod(0o640)
    real = home.user.rename(home.user.with_name("real.yaml"))
    home.user.symlink_to(real)
    user_file.put({"jobs.kept": "2"})
    assert home.user.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [path.name for path in sorted(home.user.parent.iterdir())] == ["real.yaml", "settings.yaml"]


def test_what_cannot_be_written_is_told(home: Home) -> None:
    """A file stands where the folder should be."""
    home.user.parent.parent.mkdir()
    home.user.parent.write_text("")
    with pytest.raises((SettingsError, StorageError), match="cannot be"):
        user_file.put({"jobs.kept": "1"})
