"""Where the buckets of a limiter are kept: in this process, or in Redis for several of them."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from synfin_core.resilience.redis_link import RedisLink
from synfin_core.resilience.token_bucket import TokenBucket

User = str | None
_FORGOTTEN_AT_ONCE = 2  # more than one can come with a call, so that the number of idle ones falls
_TAKE = """
local rate, capacity, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local left = capacity
if kept[1] then left = math.min(capacity, kept[1] + math.max(0, now - kept[2]) * rate) end
local wait = 0
if left < tokens then wait = math.max((tokens - left) / rate, 0.000001) else left = left - tokens end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', left), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - left) / rate * 1000) + 1000)
return {string.format('%.6f', wait), string.format('%.6f', left)}
"""
_FORGET = "return redis.call('DEL', KEYS[1])"


class Buckets(Protocol):
    """One bucket a user; `storage` says where."""

    @property
    def storage(self) -> str:
        """'process', 'redis', or 'process (redis lost)'."""

    def take(self, user: User, tokens: float) -> float:
        """0 when the tokens are taken; else the seconds until they will be there."""

    def available(self) -> dict[User, float]:
        """Tokens left, of each user whose bucket is not full."""

    def clear(self) -> None:
        """Fill every bucket."""


class OwnBuckets:
    """Buckets in this process, in order of last use; those that are full again are forgotten."""

    storage = "process"

    def __init__(self, rate: float, capacity: float, clock: Callable[[], float]) -> None:
        self._rate, self._capacity, self._clock = rate, capacity, clock
        self._lock = Lock()
        self._buckets: OrderedDict[User, TokenBucket] = OrderedDict()

    def take(self, user: User, tokens: float) -> float:
        """See Buckets."""
        with self._lock:
            now = self._clock()
            self._forget_idle(now)
            return self._bucket(user, now).take(tokens, now)

    def fill_to(self, user: User, tokens: float) -> None:
        """Take over what another store says is left."""
        with self._lock:
            now = self._clock()
            self._forget_idle(now)
            self._bucket(user, now).fill_to(tokens, now)

    def available(self) -> dict[User, float]:
        """See Buckets."""
        with self._lock:
            now = self._clock()
            left = {user: bucket.available(now) for user, bucket in self._buckets.items()}
        return {user: tokens for user, tokens in left.items() if tokens < self._capacity}

    def clear(self) -> None:
        """See Buckets."""
        with self._lock:
            self._buckets.clear()

    def _bucket(self, user: User, now: float) -> TokenBucket:
        bucket = self._buckets.get(user)
        if bucket is None:
            bucket = self._buckets[user] = TokenBucket(self._rate, self._capacity, now)
        self._buckets.move_to_end(user)
        return bucket

    def _forget_idle(self, now: float) -> None:
        for _ in range(_FORGOTTEN_AT_ONCE):
            user = next(iter(self._buckets), None)
            if user not in self._buckets or self._buckets[user].available(now) < self._capacity:
                return
            del self._buckets[user]


class SharedBuckets:
    """Buckets in Redis, by Redis's clock, each taken from in one step; while Redis is lost this process uses its own."""

    def __init__(self, link: RedisLink, key: str, rate: float, capacity: float, own: OwnBuckets) -> None:
        self._link, self._key, self._own = link, key, own
        self._rate, self._capacity = rate, capacity

    @property
    def storage(self) -> str:
        """See Buckets."""
        return self._link.storage

    def take(self, user: User, tokens: float) -> float:
        """See Buckets."""
        told = self._link.run(_TAKE, self._key_of(user), self._rate, self._capacity, tokens)
        if told is None:
            return self._own.take(user, tokens)
        wait, left = map(float, told)
        self._own.fill_to(user, left)
        return wait

    def available(self) -> dict[User, float]:
        """See Buckets; of the users that this process has served."""
        return self._own.available()

    def clear(self) -> None:
        """See Buckets; of the users that this process has served."""
        for user in self._own.available():
            self._link.run(_FORGET, self._key_of(user))
        self._own.clear()

    def _key_of(self, user: User) -> str:
        return f"{self._key}:{'' if user is None else user}"
