"""Which files settings come from."""

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_config_path

from synfin_core.errors import SettingsError, closest
from synfin_core.settings import house
from synfin_core.settings.model import ENVIRONMENTS, PREFIX, Environment

FOLDER = house() / "config" / "settings"
ENVIRONMENT, USER_FILE = f"{PREFIX}ENV", f"{PREFIX}SETTINGS"
ALIASES = {  # short names, older than the sections; both ways are for good
    f"{PREFIX}LIBRARY": f"{PREFIX}LIBRARY__FOLDER",
    f"{PREFIX}DUCKDB_MEMORY": f"{PREFIX}LIBRARY__DUCKDB_MEMORY",
    f"{PREFIX}DUCKDB_THREADS": f"{PREFIX}LIBRARY__DUCKDB_THREADS",
    f"{PREFIX}PARTS_ABOVE": f"{PREFIX}LIBRARY__PARTS_ABOVE",
}


def variables() -> dict[str, str]:
    """The variables that may concern us, empty ones left out; on Windows their names come in capitals."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX) and value.strip()}


def environment(said: Mapping[str, str]) -> Environment:
    """The environment that SYNFINANCE_ENV chooses; SettingsError for another word."""
    word = said.get(ENVIRONMENT, "development").strip()
    for known in ENVIRONMENTS:
        if word == known:
            return known
    raise SettingsError(f"{ENVIRONMENT} is {word[:60]!r}{closest(word[:60], ENVIRONMENTS)}; allowed are {', '.join(ENVIRONMENTS)}.")


def environment_file(name: str) -> Path:
    """The file of an environment, or of the defaults."""
    return FOLDER / f"{name}.yaml"


def user_file(said: Mapping[str, str]) -> Path:
    """The user's settings file, whether it is there or not."""
    chosen = said.get(USER_FILE, "").strip()
    return Path(chosen).expanduser().absolute() if chosen else user_config_path("synfinance", appauthor=False) / "settings.yaml"


def dotenv_file() -> Path:
    """The .env of the working folder, whether it is there or not."""
    try:
        return Path.cwd() / ".env"
    except FileNotFoundError:  # somebody deleted the folder that we work in
        return Path(".env")
