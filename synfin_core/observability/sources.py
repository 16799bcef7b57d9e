"""What rooms above hand in to be shown: statistics of resilience and health, in the words of those rooms."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from synfin_core.errors import SynfinError, WrongUse, closest
from synfin_core.observability import families
from synfin_core.observability.families import Family, Reading

Told = Mapping[str, Any]
Stats = Mapping[str, Told] | Iterable[Told]  # of each breaker, handler, limiter or component, by its name or with it
BREAKER_STATES = ("closed", "open", "half_open")
STATUSES = ("healthy", "degraded", "unhealthy")
CARRIED = ("breakers", "retries", "limiters")  # what a job's process hands back at its end
_FAILURES = (SynfinError, OSError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

_sources: dict[str, Callable[[], Stats]] = {}


def register_source(name: str, stats: Callable[[], Stats]) -> None:
    """Show what `stats` tells from now on: 'breakers', 'retries', 'limiters' or 'health'; a second one takes its place."""
    if name not in _READERS:
        raise WrongUse(f"source is {name!r:.60}{closest(name[:60], _READERS)}; allowed are {', '.join(_READERS)}.")
    _sources[name] = stats


def forget_sources() -> None:
    """Show nothing of what was registered any more."""
    _sources.clear()


def handed_back(told: Mapping[str, Stats]) -> list[Reading]:
    """What a job's process handed back, as it adds to the totals; what makes no sense is left out."""
    found: list[Reading] = []
    for name in set(CARRIED) & set(told):
        with suppress(*_FAILURES):
            found += _read(name, told[name], "jobs")
    return [reading for reading in found if reading.family.kind == "counter"]


def readings() -> list[Reading]:
    """What all sources tell at this moment; one that fails is shown as down, and the others stay."""
    found: list[Reading] = []
    for name, stats in _sources.items():
        try:
            told = _read(name, stats(), "server")
        except _FAILURES:
            found.append(Reading(families.SOURCE_UP, 0.0, {"source": name}))
        else:
            found += [*told, Reading(families.SOURCE_UP, 1.0, {"source": name})]
    return found


def _read(source: str, stats: Stats, process: str) -> list[Reading]:
    named = stats.items() if isinstance(stats, Mapping) else ((str(one["name"]), one) for one in stats)
    return [reading for name, one in named for reading in _READERS[source](name, one, process)]


def _breaker(name: str, stats: Told, process: str) -> list[Reading]:
    return [
        *_one_of(families.BREAKER_STATE, {"breaker": name}, "state", stats["state"], BREAKER_STATES),
        Reading(families.BREAKER_FAILURES, float(stats["failures"]), {"breaker": name, "process": process}),
        Reading(families.BREAKER_REFUSALS, float(stats["refusals"]), {"breaker": name, "process": process}),
        Reading(families.BREAKER_OPENINGS, float(stats["openings"]), {"breaker": name, "process": process}),
    ]


def _retry(name: str, stats: Told, process: str) -> list[Reading]:
    labels = {"handler": name, "process": process}
    return [
        Reading(families.RETRIES, float(stats["retries"]), labels),
        Reading(families.GIVEN_UP, float(stats["failures"]), labels),
    ]


def _limiter(name: str, stats: Told, process: str) -> list[Reading]:
    return [
        Reading(families.TOKENS, float(stats["tokens_available"]), {"limiter": name}),
        Reading(families.REFUSALS, float(stats["refused"]), {"limiter": name, "process": process}),
    ]


def _component(name: str, stats: Told, process: str) -> list[Reading]:
    return [
        *_one_of(families.COMPONENT, {"component": name}, "status", stats["status"], STATUSES),
        Reading(families.CHECK_SECONDS, float(stats["check_duration"]), {"component": name}),
    ]


def _one_of(family: Family, labels: Mapping[str, str], label: str, now: object, all: tuple[str, ...]) -> list[Reading]:
    """1 for what is so now, 0 for the rest."""
    if str(now) not in all:
        raise ValueError(f"{family.name} is {now!r:.60}; {', '.join(all)} are known")
    return [Reading(family, float(one == str(now)), {**labels, label: one}) for one in all]


_READERS: dict[str, Callable[[str, Told, str], list[Reading]]] = {
    "breakers": _breaker,
    "retries": _retry,
    "limiters": _limiter,
    "health": _component,
}
