"""What a look at the health of something found."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from synfin_core.errors import WrongUse


class HealthStatus(StrEnum):
    """Healthy works, degraded works but needs a look, unhealthy does not work."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"


HEALTHY, DEGRADED, UNHEALTHY = HealthStatus
_NO_DETAILS: Mapping[str, Any] = MappingProxyType({})  # one for all: a checker is to weigh about 5 KB


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of its component."""

    status: HealthStatus = HEALTHY
    message: str = ""
    details: Mapping[str, Any] = field(default_factory=lambda: _NO_DETAILS)


Said = Finding | HealthStatus | bool | str | Mapping[str, Any] | None
Check = Callable[[], Said | Coroutine[Any, Any, Said]]


@dataclass(frozen=True, slots=True)
class Health:
    """A component at an instant (UTC); `check_duration` in seconds."""

    name: str
    finding: Finding
    last_check: datetime
    check_duration: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """The component in plain JSON types."""
        return {
            "name": self.name,
            "status": self.finding.status.value,
            "message": self.finding.message,
            "details": dict(self.finding.details),
            "last_check": self.last_check.isoformat(),
            "check_duration": self.check_duration,
        }


def finding(said: Said) -> Finding:
    """What a check may answer: nothing or True (healthy), False, a status, a word on its state, a mapping, a Finding."""
    if isinstance(said, Finding):
        return said
    if said is None or isinstance(said, bool):
        return Finding(UNHEALTHY if said is False else HEALTHY)
    if isinstance(said, str):
        return Finding(said) if isinstance(said, HealthStatus) else Finding(HEALTHY, said)
    if not isinstance(said, Mapping):
        raise WrongUse(f"a check answered {said!r:.60}; None, True, False, a status, text, a mapping or a Finding is allowed.")
    rest = {key: value for key, value in said.items() if key not in ("status", "message", "details")}
    status = HealthStatus(said.get("status", HEALTHY))
    return Finding(status, str(said.get("message", "")), {**said.get("details", {}), **rest})
