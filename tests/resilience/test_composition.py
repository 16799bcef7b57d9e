"""The room as users know it: every signature of the contract, and the parts one around the other."""

import inspect

import pytest

import synfin_core.resilience as resilience
from synfin_core.resilience import (
    CircuitBreaker,
    CircuitBreakerConfig,
    CircuitBreakerError,
    CircuitBreakerState,
    RateLimitConfig,
    RateLimiter,
    RateLimitError,
    RetryConfig,
    RetryHandler,
    figures,
    get_circuit_breaker,
    get_rate_limiter,
    get_retry_handler,
)
from tests.resilience.conftest import Clock, alone

DEFAULTS = {
    CircuitBreaker: {
        "failure_threshold": 5,
        "success_threshold": 2,
        "timeout": 60.0,
        "expected_exception": Exception,
        "name": None,
    },
    RetryHandler: {
        "max_retries": 3,
        "base_delay": 1.0,
        "max_delay": 60.0,
        "exponential_base": 2.0,
        "jitter": True,
        "retry_exceptions": (Exception,),
    },
    RateLimiter: {"rate": 10.0, "capacity": 10, "per_user": False},
    RateLimiter.acquire: {"tokens": 1, "user_id": None, "blocking": True, "timeout": None},
}


@pytest.mark.parametrize("function", DEFAULTS, ids=lambda function: function.__qualname__)
def test_signatures_are_those_of_the_contract(function: object) -> None:
    """The same parameters first, in order, with the same defaults."""
    parameters = [one for one in inspect.signature(function).parameters.values() if one.name != "self"]
    known = [(one.name, one.default) for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]

    assert known == list(DEFAULTS[function].items())


@pytest.mark.parametrize(
    ("made", "config"), [(CircuitBreaker, CircuitBreakerConfig), (RetryHandler, RetryConfig), (RateLimiter, RateLimitConfig)]
)
def test_each_has_its_settings_as_a_value(made: type, config: type) -> None:
    """With the same defaults."""
    assert made().config == config()


def test_every_public_name_is_there() -> None:
    """What __all__ promises can be imported."""
    assert all(hasattr(resilience, name) for name in resilience.__all__)
    assert set(CircuitBreakerState.__members__) == {"CLOSED", "OPEN", "HALF_OPEN"}


@pytest.mark.parametrize("is_async", [False, True])
def test_they_compose(is_async: bool, clock: Clock) -> None:
    """`@breaker @retry @limiter`: the limiter counts attempts, the retry mends, the breaker sees only what is left."""
    breaker = CircuitBreaker(2, timeout=30.0, name="bank", expected_exception=ConnectionError)
    retry = RetryHandler(2, 0.001, jitter=False)
    limiter = RateLimiter(0.001, 8, name="bank", clock=clock)
    answers = iter([ConnectionError, "mended", *[ConnectionError] * 6])

    def answer() -> str:
        said = next(answers)
        if said is ConnectionError:
            raise ConnectionError("down")
        return str(said)

    async def later() -> str:
        return answer()

    guarded = breaker(retry(limiter(later if is_async else answer)))

    def ask() -> str:
        return alone(guarded()) if is_async else guarded()

    assert ask() == "mended"
    for _ in range(2):
        with pytest.raises(ConnectionError):
            ask()
    with pytest.raises(CircuitBreakerError):
        ask()
    assert (breaker.get_stats()["failures"], retry.get_stats()["retries"]) == (2, 5)
    assert limiter.get_stats()["tokens_available"] == 0, "two attempts, then twice three"
    breaker.reset()
    with pytest.raises(RateLimitError):
        ask()
    assert breaker.get_stats()["failures"] == 0, "a refusal says nothing about the bank"


def test_the_figures_of_all_are_plain_json() -> None:
    """By kind and name."""
    get_circuit_breaker("bank").call(get_retry_handler("bank").call, get_rate_limiter("bank")(int))
    counted = figures()

    assert counted["breakers"]["bank"]["successes"] == 1
    assert counted["retries"]["bank"]["successes"] == 1
    assert counted["limiters"]["bank"]["allowed"] == 1
    assert not [value for kind in counted.values() for value in kind["bank"].values() if not _is_plain(value)]


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(one) for name, one in value.items())
    return all(map(_is_plain, value)) if isinstance(value, list) else type(value) in (str, int, float, bool, type(None))
