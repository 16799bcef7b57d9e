"""A user of its own for each test: an empty home, an empty working folder, no variables."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from synfin_core.settings import places
from synfin_core.settings.loading import State, load


@dataclass
class Home:
    """Where this user's settings lie, and what they come to."""

    user: Path
    dotenv: Path
    monkeypatch: pytest.MonkeyPatch

    def says(self, text: str) -> None:
        """Write the user's settings file."""
        self.user.parent.mkdir(parents=True, exist_ok=True)
        self.user.write_text(text, encoding="utf-8")

    def sets(self, **variables: str) -> None:
        """Set variables; 'JOBS__AT_ONCE' stands for SYNFINANCE_JOBS__AT_ONCE."""
        for name, value in variables.items():
            self.monkeypatch.setenv(f"SYNFINANCE_{name}", value)

    def state(self) -> State:
        """What a new process would work with."""
        return load()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A user who has set nothing yet."""
    for name in [name for name in os.environ if name.startswith("SYNFINANCE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return Home(places.user_file({}), tmp_path / "work" / ".env", monkeypatch)
