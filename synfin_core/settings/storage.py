"""Where datasets live, and how much DuckDB may take: environment variables first, else defaults."""

import os
import re
import sys
from pathlib import Path

from synfin_core.errors import WrongUse

LIBRARY = "SYNFINANCE_LIBRARY"
MEMORY = "SYNFINANCE_DUCKDB_MEMORY"
THREADS = "SYNFINANCE_DUCKDB_THREADS"
PARTS_ABOVE = "SYNFINANCE_PARTS_ABOVE"


def library_folder() -> Path:
    """The folder of the library: SYNFINANCE_LIBRARY, else the user's data folder."""
    chosen = os.environ.get(LIBRARY, "").strip()
    return Path(chosen).expanduser().absolute() if chosen else _user_data() / "synfinance" / "library"


def memory_limit() -> str:
    """What one DuckDB may hold in memory before it spills to disk, as '1GB'."""
    said = os.environ.get(MEMORY, "1GB").strip()
    if not re.fullmatch(r"[1-9]\d{0,6} ?[MG]B", said):
        raise WrongUse(f"{MEMORY} is {said!r}; a size such as 500MB or 2GB is allowed")
    return said


def threads() -> int:
    """How many threads one DuckDB uses."""
    return _whole(THREADS, 2, 256)


def parts_above() -> int:
    """Datasets of more rows than this stay Parquet parts in the library."""
    return _whole(PARTS_ABOVE, 10_000_000, 10**12)


def _whole(variable: str, default: int, high: int) -> int:
    said = os.environ.get(variable, str(default)).strip()
    if not (re.fullmatch(r"\d{1,13}", said) and 1 <= int(said) <= high):
        raise WrongUse(f"{variable} is {said!r}; a whole number from 1 to {high:,} is allowed")
    return int(said)


def _user_data() -> Path:
    """Where this system keeps a user's data: XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
