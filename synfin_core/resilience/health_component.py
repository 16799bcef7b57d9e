"""A component whose health is looked at in a thread of its own, so that a check that hangs holds up nobody."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread
from types import TracebackType

from synfin_core.errors import WrongUse
from synfin_core.resilience.health_status import HEALTHY, UNHEALTHY, Check, Finding, Health, finding

POLL_SECONDS = 0.001  # while looks are under way
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
    finding: Finding = field(default_factory=Finding)

    def __enter__(self) -> "Look":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if error is not None:
            self.finding = Finding(UNHEALTHY, f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        return True


class Component:
    """Has at most one look under way; who asks meanwhile waits for that one."""

    __slots__ = ("_check", "_fresh_until", "_last", "_lock", "_look", "_remedied", "_remedy", "config", "name")

    def __init__(self, name: str, check: Check, config: CheckConfig, remedy: Callable[[], object] | None = None) -> None:
        self.name = name
        self.config = config
        self._check = check
        self._remedy = remedy
        self._remedied = float("-inf")
        self._lock = Lock()
        self._look: Look | None = None  # while it is under way
        self._last: Health | None = None
        self._fresh_until = float("-inf")

    def begin(self, use_cache: bool) -> None:
        """Start a look, unless one is under way or the last one is fresh enough."""
        with self._lock:
            if self._look or self._is_fresh(use_cache):
                return
            self._look = Look()
            Thread(target=self._run, args=(self._look,), name=f"health {self.name}", daemon=True).start()

    def answer(self, use_cache: bool, deadline: float = float("inf")) -> Health | None:
        """What the look found; None while it may still find something.

        Unhealthy when it takes longer than its timeout, or than `deadline` (monotonic seconds).
        """
        with self._lock:
            look = self._look
            if self._last and (look is None or self._is_fresh(use_cache)):
                return self._last
        if look is None or time.monotonic() < min(look.began + self.config.timeout, deadline):
            return None
        waited = time.monotonic() - look.began
        return self._health(look, Finding(UNHEALTHY, f"no answer for {waited:.1f} seconds", {"hangs": True}))

    def look(self, use_cache: bool) -> Health:
        """Look at this one alone, and wait for what is found."""
        self.begin(use_cache)
        while (health := self.answer(use_cache)) is None:
            time.sleep(POLL_SECONDS)
        return health

    def not_looked_at(self, why: Finding) -> Health:
        """The component without a look of its own."""
        return Health(self.name, why, datetime.now(UTC))

    def clear(self) -> None:
        """Believe no earlier answer."""
        with self._lock:
            self._fresh_until = float("-inf")

    def _is_fresh(self, use_cache: bool) -> bool:
        return use_cache and time.monotonic() < self._fresh_until

    def _run(self, look: Look) -> None:
        with look:
            look.finding = self._ask()
        if look.finding.status is not HEALTHY:
            self._mend(look)
        with self._lock:
            self._look, self._last = None, self._health(look)
            self._fresh_until = time.monotonic() + self.config.cache_seconds

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
