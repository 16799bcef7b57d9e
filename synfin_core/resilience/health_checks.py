"""Checks that every process can use, and the checker that a process shares."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import psutil

from synfin_core.resilience.circuit import CLOSED, OPEN
from synfin_core.resilience.circuit_breaker import BREAKERS, CircuitBreaker, get_all_stats
from synfin_core.resilience.health_checker import HealthChecker
from synfin_core.resilience.health_status import DEGRADED, HEALTHY, UNHEALTHY, Check, Finding
from synfin_core.resilience.rate_limiter import get_all_rate_limiter_stats
from synfin_core.resilience.retry_handler import get_all_retry_stats
from synfin_core.settings.in_force import current

_GB, _MB = 1_000_000_000, 1_000_000
_LIBRARY = "library"
# Where a machine is unhealthy, both assumed; where it is degraded stands in the settings. A busy one still works.
_LEAST_DISK_GB = 0.2  # free
_LEAST_MEMORY_SHARE = 0.03  # available


@cache
def get_health_checker() -> HealthChecker:
    """The checker of this process."""
    return HealthChecker()


def breaker_check(breaker: CircuitBreaker) -> Callable[[], Finding]:
    """The check that a breaker makes of itself: closed is healthy, half-open degraded, open unhealthy."""

    def check() -> Finding:
        stats = breaker.get_stats()
        status = {CLOSED: HEALTHY, OPEN: UNHEALTHY}.get(stats["state"], DEGRADED)
        return Finding(status, f"its breaker is {stats['state'].replace('_', '-')}", stats)

    return check


def register_system_health_checks(checker: HealthChecker | None = None, folder: Path | None = None) -> dict[str, Check]:
    """Register and return the checks `disk` (of `folder`, required), `memory` and `cpu` (optional)."""
    psutil.cpu_percent()  # the first call has nothing to compare with
    checks: dict[str, Check] = {"disk": partial(_disk, folder or Path.cwd()), "memory": _memory, "cpu": _cpu}
    for name, check in checks.items():
        (checker or get_health_checker()).register_check(name, required=name == "disk")(check)
    return checks


def register_database_health_check(check: Check | None = None, checker: HealthChecker | None = None) -> Check:
    """Register `database`: your own check, else what real calls to the library have shown its breaker."""
    return (checker or get_health_checker()).register_check("database")(check or _library_calls)


def register_monitoring_health_check(checker: HealthChecker | None = None) -> Check:
    """Register `monitoring` (optional): whether the figures of this process can be read, and which breakers are not closed."""
    return (checker or get_health_checker()).register_check("monitoring", required=False)(_monitoring)


def register_all_health_checks(checker: HealthChecker | None = None) -> HealthChecker:
    """Register all of the above."""
    register_system_health_checks(checker)
    register_database_health_check(checker=checker)
    register_monitoring_health_check(checker)
    return checker or get_health_checker()


def _disk(folder: Path) -> Finding:
    place = next(path for path in (folder, *folder.parents) if path.exists())
    usage = psutil.disk_usage(str(place))
    free = usage.free / _GB
    bounds = (current().health.disk_free_mb * _MB / _GB, _LEAST_DISK_GB)
    return _graded(free, bounds, f"{free:.1f} GB free", {"free_bytes": usage.free, "used_share": usage.percent / 100})


def _memory() -> Finding:
    memory = psutil.virtual_memory()
    share = memory.available / memory.total
    details = {"available_bytes": memory.available, "used_share": 1 - share}
    bounds = (1 - current().health.memory_used_share, _LEAST_MEMORY_SHARE)
    return _graded(share, bounds, f"{share:.0%} of {memory.total / _GB:.1f} GB available", details)


def _cpu() -> Finding:
    """Busy at this moment and over the last minute: a short burst is no news."""
    busy, load = psutil.cpu_percent() / 100, psutil.getloadavg()[0] / (psutil.cpu_count() or 1)
    status = DEGRADED if min(busy, load) > current().health.cpu_used_share else HEALTHY
    return Finding(status, f"{busy:.0%} busy", {"busy_share": busy, "load_a_core": load})


def _graded(left: float, bounds: tuple[float, float], message: str, details: dict[str, float]) -> Finding:
    low, lowest = bounds
    return Finding(UNHEALTHY if left < lowest else DEGRADED if left < low else HEALTHY, message, details)


def _library_calls() -> Finding:
    breaker = BREAKERS.find(_LIBRARY)
    return breaker_check(breaker)() if breaker else Finding(HEALTHY, "not called yet")


def _monitoring() -> Finding:
    breakers = get_all_stats()
    ajar = [name for name, stats in breakers.items() if stats["state"] != CLOSED]
    counts = {"breakers": len(breakers), "retries": len(get_all_retry_stats()), "limiters": len(get_all_rate_limiter_stats())}
    message = f"not closed: {', '.join(ajar)}" if ajar else "every breaker is closed"
    return Finding(DEGRADED if ajar else HEALTHY, message, {**counts, "not_closed": ajar})
