"""What keeps a failing part from taking the rest along: circuit breakers, retries, rate limits, health checks."""

from typing import Any

from synfin_core.errors import CircuitBreakerError, RateLimitError
from synfin_core.resilience.circuit import CircuitBreakerConfig, CircuitBreakerState
from synfin_core.resilience.circuit_breaker import BreakerEvent, CircuitBreaker, get_all_stats, get_circuit_breaker, reset_all
from synfin_core.resilience.health_checker import HealthChecker
from synfin_core.resilience.health_checks import (
    breaker_check,
    get_health_checker,
    register_all_health_checks,
    register_database_health_check,
    register_monitoring_health_check,
    register_system_health_checks,
)
from synfin_core.resilience.health_status import Finding, HealthStatus
from synfin_core.resilience.rate_limiter import RateLimitConfig, RateLimiter, get_all_rate_limiter_stats, get_rate_limiter
from synfin_core.resilience.retry_handler import RetryConfig, RetryHandler, get_all_retry_stats, get_retry_handler
from synfin_core.resilience.retry_presets import (
    retry_api_errors,
    retry_database_errors,
    retry_network_errors,
    retry_on_exception,
)

__all__ = [
    "BreakerEvent",
    "CircuitBreaker",
    "CircuitBreakerConfig",
    "CircuitBreakerError",
    "CircuitBreakerState",
    "Finding",
    "HealthChecker",
    "HealthStatus",
    "RateLimitConfig",
    "RateLimitError",
    "RateLimiter",
    "RetryConfig",
    "RetryHandler",
    "breaker_check",
    "figures",
    "get_all_rate_limiter_stats",
    "get_all_retry_stats",
    "get_all_stats",
    "get_circuit_breaker",
    "get_health_checker",
    "get_rate_limiter",
    "get_retry_handler",
    "register_all_health_checks",
    "register_database_health_check",
    "register_monitoring_health_check",
    "register_system_health_checks",
    "reset_all",
    "retry_api_errors",
    "retry_database_errors",
    "retry_network_errors",
    "retry_on_exception",
]


def figures() -> dict[str, dict[str, Any]]:
    """What every named breaker, retry and limiter of this process has counted, in plain JSON types."""
    return {
        "breakers": get_all_stats(),
        "retries": get_all_retry_stats(),
        "limiters": get_all_rate_limiter_stats(),
    }
