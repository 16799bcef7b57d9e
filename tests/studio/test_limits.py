"""How often one visitor may ask: settings say it, the refusal is a sentence with the seconds, others go on."""

import re
from collections.abc import Iterator

import pytest

from synfin_core.errors import RateLimitError
from synfin_core.resilience import get_all_rate_limiter_stats, rate_limiter
from synfin_core.studio import limits


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No limiter was asked before, and the settings allow two at once."""
    for name in ("DOWNLOADS", "JOB_STARTS"):
        monkeypatch.setenv(f"SYNFINANCE_RESILIENCE__LIMITERS__{name}__CAPACITY", "2")
        monkeypatch.setenv(f"SYNFINANCE_RESILIENCE__LIMITERS__{name}__RATE", "0.1")
    monkeypatch.setattr(rate_limiter.LIMITERS, "_known", {})
    yield


@pytest.mark.parametrize(("count", "name", "what"), [
    (limits.count_download, "download", "downloads"),
    (limits.count_job_start, "job start", "runs"),
])  # fmt: skip
def test_the_third_in_a_row_is_refused(count, name: str, what: str) -> None:  # type: ignore[no-untyped-def]
    """For this visitor alone; both are counted."""
    for _ in range(2):
        count("one")
    with pytest.raises(RateLimitError) as refusal:
        count("one")
    count("another")

    assert re.fullmatch(rf"Too many {what} in a short time; try again in \d+ seconds\.", str(refusal.value))
    assert 0 < refusal.value.retry_after <= 10
    stats = get_all_rate_limiter_stats()[name]
    assert (stats["allowed"], stats["refused"], stats["capacity"]) == (3, 1, 2)
