"""Retries: when, how often, and when not at all."""

import asyncio
import time

import pytest

from synfin_core.errors import CircuitBreakerError, RateLimitError, WrongUse
from synfin_core.resilience import CircuitBreaker, RetryHandler, get_all_retry_stats, get_retry_handler
from synfin_core.resilience.retry_budget import RetryBudget
from tests.resilience.conftest import Clock, alone


class Flaky:
    """Fails some times, then works; remembers when it was called."""

    def __init__(self, failures: int, error: Exception | None = None) -> None:
        self.left = failures
        self.error = error or ConnectionError("down")
        self.instants: list[float] = []

    def __call__(self, answer: str = "fine") -> str:
        """Fail, or give the answer."""
        self.instants.append(time.monotonic())
        self.left -= 1
        if self.left >= 0:
            raise self.error
        return answer

    async def later(self, answer: str = "fine") -> str:
        """The same, awaited."""
        return self(answer)

    @property
    def delays(self) -> list[float]:
        """Seconds between the calls."""
        return [after - before for before, after in zip(self.instants, self.instants[1:], strict=False)]


def quick(**settings: object) -> RetryHandler:
    """A handler that waits for milliseconds."""
    return RetryHandler(**{"base_delay": 0.001, "jitter": False} | settings)


def test_a_call_that_works_at_last_looks_as_if_nothing_had_been() -> None:
    """Arguments go through, and the answer comes back."""
    flaky = Flaky(2)

    assert quick().call(flaky, answer="well") == "well"
    assert len(flaky.instants) == 3


def test_the_last_error_itself_is_seen_in_the_end() -> None:
    """After max_retries more tries."""
    flaky = Flaky(9)

    with pytest.raises(ConnectionError, match="down"):
        quick(max_retries=3).call(flaky)
    assert len(flaky.instants) == 4


def test_delays_are_within_ten_milliseconds_of_the_schedule() -> None:
    """0.04, 0.08, 0.16 and then no more than 0.2 seconds."""
    handler = RetryHandler(4, 0.04, 0.2, 2.0, jitter=False)
    schedule = [handler.delay(n) for n in (1, 2, 3, 4)]
    runs = [Flaky(4) for _ in range(3)]
    for flaky in runs:
        handler.call(flaky)
    quickest = [min(delays) for delays in zip(*(flaky.delays for flaky in runs), strict=True)]  # a busy machine adds some

    assert schedule == [0.04, 0.08, 0.16, 0.2]
    assert quickest == pytest.approx(schedule, abs=0.010)
    assert all(delay >= planned for flaky in runs for delay, planned in zip(flaky.delays, schedule, strict=True))


def test_coroutines_wait_without_holding_up_others() -> None:
    """Decorated and called; ten wait at once for as long as one."""
    handler = RetryHandler(1, 0.1, jitter=False)
    many = [Flaky(1) for _ in range(10)]

    async def story() -> list[str]:
        return list(await asyncio.gather(*(handler(one.later)("well") for one in many)))

    began = time.monotonic()
    assert alone(story()) == ["well"] * 10
    assert time.monotonic() - began < 0.5
    assert all(one.delays[0] > 0.09 for one in many)
    assert handler.get_stats()["retries"] == 10


def test_jitter_thins_a_delay_by_half_at_most() -> None:
    """So that many that failed together do not come back together."""
    flaky = Flaky(8)
    RetryHandler(8, 0.02, exponential_base=1.0).call(flaky)

    assert all(0.010 <= delay < 0.25 for delay in flaky.delays)
    assert max(flaky.delays) - min(flaky.delays) > 0.001


def test_only_errors_that_were_named_are_retried() -> None:
    """Others go to the caller at once, as does what somebody cancels."""
    for error in (ValueError("odd"), KeyboardInterrupt()):
        flaky = Flaky(1, error)
        with pytest.raises(type(error)):
            quick(retry_exceptions=(ConnectionError, TimeoutError)).call(flaky)
        assert len(flaky.instants) == 1


def test_an_error_can_be_looked_at_before_it_is_retried() -> None:
    """`retry_if` narrows the kinds down."""
    handler = quick(retry_if=lambda error: "soon" in str(error))

    assert handler.call(Flaky(1, OSError("back soon"))) == "fine"
    with pytest.raises(OSError, match="gone"):
        handler.call(Flaky(1, OSError("gone")))


def test_what_an_open_breaker_refused_is_not_retried() -> None:
    """Neither its refusal, nor an error of which the breaker behind is open by now."""
    breaker = CircuitBreaker(2, name="bank")
    flaky = Flaky(9)
    handler = quick(max_retries=5, breaker=breaker)
    with pytest.raises(ConnectionError):
        handler.call(breaker(flaky.__call__))
    assert len(flaky.instants) == 2

    with pytest.raises(CircuitBreakerError):
        quick().call(breaker.call, flaky)
    assert len(flaky.instants) == 2


def test_it_waits_as_long_as_a_limiter_asks_and_not_in_vain() -> None:
    """Longer than the schedule says; not at all when that is beyond the longest delay."""
    patient = Flaky(1, RateLimitError("slow", "api", 0.1))
    quick().call(patient)
    assert 0.1 <= patient.delays[0] < 0.5

    hopeless = Flaky(1, RateLimitError("slow", "api", 100.0))
    with pytest.raises(RateLimitError):
        quick(max_delay=60.0).call(hopeless)
    assert len(hopeless.instants) == 1


def test_retries_stay_in_proportion_to_calls() -> None:
    """In an outage a reserve of 50 is used up; then a retry has to be earned by five calls."""
    handler = quick(max_retries=1, base_delay=0.0)
    flaky = Flaky(1_000_000)
    for _ in range(300):
        with pytest.raises(ConnectionError):
            handler.call(flaky)
    stats = handler.get_stats()

    assert stats["calls"] == stats["failures"] == 300
    assert 100 <= stats["retries"] <= 112, "50 and a fifth of 300, and one for each second that passed"
    assert stats["over_budget"] == 300 - stats["retries"]


def test_under_load_it_backs_off_further(clock: Clock) -> None:
    """Not at all while half of the reserve is left, then up to twice as long; quiet brings the reserve back."""
    budget = RetryBudget(0.2, clock)
    strains = [budget.strain for _ in range(50) if budget.spend()]
    assert strains[:25] == [0.0] * 25
    assert strains[25:] == sorted(strains[25:])
    assert budget.strain == 1.0
    assert not budget.spend()
    clock.wait(60)
    assert budget.strain == 0.0

    handler = RetryHandler(1, 0.05, jitter=False, budget=0.0)
    for _ in range(49):
        handler.call(Flaky(0))
        handler._budget.spend()
    flaky = Flaky(1)
    handler.call(flaky)
    assert 0.095 < flaky.delays[0] < 0.3


def test_the_figures_say_what_happened() -> None:
    """Calls, not attempts; waits in seconds."""
    handler = quick(name="bank", base_delay=0.01)
    handler.call(Flaky(2))
    with pytest.raises(ValueError, match="odd"):
        handler.call(Flaky(9, ValueError("odd")))
    stats = handler.get_stats()

    assert {name: stats[name] for name in ("name", "calls", "retries", "successes", "failures", "over_budget")} == {
        "name": "bank",
        "calls": 2,
        "retries": 5,
        "successes": 1,
        "failures": 1,
        "over_budget": 0,
    }
    assert stats["seconds_waited"] == pytest.approx(0.01 + 0.02 + 0.01 + 0.02 + 0.04)
    assert stats["config"]["retry_exceptions"] == ["Exception"]
    handler.reset()
    assert handler.get_stats()["calls"] == 0


def test_a_name_means_one_handler_in_the_whole_process() -> None:
    """The settings of whoever asks first hold."""
    handler = get_retry_handler("bank", max_retries=7)
    assert get_retry_handler("bank") is handler

    assert get_all_retry_stats()["bank"]["config"]["max_retries"] == 7


def test_a_decorated_function_keeps_its_name() -> None:
    """Plain functions stay plain."""

    @quick()
    def pay() -> str:
        """Pay."""
        return "paid"

    assert (pay(), pay.__name__, pay.__doc__) == ("paid", "pay", "Pay.")


@pytest.mark.parametrize("odd", [{"max_retries": -1}, {"base_delay": -0.1}, {"exponential_base": 0.5}, {"max_delay": float("nan")}])
def test_settings_that_make_no_sense_are_refused(odd: dict[str, float]) -> None:
    """With the value that came."""
    with pytest.raises(WrongUse, match=f"{next(iter(odd))} of a retry is {next(iter(odd.values()))}"):
        RetryHandler(**odd)
