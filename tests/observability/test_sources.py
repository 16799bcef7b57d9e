"""What resilience and health hand in is shown in their own words; one that fails hides nothing else."""

from pathlib import Path

import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.observability.sources import Stats, carried, register_source
from synfin_core.store.library import Library
from tests.observability.conftest import exposed, read, value

TOLD: dict[str, Stats] = {
    "breakers": {"library": {"name": "library", "state": "open", "failures": 7, "refusals": 4, "openings": 1, "config": {}}},
    "retries": {"library": {"name": "library", "retries": 3, "failures": 1}},
    "limiters": {"downloads": {"name": "downloads", "tokens_available": 2.5, "refused": 6, "users": []}},
    "health": [{"name": "disk", "status": "degraded", "check_duration": 0.01}],
}


def register_all() -> None:
    """Every source there can be."""
    for name, stats in TOLD.items():
        register_source(name, lambda stats=stats: stats)  # type: ignore[misc]


def broken() -> Stats:
    """A source whose store is away."""
    raise StorageError("the store is away.")


def test_states_are_one_and_the_rest_zero(tmp_path: Path) -> None:
    """Counts, states and tokens as they were told."""
    register_all()
    shown = read(exposed(Library(tmp_path)))

    states = [value(shown, "synfinance_breaker_state", breaker="library", state=state) for state in ("closed", "open", "half_open")]
    assert states == [0, 1, 0]
    assert value(shown, "synfinance_breaker_failures_total", breaker="library", process="server") == 7
    assert value(shown, "synfinance_breaker_refusals_total", breaker="library", process="server") == 4
    assert value(shown, "synfinance_retries_total", handler="library", process="server") == 3
    assert value(shown, "synfinance_limiter_tokens", limiter="downloads") == 2.5
    assert value(shown, "synfinance_limiter_refusals_total", limiter="downloads", process="server") == 6
    assert value(shown, "synfinance_component_status", component="disk", status="degraded") == 1
    assert value(shown, "synfinance_source_up", source="health") == 1


@pytest.mark.parametrize(
    "stats", [broken, lambda: {"library": {"state": "ajar", "failures": 0, "refusals": 0, "openings": 0}}, lambda: {"library": {}}]
)
def test_a_source_that_fails_is_shown_as_down(stats: object, tmp_path: Path) -> None:
    """Away, an unknown state, or a figure that is missing: the others are shown all the same."""
    register_all()
    register_source("breakers", stats)  # type: ignore[arg-type]
    shown = read(exposed(Library(tmp_path)))

    assert value(shown, "synfinance_source_up", source="breakers") == 0
    assert value(shown, "synfinance_source_up", source="retries") == 1
    assert not [name for name, _ in shown if name.startswith("synfinance_breaker")]


def test_a_job_carries_resilience_and_not_health() -> None:
    """Health is of the server alone; a source that fails is left out."""
    register_all()
    register_source("limiters", broken)

    assert carried() == {name: TOLD[name] for name in ("breakers", "retries")}


def test_a_source_of_another_name_is_refused() -> None:
    """The sentence names those that there are."""
    with pytest.raises(WrongUse, match=r"'breaker' \(closest: breakers\); allowed are breakers, retries"):
        register_source("breaker", dict)
