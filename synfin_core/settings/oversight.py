"""Settings of what keeps the work up and tells of it: resilience, health, logging, metrics."""

from typing import Any, Literal

from synfin_core.settings.fields import (
    ByName,
    Number,
    OptionalFile,
    RedisUrl,
    Section,
    Whole,
    flag,
    named,
    number,
    path,
    secret,
    whole,
    word,
)


class Breaker(Section):
    """When to stop calling what fails, and when to try again."""

    failure_threshold: Whole = whole(1, 1_000, "failures", "Failures in a row that open the breaker.", restart=True)
    success_threshold: Whole = whole(1, 1_000, "calls", "Successes that close it again.", restart=True)
    timeout_seconds: Number = number(0.01, 86_400, "seconds", "How long it stays open before one call is tried.", restart=True)

    def arguments(self) -> dict[str, Any]:
        """As CircuitBreaker takes them."""
        return {
            "failure_threshold": self.failure_threshold,
            "success_threshold": self.success_threshold,
            "timeout": self.timeout_seconds,
        }


class Retry(Section):
    """How often and how late a failed call is made again."""

    max_retries: Whole = whole(0, 100, "calls", "Calls after the first one.", restart=True)
    base_delay_seconds: Number = number(0, 3_600, "seconds", "Wait before the second call.", restart=True)
    max_delay_seconds: Number = number(0, 86_400, "seconds", "Longest wait between two calls.", restart=True)
    exponential_base: Number = number(1, 10, "factor", "Each wait is so many times the one before.", restart=True)
    jitter: bool = flag("Whether waits are spread, so that callers do not come back together.", restart=True)

    def arguments(self) -> dict[str, Any]:
        """As RetryHandler takes them."""
        return {
            "max_retries": self.max_retries,
            "base_delay": self.base_delay_seconds,
            "max_delay": self.max_delay_seconds,
            "exponential_base": self.exponential_base,
            "jitter": self.jitter,
        }


class Limiter(Section):
    """How many calls are let through."""

    rate: Number = number(0.001, 1_000_000, "calls a second", "Calls let through in the long run.", restart=True)
    capacity: Whole = whole(1, 1_000_000, "calls", "Calls let through at once after a pause.", restart=True)
    per_user: bool = flag("Whether each user has calls of their own.", restart=True)


class Resilience(Section):
    """Breakers, retries and limiters by the name of what they guard."""

    breakers: ByName[Breaker] = named("Breakers by name.")
    retries: ByName[Retry] = named("Retries by name.")
    limiters: ByName[Limiter] = named("Limiters by name.")
    redis_url: RedisUrl = secret(
        "an address as redis://host:6379/0",
        "Redis that shares their state between processes; without it each has its own.",
        restart=True,
    )

    @property
    def storage(self) -> str | None:
        """The address of the Redis, for those who connect to it."""
        return self.redis_url.get_secret_value() if self.redis_url else None


class Health(Section):
    """Checks of what the program needs."""

    check_seconds: Number = number(
        0.05, 1.5, "seconds", "How long the look at the library may take before it counts as failed.", restart=True
    )
    cache_seconds: Number = number(0, 3_600, "seconds", "How long an answer is given again without a new check.", restart=True)
    history: Whole = whole(1, 10_000, "reports", "Reports that are remembered.", restart=True)
    disk_free_mb: Whole = whole(0, 100_000_000, "MB", "Less free disk than this is told as degraded.")
    memory_used_share: Number = number(0.1, 1, "share of memory", "More memory in use than this is told as degraded.")
    cpu_used_share: Number = number(0.1, 1, "share of all cores", "More load than this is told as degraded.")
    remediation: bool = flag("Whether the program may mend what it can: sweep half-made leftovers.", restart=True)


class Logging(Section):
    """What is logged, and where to; never to standard output."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = word(
        ("DEBUG", "INFO", "WARNING", "ERROR"), "Lines less important than this are not written."
    )
    format: Literal["auto", "json", "text"] = word(
        ("auto", "json", "text"), "One JSON object a line, or lines for people; auto is text on a terminal alone.", restart=True
    )
    file: OptionalFile = path("a path, or nothing for standard error", "File that the log is written to.", restart=True)
    max_file_mb: Whole = whole(1, 10_000, "MB", "Size at which a new log file is begun.", restart=True)
    kept_files: Whole = whole(0, 1_000, "files", "Full log files that are kept.", restart=True)


class Metrics(Section):
    """Counts and timings for Prometheus."""

    enabled: bool = flag("Whether /metrics answers.", restart=True)
