"""Where the program finds what is not code."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def house() -> Path:
    """The folder that holds app.py, pages/ and config/: what a wheel brought along, else the checkout."""
    installed = _PACKAGE / "installed"
    return installed if installed.is_dir() else _PACKAGE.parent
