"""Where the settings name a Redis, what guards the program counts for all its processes together."""

import pytest

from synfin_core.errors import RateLimitError
from synfin_core.resilience import rate_limiter
from synfin_core.store import guard
from synfin_core.studio import limits
from tests.resilience.conftest import RedisServer


@pytest.fixture(autouse=True)
def settings(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two downloads at once, counted in the Redis."""
    monkeypatch.setenv("SYNFINANCE_RESILIENCE__REDIS_URL", redis_server.url)
    monkeypatch.setenv("SYNFINANCE_RESILIENCE__LIMITERS__DOWNLOADS__CAPACITY", "2")
    monkeypatch.setenv("SYNFINANCE_RESILIENCE__LIMITERS__DOWNLOADS__RATE", "0.01")


def test_downloads_are_counted_for_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limiters made anew, as another process makes them, know what was taken before."""
    limits.count_download("one")
    monkeypatch.setattr(rate_limiter.LIMITERS, "_known", {})
    limits.count_download("one")
    monkeypatch.setattr(rate_limiter.LIMITERS, "_known", {})

    with pytest.raises(RateLimitError, match="Too many downloads"):
        limits.count_download("one")


def test_the_library_answers_while_the_redis_is_away(redis_server: RedisServer) -> None:
    """A Redis that is lost takes nothing with it."""
    assert guard.guarded(lambda: 1) == 1
    redis_server.stop()

    assert guard.guarded(lambda: 2) == 2
