"""What every server keeps going beside its answers: settings that follow their files, logs, and figures for /metrics."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from synfin_core.observability import logs
from synfin_core.observability.sources import forget_sources, register_source
from synfin_core.resilience.circuit_breaker import get_all_stats
from synfin_core.resilience.rate_limiter import get_all_rate_limiter_stats
from synfin_core.resilience.retry_handler import get_all_retry_stats
from synfin_core.settings.in_force import current
from synfin_core.settings.model import Settings
from synfin_core.settings.oversight import Logging
from synfin_core.settings.watch import SettingsWatch

_log = logs.logger(__name__)


@contextmanager
def running(name: str, version: str, health: Callable[[], Mapping[str, Any]]) -> Iterator[SettingsWatch]:
    """From the start of a server to its end; `health` gives the report whose components /metrics shows."""
    began = current().logging
    _write_log(began.level, began)
    _show_figures(health)
    with SettingsWatch() as watch:
        unsubscribe = watch.subscribe(lambda old, new: _follow(old, new, began))
        _log.info(f"{name} started", version=version)
        yield watch
        unsubscribe()
        _log.info(f"{name} ended")
    forget_sources()


def _show_figures(health: Callable[[], Mapping[str, Any]]) -> None:
    register_source("breakers", get_all_stats)
    register_source("retries", get_all_retry_stats)
    register_source("limiters", get_all_rate_limiter_stats)
    register_source("health", lambda: health()["components"])


def _follow(old: Settings, new: Settings, began: Logging) -> None:
    """Only the level changes while the server runs; file and format need a restart."""
    if old.logging.level != new.logging.level:
        _write_log(new.logging.level, began)


def _write_log(level: str, chosen: Logging) -> None:
    logs.configure(level, chosen.file, chosen.format, max_file_mb=chosen.max_file_mb, kept_files=chosen.kept_files)
