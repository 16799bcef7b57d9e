"""What the server keeps going beside the screens: settings that follow their files, logs, and figures for /metrics."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from synfin_core import __version__
from synfin_core.jobs.health import health_checker
from synfin_core.observability import logs
from synfin_core.observability.sources import forget_sources, register_source
from synfin_core.resilience import get_all_rate_limiter_stats, get_all_retry_stats, get_all_stats
from synfin_core.settings.in_force import current
from synfin_core.settings.model import Settings
from synfin_core.settings.oversight import Logging
from synfin_core.settings.watch import SettingsWatch

_log = logs.logger(__name__)
PROBE_SECONDS = 1.5  # a look at the health must never hold up who asks


@contextmanager
def running() -> Iterator[SettingsWatch]:
    """From the start of the server to its end."""
    began = current().logging
    _write_log(began.level, began)
    _show_figures()
    with SettingsWatch() as watch:
        unsubscribe = watch.subscribe(lambda old, new: _follow(old, new, began))
        _log.info("studio started", version=__version__)
        yield watch
        unsubscribe()
        _log.info("studio ended")
    forget_sources()


def health_report() -> dict[str, Any]:
    """The health of this installation in plain JSON types, within 1.5 seconds whatever hangs."""
    return health_checker(current().library.folder).check_health(within=PROBE_SECONDS)


def _show_figures() -> None:
    register_source("breakers", get_all_stats)
    register_source("retries", get_all_retry_stats)
    register_source("limiters", get_all_rate_limiter_stats)
    register_source("health", lambda: health_report()["components"])


def _follow(old: Settings, new: Settings, began: Logging) -> None:
    """Only the level changes while the server runs; file and format need a restart."""
    if old.logging.level != new.logging.level:
        _write_log(new.logging.level, began)


def _write_log(level: str, chosen: Logging) -> None:
    logs.configure(level, chosen.file, chosen.format, max_file_mb=chosen.max_file_mb, kept_files=chosen.kept_files)
