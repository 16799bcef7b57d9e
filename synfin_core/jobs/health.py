"""The health of a whole installation: the machine, the library, the jobs, and the guards between them."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from synfin_core.jobs.shelf import Shelf
from synfin_core.resilience import (
    Finding,
    HealthChecker,
    HealthStatus,
    register_database_health_check,
    register_monitoring_health_check,
    register_system_health_checks,
)
from synfin_core.settings.in_force import current
from synfin_core.store.health import library_check
from synfin_core.store.library import Library
from synfin_core.store.warehouse.health import database_check


@cache
def health_checker(folder: Path) -> HealthChecker:
    """The checker of this process for the library at `folder`."""
    limits = current().health
    checker = HealthChecker("synfinance", limits.history)
    register_system_health_checks(checker, folder)
    library = Library(folder)
    look = checker.register_check(
        "library",
        timeout=limits.check_seconds,
        cache_seconds=limits.cache_seconds,
        remedy=library.sweep if limits.remediation else None,
    )
    look(library_check(library))
    if url := current().database.url:
        register_database_health_check(database_check(url.get_secret_value()), checker)
    checker.register_check("jobs", depends_on=["library"])(jobs_check(folder))
    register_monitoring_health_check(checker)
    return checker


def jobs_check(folder: Path) -> Callable[[], Finding]:
    """A check that reads the queue of the library at `folder`; it starts nothing and changes nothing."""

    def check() -> Finding:
        shelf = Shelf(folder)
        if shelf.folder.exists() and not (shelf.folder.is_dir() and os.access(shelf.folder, os.R_OK | os.X_OK)):
            return Finding(HealthStatus.UNHEALTHY, "the queue cannot be read")
        jobs, damaged = shelf.jobs()
        counts = {state: sum(job.state == state for job in jobs) for state in ("queued", "running", "failed", "lost")}
        troubles = [f"{counts['lost']} lost" if counts["lost"] else "", f"{len(damaged)} unreadable" if damaged else ""]
        words = ", ".join([f"{counts['running']} running, {counts['queued']} waiting", *filter(None, troubles)])
        status = HealthStatus.DEGRADED if any(troubles) else HealthStatus.HEALTHY
        return Finding(status, words, {**counts, "unreadable": len(damaged)})

    return check
