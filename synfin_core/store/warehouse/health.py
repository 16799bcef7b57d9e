"""What PostgreSQL says of its own health; handed to a checker above."""

from collections.abc import Callable
from importlib import import_module

from synfin_core.errors import SynfinError
from synfin_core.resilience import Finding, HealthStatus
from synfin_core.store.warehouse.guard import breaker
from synfin_core.store.warehouse.versions import OLDER, refuse_newer


def database_check(url: str) -> Callable[[], Finding]:
    """A check that asks PostgreSQL which version its tables are of; SQLAlchemy is loaded only where it is asked for."""
    engine = import_module("synfin_core.store.warehouse.postgres").Postgres(url)

    def check() -> Finding:
        try:
            version = engine.version()
            refuse_newer(engine.where, version)
        except SynfinError as error:
            return Finding(HealthStatus.UNHEALTHY, str(error), {"breaker": breaker().state.value})
        words = f"tables of version {version}" if version else "no tables yet"
        status = HealthStatus.DEGRADED if version in OLDER else HealthStatus.HEALTHY
        return Finding(status, words, {"version": version, "breaker": breaker().state.value})

    return check
