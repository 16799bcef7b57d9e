"""A component whose health is looked at in a thread of its own, so that a check that hangs holds up nobody."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from types import TracebackType

from synfin_core.errors import WrongUse
from synfin_core.resilience.health_status import HEALTHY, UNHEALTHY, Check, Finding, Health, finding

_REMEDY_SECONDS = 60.0  # between two tries to mend a component, assumed


@dataclass(frozen=True, slots=True)
class CheckConfig:
    """How a check is asked: whether the whole needs it, seconds it may take and its answer is kept, what it rests on."""

    required: bool = True
    timeout: float = 1.0
    cache_seconds: float = 2.0
    depends_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.timeout < float("inf"):
            raise WrongUse(f"timeout of a check is {self.timeout}; a number of seconds above 0 is allowed.")
        if not self.cache_seconds >= 0:
            raise WrongUse(f"cache_seconds of a check is {self.cache_seconds}; a number from 0 is allowed.")


@dataclass(slots=True)
class Look:
    """One run of a check: it takes down whatever the check answers, an error included."""

    began: float = field(default_factory=time.monotonic)
    done: Event = field(default_factory=Event)
    finding: Finding = field(default_factory=Finding)

    def __enter__(self) -> "Look":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if error is not None:
            self.finding = Finding(UNHEALTHY, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        return True


class Component:
    """Has at most one look under way; who asks meanwhile waits for that one."""

    def __init__(self, name: str, check: Check, config: CheckConfig, remedy: Callable[[], object] | None = None) -> None:
        self.name = name
        self.config = config
        self._check = check
        self._remedy = remedy
        self._remedied = float("-inf")
        self._lock = Lock()
        self._look: Look | None = None
        self._known: tuple[float, Health] | None = None  # until when it is to be believed

    def begin(self, use_cache: bool) -> None:
        """Start a look, unless one is under way or the last one is fresh enough."""
        with self._lock:
            if self._is_fresh(use_cache) or (self._look and not self._look.done.is_set()):
                return
            self._look = Look()
            Thread(target=self._run, args=(self._look,), name=f"health {self.name}", daemon=True).start()

    def end(self, use_cache: bool, deadline: float) -> Health:
        """What the look found; unhealthy when it takes longer than its timeout, or than `deadline` (monotonic)."""
        with self._lock:
            look = self._look
            if look is None or self._is_fresh(use_cache):
                return self._known[1] if self._known else self.not_looked_at(Finding())
        latest = min(look.began + self.config.timeout, deadline)
        if look.done.wait(max(latest - time.monotonic(), 0)):
            return self._known[1] if self._known else self._health(look)
        waited = time.monotonic() - look.began
        return self._health(look, Finding(UNHEALTHY, f"no answer for {waited:.1f} seconds", {"hangs": True}))

    def not_looked_at(self, why: Finding) -> Health:
        """The component without a look of its own."""
        return Health(self.name, why, datetime.now(UTC))

    def clear(self) -> None:
        """Believe no earlier answer."""
        with self._lock:
            self._known = None

    def _is_fresh(self, use_cache: bool) -> bool:
        return use_cache and self._known is not None and time.monotonic() < self._known[0]

    def _run(self, look: Look) -> None:
        with look:
            look.finding = self._ask()
        if look.finding.status is not HEALTHY:
            self._mend(look)
        with self._lock:
            self._known = (time.monotonic() + self.config.cache_seconds, self._health(look))
            look.done.set()

    def _ask(self) -> Finding:
        said = self._check()
        return finding(asyncio.run(said) if isinstance(said, Coroutine) else said)

    def _mend(self, look: Look) -> None:
        """Where a remedy was given: try it, not too often, and look again."""
        if self._remedy is None or time.monotonic() - self._remedied < _REMEDY_SECONDS:
            return
        self._remedied = time.monotonic()
        with look:
            self._remedy()
            again = self._ask()
            look.finding = Finding(again.status, again.message, {**again.details, "remedy_tried": True})

    def _health(self, look: Look, instead: Finding | None = None) -> Health:
        return Health(self.name, instead or look.finding, datetime.now(UTC), time.monotonic() - look.began)
