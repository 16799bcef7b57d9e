"""The checks that every process can use."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from synfin_core.resilience import (
    CircuitBreaker,
    HealthChecker,
    breaker_check,
    get_circuit_breaker,
    get_health_checker,
    health_checks,
    register_all_health_checks,
    register_database_health_check,
    register_monitoring_health_check,
    register_system_health_checks,
)
from tests.resilience.conftest import Clock


def trip(breaker: CircuitBreaker) -> None:
    """Open a breaker that opens with its first failure."""
    with pytest.raises(ValueError, match="invalid literal"):
        breaker.call(int, "x")


def test_the_machine_is_looked_at(tmp_path: Path) -> None:
    """Disk, memory and processors, by what the system says."""
    checker = HealthChecker()
    checks = register_system_health_checks(checker, tmp_path / "not" / "made" / "yet")

    assert list(checks) == ["disk", "memory", "cpu"]
    details = {name: checker.check_component(name)["details"] for name in checks}
    assert details["disk"]["free_bytes"] > 0
    assert 0 < details["memory"]["used_share"] < 1
    assert 0 <= details["cpu"]["busy_share"] <= 1
    assert {name for name, part in checker.dependencies().items() if part["required"]} == {"disk"}


@pytest.mark.parametrize(("low", "lowest", "status"), [(20, 0, "healthy"), (10**8, 0, "degraded"), (10**8, 10**9, "unhealthy")])
def test_a_disk_is_judged_by_what_is_free(low: int, lowest: float, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Degraded below what the settings say, in MB; unhealthy below a bound in GB."""
    monkeypatch.setenv("SYNFINANCE_HEALTH__DISK_FREE_MB", str(low))
    monkeypatch.setattr(health_checks, "_LEAST_DISK_GB", lowest)
    checker = HealthChecker()
    register_system_health_checks(checker)

    assert checker.check_component("disk")["status"] == status


@pytest.mark.parametrize(("most", "status"), [("0.8", "healthy"), ("0.6", "degraded")])
def test_memory_is_judged_by_the_settings(most: str, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that uses seven tenths of its memory."""
    monkeypatch.setenv("SYNFINANCE_HEALTH__MEMORY_USED_SHARE", most)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=100, available=30))
    checker = HealthChecker()
    register_system_health_checks(checker)

    assert checker.check_component("memory")["status"] == status


def test_a_breaker_can_be_a_check(clock: Clock) -> None:
    """Closed is healthy, half-open degraded, open unhealthy."""
    breaker = CircuitBreaker(1, 2, 30.0, name="bank", clock=clock)
    checker = HealthChecker()
    checker.register_check("bank", cache_seconds=0)(breaker_check(breaker))

    assert checker.check_component("bank")["status"] == "healthy"
    trip(breaker)
    assert checker.check_component("bank")["status"] == "unhealthy"
    assert checker.check_component("bank")["details"]["failures"] == 1
    clock.wait(30)
    assert (checker.check_component("bank")["status"], checker.check_component("bank")["message"]) == (
        "degraded",
        "its breaker is half-open",
    )


def test_the_database_is_told_by_real_calls_or_by_a_check_of_your_own() -> None:
    """The breaker `library` knows; a check that is given counts instead."""
    checker = HealthChecker()
    register_database_health_check(checker=checker)
    assert checker.check_component("database", use_cache=False)["message"] == "not called yet"
    trip(get_circuit_breaker("library", failure_threshold=1))
    assert checker.check_component("database", use_cache=False)["status"] == "unhealthy"

    register_database_health_check(lambda: "reached", checker)
    assert checker.check_component("database", use_cache=False)["message"] == "reached"


def test_monitoring_names_the_breakers_that_are_not_closed() -> None:
    """They degrade, and fail nothing."""
    checker = HealthChecker()
    register_monitoring_health_check(checker)
    assert checker.check_health()["status"] == "healthy"

    trip(get_circuit_breaker("bank", failure_threshold=1))
    part = checker.check_component("monitoring", use_cache=False)
    assert (part["status"], part["message"], part["details"]["not_closed"]) == ("degraded", "not closed: bank", ["bank"])
    assert checker.check_health()["status"] == "degraded"


def test_all_of_them_go_to_the_checker_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the contract writes the calls."""
    get_health_checker.cache_clear()
    checker = register_all_health_checks()

    assert checker is get_health_checker()
    assert list(checker.dependencies()) == ["disk", "memory", "cpu", "database", "monitoring"]
    register_database_health_check()
    register_monitoring_health_check()
    assert list(register_system_health_checks()) == ["disk", "memory", "cpu"]
    get_health_checker.cache_clear()
