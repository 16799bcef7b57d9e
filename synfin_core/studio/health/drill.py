"""A fault drill: a stand-in that breaks and mends by itself, behind a breaker of its own; nothing real is called."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from synfin_core.errors import CircuitBreakerError, SynfinError
from synfin_core.resilience import CircuitBreaker, CircuitBreakerState

CALLS_BEFORE = 3  # that go well; then the stand-in breaks
FAILURES, SUCCESSES = 3, 3  # that open the breaker, and that close it
OPEN_SECONDS = 8.0
_BROKEN_SECONDS = 5.0  # from the opening on; less than the breaker stays open
_SLOWEST_PACE = 0.5  # seconds between two calls, however often the page is drawn

Outcome = Literal["answered", "failed", "refused"]


class StandInError(SynfinError):
    """The stand-in is broken."""


@dataclass(frozen=True)
class Moment:
    """One call: seconds since the start, what came of it, and the state of the breaker afterwards."""

    second: float
    outcome: Outcome
    state: CircuitBreakerState


class Drill:
    """Closed, open, half-open and closed again in about 20 seconds of one call a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self.breaker = CircuitBreaker(FAILURES, SUCCESSES, OPEN_SECONDS, StandInError, "drill", clock=clock)
        self.moments: list[Moment] = []

    @property
    def state(self) -> CircuitBreakerState:
        """Where the breaker stands now."""
        return self.breaker.state

    @property
    def is_over(self) -> bool:
        """Whether it has been open and is closed again."""
        return self._opened_at is not None and self.state is CircuitBreakerState.CLOSED

    @property
    def turns(self) -> list[Moment]:
        """The first moment of each state that followed another."""
        pairs = zip([None, *self.moments], self.moments, strict=False)
        return [now for before, now in pairs if before is None or before.state is not now.state]

    def count(self, outcome: Outcome) -> int:
        """How many calls ended so."""
        return sum(moment.outcome == outcome for moment in self.moments)

    def step(self) -> None:
        """Make the next call, unless the last one was made just now or the drill is over."""
        second = self._clock() - self._began
        if self.is_over or (self.moments and second - self.moments[-1].second < _SLOWEST_PACE):
            return
        outcome = self._call()
        self.moments.append(Moment(second, outcome, self.state))

    @property
    def _opened_at(self) -> float | None:
        return next((moment.second for moment in self.moments if moment.state is CircuitBreakerState.OPEN), None)

    def _call(self) -> Outcome:
        try:
            self.breaker.call(self._stand_in)
        except CircuitBreakerError:
            return "refused"
        except StandInError:
            return "failed"
        return "answered"

    def _stand_in(self) -> None:
        """Answer, unless it is broken at this moment."""
        opened = self._opened_at
        is_mended = opened is not None and self._clock() - self._began - opened >= _BROKEN_SECONDS
        if len(self.moments) >= CALLS_BEFORE and not is_mended:
            raise StandInError("the stand-in is broken")
