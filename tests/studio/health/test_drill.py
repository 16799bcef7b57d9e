"""The fault drill: a breaker of its own goes through all its states, by itself, in under a minute; nothing real is touched."""

from itertools import pairwise

import pytest

from synfin_core.resilience import get_all_stats
from synfin_core.studio.health.drill import FAILURES, OPEN_SECONDS, Drill
from synfin_core.studio.health.drill_panel import path, timeline
from tests.resilience.conftest import Clock


def performed(pace: float) -> Drill:
    """A whole drill, with a call every `pace` seconds, for a minute at most."""
    clock = Clock()
    drill = Drill(clock)
    while not drill.is_over and clock.now < 1_060:
        drill.step()
        clock.wait(pace)
    return drill


@pytest.mark.parametrize("pace", [0.1, 1.0, 2.5, 5.0])
def test_closed_open_half_open_closed_in_under_a_minute(pace: float) -> None:
    """At any pace at which a page may be drawn, each state is seen once and in this order."""
    drill = performed(pace)

    assert drill.is_over
    assert [turn.state for turn in drill.turns] == ["closed", "open", "half_open", "closed"]
    assert drill.count("failed") == FAILURES
    assert drill.count("refused") > 0
    assert len(drill.moments) == sum(map(drill.count, ("answered", "failed", "refused")))


def test_the_breaker_stays_open_as_long_as_it_is_told() -> None:
    """Seconds between opening and the first trial."""
    _, opened, tried, closed = performed(1.0).turns

    assert opened.second == 5
    assert tried.second - opened.second == OPEN_SECONDS
    assert closed.second == 15


def test_drawing_the_page_more_often_makes_no_more_calls() -> None:
    """Two calls are half a second apart at least, and none comes after the end."""
    drill = performed(0.1)
    seconds = [moment.second for moment in drill.moments]
    drill.step()

    assert min(after - before for before, after in pairwise(seconds)) >= 0.5
    assert len(drill.moments) == len(seconds)


def test_real_breakers_know_nothing_of_it() -> None:
    """The drill's breaker is in no list, so no alert and no health check hears of it."""
    before = get_all_stats()
    performed(1.0)

    assert get_all_stats() == before
    assert "drill" not in before


def test_the_timeline_says_it_in_words_and_by_shape() -> None:
    """Each outcome has a sign of its own; the path names every turn with its second."""
    drill = performed(1.0)
    traces = timeline(drill.moments).data

    assert path(drill) == "closed → open at 5 s → half-open at 13 s → closed at 15 s"
    assert [trace.name for trace in traces] == ["state", "call failed", "call answered", "call refused"]
    assert len({trace.marker.symbol for trace in traces[1:]}) == 3
    assert sum(len(trace.x) for trace in traces[1:]) == len(drill.moments)
