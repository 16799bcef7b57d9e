"""Starts the studio."""

import os
import sys
from typing import NoReturn

from synfin_core.errors import StorageError
from synfin_core.settings import house


def start_studio(port: int | None = None) -> NoReturn:
    """Become the studio's server, for this machine alone, until it is stopped."""
    app = house() / "app.py"
    if not app.is_file():
        raise StorageError(f"{app} is missing; install synfin-core again")
    listen = ["--server.address", "127.0.0.1", *(["--server.port", str(port)] if port else [])]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(app), *listen])
