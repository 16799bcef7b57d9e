"""Starts the studio."""

import os
import subprocess
import sys
from typing import NoReturn

from synfin_core.errors import StorageError
from synfin_core.settings import house
from synfin_core.settings.in_force import current


def start_studio(port: int | None = None) -> NoReturn:
    """Become the studio's server, where the settings say, until it is stopped."""
    settings = current().studio
    chosen = port or settings.port
    app = house() / "app.py"
    if not app.is_file():
        raise StorageError(f"{app} is missing; install synfin-core again")
    listen = ["--server.address", settings.address, *(["--server.port", str(chosen)] if chosen else [])]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *listen]
    if os.name == "nt":  # there, execv would start a second program and give the prompt back at once
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)
