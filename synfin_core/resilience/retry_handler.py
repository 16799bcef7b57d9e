"""Tries a call again that failed for a cause that can pass, later and later, on tenacity's engine."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from inspect import iscoroutinefunction
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from tenacity import AsyncRetrying, RetryCallState, Retrying, retry_if_exception

from synfin_core.errors import CircuitBreakerError, WrongUse
from synfin_core.resilience.circuit import CircuitBreakerState
from synfin_core.resilience.circuit_breaker import CircuitBreaker
from synfin_core.resilience.decorating import through
from synfin_core.resilience.registry import Registry
from synfin_core.resilience.retry_budget import RetryBudget
from synfin_core.resilience.retry_causes import retry_after

P = ParamSpec("P")
R = TypeVar("R")
_dice = random.SystemRandom()
_BUDGET = 0.2  # retries a call, assumed


@dataclass(frozen=True, slots=True)
class RetryConfig:
    """How often and when to try again: retry n comes `base_delay * exponential_base ** (n - 1)` seconds later."""

    max_retries: int = 3
    base_delay: float = 1.0
    max_delay: float = 60.0
    exponential_base: float = 2.0
    jitter: bool = True  # each delay falls between its half and its whole
    retry_exceptions: tuple[type[BaseException], ...] = (Exception,)

    def __post_init__(self) -> None:
        for name, low in (("max_retries", 0), ("base_delay", 0), ("max_delay", 0), ("exponential_base", 1)):
            if not low <= getattr(self, name) < float("inf"):
                raise WrongUse(f"{name} of a retry is {getattr(self, name)}; a number from {low} is allowed.")


class RetryHandler:
    """Retries calls from any number of threads; when it gives up, the caller sees the last error itself.

    It never retries what an open circuit breaker refused, nor anything while `breaker` is open; it waits for as long as a
    rate limit asks, up to `max_delay`; retries stay under `budget` a call, and come later (up to doubled) as that runs out.
    """

    def __init__(
        self,
        max_retries: int = 3,
        base_delay: float = 1.0,
        max_delay: float = 60.0,
        exponential_base: float = 2.0,
        jitter: bool = True,
        retry_exceptions: type[BaseException] | tuple[type[BaseException], ...] = (Exception,),
        *,
        name: str = "unnamed",
        retry_if: Callable[[BaseException], bool] | None = None,
        breaker: CircuitBreaker | None = None,
        budget: float = _BUDGET,
    ) -> None:
        kinds = retry_exceptions if isinstance(retry_exceptions, tuple) else (retry_exceptions,)
        self.config = RetryConfig(max_retries, base_delay, max_delay, exponential_base, jitter, kinds)
        self.name = name
        self.breaker = breaker
        self._can_pass = retry_if
        self._share = budget
        self._lock = Lock()
        self.reset()

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function, plain or async."""
        return through(self.call, function)

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call `function`, again where that can help; of an async one the result is to be awaited."""
        if iscoroutinefunction(function):
            return self._call_async(function, *args, **kwargs)
        with self._counted():
            return Retrying(**self._rules())(function, *args, **kwargs)

    async def _call_async(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self._counted():
            return await AsyncRetrying(**self._rules())(function, *args, **kwargs)

    def delay(self, retry: int) -> float:
        """Seconds before retry number `retry` (1, 2 ...), without jitter and at leisure: the schedule."""
        config = self.config
        return min(config.base_delay * config.exponential_base ** (retry - 1), config.max_delay)

    def reset(self) -> None:
        """Start counting afresh, with a full budget."""
        with self._lock:
            self._budget = RetryBudget(self._share)
            self._calls = self._successes = self._failures = self._retries = self._over_budget = 0
            self._waited = 0.0

    def get_stats(self) -> dict[str, Any]:
        """What was called, retried, saved and given up in this process since it was made or reset."""
        config = asdict(self.config) | {"retry_exceptions": [kind.__name__ for kind in self.config.retry_exceptions]}
        return {
            "name": self.name,
            "calls": self._calls,
            "retries": self._retries,
            "successes": self._successes,
            "failures": self._failures,
            "over_budget": self._over_budget,
            "seconds_waited": self._waited,
            "budget_left": self._budget.left,
            "config": config,
        }

    def _rules(self) -> dict[str, Any]:
        """What tenacity is told; it asks `wait` before `stop`, and `before_sleep` last."""
        return {
            "retry": retry_if_exception(self._is_worth_it),
            "wait": self._seconds,
            "stop": self._is_enough,
            "before_sleep": self._count_retry,
            "reraise": True,
        }

    def _is_worth_it(self, error: BaseException) -> bool:
        """Whether the same call may go well a little later."""
        if isinstance(error, CircuitBreakerError) or not isinstance(error, self.config.retry_exceptions):
            return False
        if retry_after(error) > self.config.max_delay or not (self._can_pass is None or self._can_pass(error)):
            return False
        return self.breaker is None or self.breaker.state is not CircuitBreakerState.OPEN

    def _is_enough(self, state: RetryCallState) -> bool:
        if state.attempt_number > self.config.max_retries:
            return True
        is_over = not self._budget.spend()
        with self._lock:
            self._over_budget += is_over
        return is_over

    def _seconds(self, state: RetryCallState) -> float:
        """The delay of the schedule, longer under strain, thinned by jitter; at least what the other side asked for."""
        delay = min(self.delay(state.attempt_number) * (1 + self._budget.strain), self.config.max_delay)
        asked = retry_after(state.outcome.exception() if state.outcome else None)
        return max(delay * _dice.uniform(0.5, 1) if self.config.jitter else delay, asked)

    def _count_retry(self, state: RetryCallState) -> None:
        with self._lock:
            self._retries += 1
            self._waited += state.upcoming_sleep

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """One call, however many attempts it takes."""
        self._budget.earn()
        went_well = False
        try:
            yield
            went_well = True
        finally:
            with self._lock:
                self._calls += 1
                self._successes += went_well
                self._failures += not went_well


RETRIES = Registry(RetryHandler)


def get_retry_handler(name: str, **settings: Any) -> RetryHandler:
    """The handler of that name, one for the whole process; the settings (of RetryHandler) of whoever asks first hold."""
    return RETRIES.get(name, **settings)


def get_all_retry_stats() -> dict[str, dict[str, Any]]:
    """`get_stats()` of every handler that `get_retry_handler` made, by name."""
    return RETRIES.stats()
