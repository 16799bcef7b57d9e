"""Rate limits: how many, for whom, and how long to wait."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from synfin_core.errors import WrongUse
from synfin_core.resilience import RateLimiter, RateLimitError, get_all_rate_limiter_stats, get_rate_limiter
from tests.resilience.conftest import Clock, alone


def taken(limiter: RateLimiter, user_id: object = None) -> int:
    """Tokens that could be taken at this instant."""
    n = 0
    while limiter.acquire(user_id=user_id, blocking=False):
        n += 1
    return n


def test_a_bucket_gives_what_it_holds_and_fills_evenly(clock: Clock) -> None:
    """Up to its capacity, at its rate."""
    limiter = RateLimiter(2.0, 5, clock=clock)

    assert taken(limiter) == 5
    clock.wait(1.5)
    assert taken(limiter) == 3
    clock.wait(1_000)
    assert taken(limiter) == 5


def test_a_decorated_function_says_how_long_to_wait(clock: Clock) -> None:
    """At once, instead of the call."""
    limiter = RateLimiter(2.0, 2, name="api", clock=clock)
    calls = []

    @limiter
    def ask(answer: str) -> str:
        calls.append(answer)
        return answer

    assert [ask("a"), ask(answer="b")] == ["a", "b"]
    with pytest.raises(RateLimitError, match=r"'api' takes 2 calls a second at most; try again in 0\.5 seconds") as refused:
        ask("c")
    assert (refused.value.name, refused.value.retry_after) == ("api", 0.5)
    assert calls == ["a", "b"]
    clock.wait(refused.value.retry_after)
    assert ask("d") == "d"


def test_each_user_has_a_bucket(clock: Clock) -> None:
    """Named by the argument `user_id`, wherever it stands; without one all share another."""
    limiter = RateLimiter(1.0, 1, per_user=True, clock=clock)

    @limiter
    def ask(question: str, user_id: object = None) -> object:
        return user_id

    assert [ask("x", "asha"), ask("x", user_id="ravi"), ask("x"), ask("x", 7)] == ["asha", "ravi", None, 7]
    for arguments in (("x", "asha"), ("x", "ravi"), ("x",), ("x", "7")):
        with pytest.raises(RateLimitError):
            ask(*arguments)


def test_without_per_user_a_user_id_changes_nothing(clock: Clock) -> None:
    """One bucket for all."""
    limiter = RateLimiter(1.0, 2, clock=clock)

    assert limiter.acquire(user_id="asha", blocking=False)
    assert limiter.acquire(user_id="ravi", blocking=False)
    assert not limiter.acquire(user_id="mina", blocking=False)


def test_coroutines_are_limited_too(clock: Clock) -> None:
    """And stay coroutines."""
    limiter = RateLimiter(1.0, 1, clock=clock)

    @limiter
    async def ask() -> str:
        return "fine"

    async def story() -> None:
        assert await ask() == "fine"
        with pytest.raises(RateLimitError):
            await ask()

    alone(story())


def test_waiting_takes_as_long_as_the_rate_says() -> None:
    """Three tokens at 20 a second, from an empty bucket."""
    limiter = RateLimiter(20.0, 3)
    taken(limiter)
    began = time.monotonic()

    assert limiter.acquire(3)
    assert 0.14 < time.monotonic() - began < 1


def test_who_would_wait_too_long_is_told_at_once() -> None:
    """False, without the wait, when the tokens cannot come in time."""
    limiter = RateLimiter(1.0, 1)
    assert limiter.acquire(timeout=0.5)
    began = time.monotonic()

    assert not limiter.acquire(timeout=0.5)
    assert time.monotonic() - began < 0.1


def test_threads_together_get_no_more_than_there_is(clock: Clock) -> None:
    """Eight threads at a bucket of 1,000."""
    limiter = RateLimiter(1.0, 1_000, clock=clock)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: taken(limiter), range(8))) == 1_000


def test_idle_users_are_forgotten(clock: Clock) -> None:
    """Ten thousand come once; after a while only those of the last seconds take memory."""
    limiter = RateLimiter(1.0, 2, per_user=True, clock=clock)
    for user in range(10_000):
        limiter.acquire(user_id=user, blocking=False)
        clock.wait(0.01)

    assert len(limiter._buckets._buckets) <= 101
    clock.wait(10)
    limiter.acquire(user_id="last", blocking=False)
    limiter.acquire(user_id="last", blocking=False)
    assert taken(limiter, "last") == 0, "a user who is not idle is not forgotten"


def test_a_clock_that_goes_back_gives_and_takes_nothing(clock: Clock) -> None:
    """Neither tokens for free nor a long drought."""
    limiter = RateLimiter(1.0, 2, clock=clock)
    taken(limiter)
    clock.wait(-500)
    assert taken(limiter) == 0
    clock.wait(500 + 2)
    assert taken(limiter) == 2


def test_the_figures_say_who_has_least_left(clock: Clock) -> None:
    """The fields of the contract, one row a user, and what was allowed."""
    limiter = get_rate_limiter("download", rate=1.0, capacity=4, per_user=True)
    limiter.acquire(1, "asha")
    limiter.acquire(3, "ravi")
    limiter.acquire(4, "ravi", blocking=False)
    stats = get_all_rate_limiter_stats()["download"]

    assert (stats["name"], stats["user_id"], stats["capacity"], stats["rate"]) == ("download", "ravi", 4, 1.0)
    assert stats["tokens_available"] == pytest.approx(1, abs=0.1)
    assert stats["utilization"] == pytest.approx(0.75, abs=0.03)
    assert (stats["allowed"], stats["refused"], stats["storage"]) == (2, 1, "process")
    assert {row["user_id"] for row in stats["users"]} == {"asha", "ravi"}
    assert limiter.get_stats("asha")["tokens_available"] == pytest.approx(3, abs=0.1)


def test_a_limiter_that_nobody_used_is_full() -> None:
    """And stands for nobody."""
    stats = RateLimiter(1.0, 4, name="api").get_stats()

    assert (stats["user_id"], stats["tokens_available"], stats["utilization"], stats["users"]) == (None, 4, 0, [])


def test_a_name_means_one_limiter_in_the_whole_process(clock: Clock) -> None:
    """The settings of whoever asks first hold; reset fills it."""
    limiter = get_rate_limiter("api", rate=0.001, capacity=3)
    assert get_rate_limiter("api") is limiter
    assert taken(limiter) == 3
    limiter.reset()
    assert taken(limiter) == 3


@pytest.mark.parametrize("odd", [{"rate": 0}, {"capacity": -1}, {"rate": float("inf")}])
def test_settings_that_make_no_sense_are_refused(odd: dict[str, float]) -> None:
    """With the value that came."""
    with pytest.raises(WrongUse, match=f"{next(iter(odd))} of a limiter is {next(iter(odd.values()))}"):
        RateLimiter(**odd)


@pytest.mark.parametrize("tokens", [0, -1, 6])
def test_tokens_that_can_never_come_are_refused(tokens: int) -> None:
    """Rather than waited for."""
    with pytest.raises(WrongUse, match=f"{tokens} tokens of 'api' were asked for; above 0 and up to 5"):
        RateLimiter(1.0, 5, name="api").acquire(tokens)
