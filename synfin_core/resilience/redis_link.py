"""One connection to Redis that several breakers and limiters share, and that may be lost at any moment."""

import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from synfin_core.errors import WrongUse

PREFIX = "synfinance:"
_SCHEMES = ("redis://", "rediss://", "unix://")
_WAIT_SECONDS = 0.25  # longest wait for an answer, assumed
_LOST_SECONDS = 2.0  # between two looks whether it is back, assumed


class RedisLink:
    """Runs Lua scripts, each in one step; None in place of an answer while Redis is lost."""

    def __init__(self, url: str) -> None:
        redis = _client_library(url)
        self._client = redis.Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=_WAIT_SECONDS,
            socket_connect_timeout=_WAIT_SECONDS,
            retry=redis.retry.Retry(redis.backoff.NoBackoff(), 0),
        )
        self._errors: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._scripts: dict[str, Callable[..., Any]] = {}
        self._lost_until = 0.0

    @property
    def storage(self) -> str:
        """Where the state is kept at present."""
        return "process (redis lost)" if self._lost_until else "redis"

    def run(self, script: str, key: str, *values: object) -> Any:
        """The script's answer; after a failure nobody waits for Redis again before two seconds are over."""
        if time.monotonic() < self._lost_until:
            return None
        try:
            answer = self._registered(script)(keys=[PREFIX + key], args=values)
        except self._errors:
            self._lost_until = time.monotonic() + _LOST_SECONDS
            return None
        self._lost_until = 0.0
        return answer

    def _registered(self, script: str) -> Callable[..., Any]:
        if script not in self._scripts:
            self._scripts[script] = self._client.register_script(script)
        return self._scripts[script]


@cache
def link(url: str) -> RedisLink:
    """The connection of this process to the Redis at `url`."""
    return RedisLink(url)


def _client_library(url: str) -> Any:
    """The package `redis`; it comes with an extra, so that it is looked for only when it is asked for."""
    if not url.startswith(_SCHEMES):
        raise WrongUse(
            f"storage is {url.partition('@')[2] or url!r:.60}; an address that begins with {', '.join(_SCHEMES)} is allowed."
        )
    try:
        return import_module("redis")
    except ModuleNotFoundError as missing:
        raise WrongUse("storage in Redis needs the package redis: pip install 'synfin-core[redis]'.") from missing
