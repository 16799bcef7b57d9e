"""What the library says of its own health; handed to a checker above."""

import os
from collections.abc import Callable

from synfin_core.errors import SynfinError
from synfin_core.resilience import Finding, HealthStatus
from synfin_core.settings.in_force import current
from synfin_core.store import disk
from synfin_core.store.guard import breaker
from synfin_core.store.library import Library

_MB = 1_000_000


def library_check(library: Library) -> Callable[[], Finding]:
    """A check that lists the datasets, asks the newest whole one a tiny question, and looks at the disk below."""

    def check() -> Finding:
        try:
            return _finding(library)
        except SynfinError as error:
            told = str(error).replace(str(library.folder), "the library")  # where it lies is for its owner to know
            return Finding(HealthStatus.UNHEALTHY, told, {"breaker": breaker().state.value})

    return check


def _finding(library: Library) -> Finding:
    entries = library.list()
    whole = [entry for entry in entries if entry.state == "ok"]
    rows = library.open(whole[0].id).sql("SELECT count(*) AS n FROM places")["n"][0].as_py() if whole else 0
    standing = next(path for path in (library.folder, *library.folder.parents) if path.exists())  # made with its first dataset
    if not standing.is_dir():
        return Finding(HealthStatus.UNHEALTHY, "a file lies where the library's folder should be")
    free = disk.free(standing)
    details = {
        "datasets": len(entries),
        "damaged": sum(entry.state == "damaged" for entry in entries),
        "bytes": sum(entry.n_bytes for entry in entries),
        "free_bytes": free,
        "asked_rows": rows,
        "is_writable": os.access(standing, os.W_OK),
        "breaker": breaker().state.value,
    }
    troubles = [
        f"{details['damaged']} damaged" if details["damaged"] else "",
        f"only {disk.in_words(free)} free" if free < current().health.disk_free_mb * _MB else "",
        "it may only be read" if not details["is_writable"] else "",
    ]
    words = ", ".join([f"{len(entries)} {'dataset' if len(entries) == 1 else 'datasets'}", *filter(None, troubles)])
    return Finding(HealthStatus.DEGRADED if any(troubles) else HealthStatus.HEALTHY, words, details)
