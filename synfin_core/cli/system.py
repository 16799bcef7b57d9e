"""`synfinance system`: is it well, what is it, and what may be thrown away."""

import os
import platform
import sys
from importlib.metadata import version
from typing import Annotated, Any

import psutil
import typer

import synfin_core
from synfin_core.cli import options
from synfin_core.cli.config import show as show_settings
from synfin_core.cli.groups import group
from synfin_core.cli.metrics import EXAMPLES as METRICS_EXAMPLES
from synfin_core.cli.metrics import print_metrics
from synfin_core.cli.report import as_json
from synfin_core.errors import WrongUse
from synfin_core.jobs.health import health_checker
from synfin_core.resilience import HealthStatus
from synfin_core.store import disk
from synfin_core.store.cache import clear_cache
from synfin_core.store.library import Library

EXAMPLES = """
Examples:

  synfinance system health

  synfinance system health --json

  synfinance system info

  synfinance system config --json

  synfinance system metrics

  synfinance system clean --cache
"""
_PACKAGES = ("duckdb", "numpy", "pandas", "plotly", "pyarrow", "scikit-learn", "streamlit")

system = group("Is it well, what is it, and what may be thrown away.", EXAMPLES)
system.command("config", epilog=EXAMPLES)(show_settings)
system.command("metrics", epilog=METRICS_EXAMPLES)(print_metrics)


@system.command(epilog=EXAMPLES)
def health(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Look at the disk, the memory, the library and the jobs; exit code 1 when one that is needed does not work."""
    report = health_checker(Library(shelf).folder).check_health(use_cache=False)
    typer.echo(as_json(report) if json else "\n".join(_health_lines(report)))
    if report["status"] == HealthStatus.UNHEALTHY:
        raise typer.Exit(1)


@system.command(epilog=EXAMPLES)
def info(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Versions, the machine, and where the library lies."""
    facts = _facts(Library(shelf))
    typer.echo(as_json(facts) if json else "\n".join(f"{name:12} {_words(value)}" for name, value in facts.items()))


@system.command(epilog=EXAMPLES)
def clean(
    cache: Annotated[bool, typer.Option("--cache", help="Exports that can be made again, and half-made leftovers.")] = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Remove what can be made again, and say what it was; datasets always stay."""
    if not cache:
        raise WrongUse("nothing was named that may be removed; --cache removes exports and leftovers, and keeps every dataset.")
    removed = clear_cache(Library(shelf))
    if json:
        typer.echo(as_json({"removed": [vars(one) for one in removed], "n_bytes": sum(one.n_bytes for one in removed)}))
        return
    for one in removed:
        typer.echo(f"removed {one.what}, {disk.in_words(one.n_bytes)}")
    typer.echo(f"{disk.in_words(sum(one.n_bytes for one in removed))} freed" if removed else "there was nothing to remove")


def _health_lines(report: dict[str, Any]) -> list[str]:
    parts = (f"  {part['name']:12} {part['status']:10} {part['message']}" for part in report["components"])
    return [f"{report['status']}: {report['message']}", *parts]


def _facts(library: Library) -> dict[str, Any]:
    entries = library.list()
    return {
        "synfinance": synfin_core.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "memory": disk.in_words(psutil.virtual_memory().total),
        "interpreter": sys.executable,
        "library": str(library.folder),
        "datasets": len(entries),
        "library_size": disk.in_words(sum(entry.n_bytes for entry in entries)),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def _words(value: Any) -> str:
    return ", ".join(f"{name} {word}" for name, word in value.items()) if isinstance(value, dict) else str(value)
