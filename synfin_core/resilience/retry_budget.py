"""How many retries are in proportion, so that a service that is down is not buried under them."""

import time
from collections.abc import Callable
from threading import Lock

from synfin_core.resilience.token_bucket import TokenBucket

_RESERVE = 50  # retries that are always there after a quiet time, assumed
_A_SECOND = 1.0  # retries that come back each second without any call, assumed


class RetryBudget:
    """Every call adds its `share` of a retry; every retry takes one."""

    def __init__(self, share: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._share = share
        self._clock = clock
        self._lock = Lock()
        self._bucket = TokenBucket(_A_SECOND, _RESERVE, clock())

    def earn(self) -> None:
        """A call was made."""
        with self._lock:
            self._bucket.put(self._share, self._clock())

    def spend(self) -> bool:
        """Whether one more retry is in proportion; if so it is taken."""
        with self._lock:
            return self._bucket.take(1, self._clock()) == 0

    @property
    def left(self) -> float:
        """Retries left."""
        return self._bucket.available(self._clock())

    @property
    def strain(self) -> float:
        """0 while at least half of the reserve is left, rising to 1 when nothing is."""
        return max(1.0 - 2.0 * self.left / _RESERVE, 0.0)
