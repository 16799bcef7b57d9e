"""A rate limiter: a bucket of tokens for everybody together, or one for each user."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from synfin_core.errors import RateLimitError, WrongUse
from synfin_core.resilience.buckets import Buckets, OwnBuckets, SharedBuckets, User
from synfin_core.resilience.decorating import through
from synfin_core.resilience.redis_link import link
from synfin_core.resilience.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")
_USER = "user_id"
_UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class RateLimitConfig:
    """Tokens a second, the most that can be saved up, and whether each user has a bucket."""

    rate: float = 10.0
    capacity: float = 10
    per_user: bool = False

    def __post_init__(self) -> None:
        for name in ("rate", "capacity"):
            if not 0 < getattr(self, name) < float("inf"):
                raise WrongUse(f"{name} of a limiter is {getattr(self, name)}; a number above 0 is allowed.")


class RateLimiter:
    """Lets calls through at `rate` a second, `capacity` at once, from any number of threads.

    A decorated function raises RateLimitError at once where there is no token. With `per_user` its argument `user_id` says
    whose bucket is used; calls without one share a bucket of their own.
    """

    def __init__(
        self,
        rate: float = 10.0,
        capacity: float = 10,
        per_user: bool = False,
        *,
        name: str = _UNNAMED,
        storage: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.config = RateLimitConfig(rate, capacity, per_user)
        self.name = name
        if storage and name == _UNNAMED:
            raise WrongUse("a limiter that is shared through storage has no name; give it one, the same in every process.")
        own = OwnBuckets(rate, capacity, clock)
        self._buckets: Buckets = SharedBuckets(link(storage), f"limiter:{name}", rate, capacity, own) if storage else own
        self._lock = Lock()
        self._allowed = self._refused = 0

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function, plain or async."""
        position = _place_of_user(function)

        def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            self.require(user_id=args[position] if position < len(args) else kwargs.get(_USER))
            return function(*args, **kwargs)

        return through(call, function)

    def acquire(self, tokens: float = 1, user_id: object = None, blocking: bool = True, timeout: float | None = None) -> bool:
        """Take tokens, waiting for them (up to `timeout` seconds) when `blocking`; False when they did not come in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while wait := self._take(tokens, user_id):
            if not blocking or (deadline is not None and time.monotonic() + wait > deadline):
                self._count(False)
                return False
            time.sleep(wait)
        self._count(True)
        return True

    def require(self, tokens: float = 1, user_id: object = None) -> None:
        """Take tokens at once; RateLimitError with the seconds to wait when they are not there."""
        wait = self._take(tokens, user_id)
        self._count(not wait)
        if wait:
            message = f"'{self.name}' takes {self.config.rate:g} calls a second at most; try again in {wait:.1f} seconds."
            raise RateLimitError(message, self.name, wait)

    def reset(self) -> None:
        """Fill every bucket and start counting afresh."""
        self._buckets.clear()
        with self._lock:
            self._allowed = self._refused = 0

    def get_stats(self, user_id: object = None) -> dict[str, Any]:
        """The bucket of a user, by default of whoever has least left; `users` has every bucket that is not full."""
        left = self._buckets.available()
        shown = self._bucket(user_id) if user_id is not None else min(left, key=left.__getitem__, default=None)
        return {
            **self._row(shown, left.get(shown, self.config.capacity)),
            "allowed": self._allowed,
            "refused": self._refused,
            "storage": self._buckets.storage,
            "users": [self._row(user, tokens) for user, tokens in left.items()] if self.config.per_user else [],
        }

    def _row(self, user: User, tokens: float) -> dict[str, Any]:
        return {
            "name": self.name,
            "user_id": user,
            "tokens_available": tokens,
            "capacity": self.config.capacity,
            "rate": self.config.rate,
            "utilization": 1 - tokens / self.config.capacity,
        }

    def _take(self, tokens: float, user_id: object) -> float:
        if not 0 < tokens <= self.config.capacity:
            raise WrongUse(
                f"{tokens} tokens of '{self.name}' were asked for; above 0 and up to {self.config.capacity} are allowed."
            )
        return self._buckets.take(self._bucket(user_id), tokens)

    def _bucket(self, user_id: object) -> User:
        return str(user_id) if self.config.per_user and user_id is not None else None

    def _count(self, allowed: bool) -> None:
        with self._lock:
            self._allowed += allowed
            self._refused += not allowed


def _place_of_user(function: Callable[..., Any]) -> int:
    """Where `user_id` stands among the function's parameters; beyond all arguments when it does not."""
    try:
        parameters = list(signature(function).parameters)
    except ValueError:  # some builtins do not tell
        return sys.maxsize
    return parameters.index(_USER) if _USER in parameters else sys.maxsize


LIMITERS = Registry(RateLimiter)


def get_rate_limiter(
    name: str, rate: float = 10.0, capacity: float = 10, per_user: bool = False, *, storage: str | None = None
) -> RateLimiter:
    """The limiter of that name, one for the whole process; the settings of whoever asks first hold."""
    return LIMITERS.get(name, rate=rate, capacity=capacity, per_user=per_user, storage=storage)


def get_all_rate_limiter_stats() -> dict[str, dict[str, Any]]:
    """`get_stats()` of every limiter that `get_rate_limiter` made, by name."""
    return LIMITERS.stats()
