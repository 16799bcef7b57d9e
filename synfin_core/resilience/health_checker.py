"""The health of a whole: its components, what they rest on, three probes, and how it has been."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from graphlib import CycleError, TopologicalSorter
from threading import Lock
from typing import Any, TypeVar

from synfin_core.errors import WrongUse, closest
from synfin_core.resilience.health_component import POLL_SECONDS, CheckConfig, Component
from synfin_core.resilience.health_status import DEGRADED, HEALTHY, UNHEALTHY, Check, Finding, Health, HealthStatus

C = TypeVar("C", bound=Check)
_PROBE_SECONDS = 1.5  # a probe must answer within two, whatever hangs
_KEPT = 50  # entries of the history, unless told
_QUIET = timedelta(minutes=1)  # between two entries that say the same


class HealthChecker:
    """Looks at all components at once, each within its timeout; required ones decide, optional ones only degrade."""

    def __init__(self, name: str = "synfinance", kept: int = _KEPT) -> None:
        self.name = name
        self._components: dict[str, Component] = {}
        self._history: deque[dict[str, Any]] = deque(maxlen=kept)
        self._lock = Lock()
        self._is_started = False

    def register_check(
        self,
        name: str,
        required: bool = True,
        timeout: float = 1.0,
        cache_seconds: float = 2.0,
        depends_on: Iterable[str] = (),
        remedy: Callable[[], object] | None = None,
    ) -> Callable[[C], C]:
        """Decorate the check of a component, plain or async; what it may answer: health_status.finding.

        While something in `depends_on` is unhealthy it is not looked at. A `remedy` is called when it is not healthy, at
        most once a minute, and then it is looked at again; without one nothing is ever mended.
        """
        config = CheckConfig(required, timeout, cache_seconds, tuple(depends_on))

        def register(check: C) -> C:
            with self._lock:
                added = self._components | {name: Component(name, check, config, remedy)}
                _refuse_odd_graph(added)
                self._components = added
            return check

        return register

    def unregister(self, name: str) -> None:
        """Forget a component on which no other rests."""
        with self._lock:
            self._found(name)
            left = {key: component for key, component in self._components.items() if key != name}
            _refuse_odd_graph(left)
            self._components = left

    def check_health(self, use_cache: bool = True, within: float = float("inf")) -> dict[str, Any]:
        """The whole and its components in plain JSON types; whatever has not answered `within` seconds is unhealthy."""
        components = self._components
        found = _look_at(components, use_cache, time.monotonic() + within)
        status, message = _sum_up(components, found)
        report = {
            "name": self.name,
            "status": status.value,
            "message": message,
            "timestamp": datetime.now(UTC).isoformat(),
            "startup_complete": self._is_started,
            "components": [found[name].as_dict() for name in components],
        }
        self._remember(report)
        return report

    def check_component(self, name: str, use_cache: bool = True) -> dict[str, Any]:
        """One component, and no other, in plain JSON types."""
        return self._found(name).look(use_cache).as_dict()

    def clear_cache(self) -> None:
        """Believe no earlier answer."""
        for component in self._components.values():
            component.clear()

    def readiness_probe(self) -> dict[str, Any]:
        """`ok` while no required component is unhealthy, beside the report; answers within two seconds."""
        report = self.check_health(within=_PROBE_SECONDS)
        return {"ok": report["status"] != UNHEALTHY, **report}

    def liveness_probe(self) -> dict[str, Any]:
        """`ok` while this process can answer at all: a new start would mend no component."""
        return self._probe(True, "this process answers")

    def startup_probe(self) -> dict[str, Any]:
        """`ok` from `mark_startup_complete` on."""
        return self._probe(self._is_started, "started" if self._is_started else "starting")

    def mark_startup_complete(self) -> None:
        """Everything that has to be there at the start is there."""
        self._is_started = True

    def history(self) -> list[dict[str, Any]]:
        """How it has been, oldest first: each change, and otherwise one entry a minute while somebody asks."""
        return list(self._history)

    def dependencies(self) -> dict[str, dict[str, Any]]:
        """The graph: of each component whether it is required, and what it rests on."""
        return {
            name: {"required": component.config.required, "depends_on": list(component.config.depends_on)}
            for name, component in self._components.items()
        }

    def _probe(self, ok: bool, message: str) -> dict[str, Any]:
        status = HEALTHY if ok else UNHEALTHY
        timestamp = datetime.now(UTC).isoformat()
        return {"ok": ok, "name": self.name, "status": status.value, "message": message, "timestamp": timestamp}

    def _found(self, name: str) -> Component:
        if name not in self._components:
            known = ", ".join(self._components) or "none"
            raise WrongUse(f"there is no component {name[:60]!r}; there are {known}{closest(name, self._components)}.")
        return self._components[name]

    def _remember(self, report: Mapping[str, Any]) -> None:
        entry = {
            "timestamp": report["timestamp"],
            "status": report["status"],
            "not_healthy": [part["name"] for part in report["components"] if part["status"] != HEALTHY],
        }
        with self._lock:
            if not self._history or _is_news(self._history[-1], entry):
                self._history.append(entry)


def _look_at(components: Mapping[str, Component], use_cache: bool, deadline: float) -> dict[str, Health]:
    """The health of each; a look begins as soon as all that the component rests on has answered."""
    found: dict[str, Health] = {}
    under_way: list[str] = []
    sorter = _sorter(components)
    while sorter.is_active():
        for name in sorter.get_ready():
            under_way.append(name)
            if not _ailing(components[name], found):
                components[name].begin(use_cache)
        answers = {name: _answer(components[name], found, use_cache, deadline) for name in under_way}
        found |= {name: health for name, health in answers.items() if health}
        under_way = [name for name in under_way if name not in found]
        sorter.done(*(name for name, health in answers.items() if health))
        if under_way:
            time.sleep(POLL_SECONDS)
    return found


def _answer(component: Component, found: Mapping[str, Health], use_cache: bool, deadline: float) -> Health | None:
    if ailing := _ailing(component, found):
        return component.not_looked_at(Finding(UNHEALTHY, f"not looked at: {', '.join(ailing)} is unhealthy"))
    return component.answer(use_cache, deadline)


def _sorter(components: Mapping[str, Component]) -> TopologicalSorter[str]:
    """What rests on nothing first; CycleError when that is impossible."""
    sorter = TopologicalSorter({name: component.config.depends_on for name, component in components.items()})
    sorter.prepare()
    return sorter


def _ailing(component: Component, found: Mapping[str, Health]) -> list[str]:
    return [name for name in component.config.depends_on if found[name].finding.status is UNHEALTHY]


def _sum_up(components: Mapping[str, Component], found: Mapping[str, Health]) -> tuple[HealthStatus, str]:
    ill = [name for name, health in found.items() if health.finding.status is UNHEALTHY]
    weak = [name for name, health in found.items() if health.finding.status is DEGRADED]
    words = [f"{', '.join(names)} {state}" for names, state in ((sorted(ill), UNHEALTHY), (sorted(weak), DEGRADED)) if names]
    if any(components[name].config.required for name in ill):
        return UNHEALTHY, "; ".join(words)
    return (DEGRADED, "; ".join(words)) if words else (HEALTHY, "all is well")


def _refuse_odd_graph(components: Mapping[str, Component]) -> None:
    """WrongUse when something rests on a component that is not there, or on itself."""
    for name, component in components.items():
        for other in component.config.depends_on:
            if other not in components:
                raise WrongUse(f"component '{name}' depends on '{other}', which is not registered{closest(other, components)}.")
    try:
        _sorter(components)
    except CycleError as cycle:
        raise WrongUse(f"components depend on each other in a circle: {' > '.join(cycle.args[1])}.") from cycle


def _is_news(last: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    if any(last[key] != entry[key] for key in ("status", "not_healthy")):
        return True
    return datetime.fromisoformat(entry["timestamp"]) - datetime.fromisoformat(last["timestamp"]) > _QUIET
