"""What rooms above hand in to be shown: statistics of resilience and health, in the words of those rooms."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from synfin_core.errors import SynfinError, WrongUse, closest
from synfin_core.observability import families
from synfin_core.observability.families import Reading

Stats = Iterable[Mapping[str, Any]]
BREAKER_STATES = ("closed", "open", "half_open")
STATUSES = ("healthy", "degraded", "unhealthy")

_sources: dict[str, Callable[[], Stats]] = {}


def register_source(name: str, stats: Callable[[], Stats]) -> None:
    """Show what `stats` tells from now on: 'breakers', 'retries', 'limiters' or 'health'; a second one takes its place."""
    if name not in _READERS:
        raise WrongUse(f"source is {name!r:.60}{closest(name[:60], _READERS)}; allowed are {', '.join(_READERS)}.")
    _sources[name] = stats


def forget_sources() -> None:
    """Show nothing of what was registered any more."""
    _sources.clear()


def readings() -> list[Reading]:
    """What all sources tell at this moment; one that fails is shown as down, and the others stay."""
    found: list[Reading] = []
    for name, stats in _sources.items():
        try:
            told = [reading for one in stats() for reading in _READERS[name](one)]
        except (SynfinError, OSError, LookupError, TypeError, ValueError):
            found.append(Reading(families.SOURCE_UP, 0.0, {"source": name}))
        else:
            found += [*told, Reading(families.SOURCE_UP, 1.0, {"source": name})]
    return found


def _breaker(stats: Mapping[str, Any]) -> list[Reading]:
    """name, state, total_failures."""
    name, now = str(stats["name"]), str(getattr(stats["state"], "value", stats["state"])).lower()
    states = [Reading(families.BREAKER_STATE, float(state == now), {"breaker": name, "state": state}) for state in BREAKER_STATES]
    return [*states, Reading(families.BREAKER_FAILURES, float(stats["total_failures"]), {"breaker": name, "process": "server"})]


def _retry(stats: Mapping[str, Any]) -> list[Reading]:
    """name, total_retries."""
    return [Reading(families.RETRIES, float(stats["total_retries"]), {"handler": str(stats["name"]), "process": "server"})]


def _limiter(stats: Mapping[str, Any]) -> list[Reading]:
    """name, tokens_available, total_refusals; the limiters of single users are handed in as one."""
    name = str(stats["name"])
    return [
        Reading(families.TOKENS, float(stats["tokens_available"]), {"limiter": name}),
        Reading(families.REFUSALS, float(stats["total_refusals"]), {"limiter": name, "process": "server"}),
    ]


def _component(stats: Mapping[str, Any]) -> list[Reading]:
    """name, status, check_duration in seconds."""
    name, now = str(stats["name"]), str(getattr(stats["status"], "value", stats["status"])).lower()
    states = [Reading(families.COMPONENT, float(one == now), {"component": name, "status": one}) for one in STATUSES]
    return [*states, Reading(families.CHECK_SECONDS, float(stats["check_duration"]), {"component": name})]


_READERS: dict[str, Callable[[Mapping[str, Any]], list[Reading]]] = {
    "breakers": _breaker,
    "retries": _retry,
    "limiters": _limiter,
    "health": _component,
}
