"""The charts and sentences of a step: always there, with words and a table, and knowing nothing of later steps."""

from datetime import timedelta
from itertools import pairwise

import pytest

from synfin_core.analytics.catalogue import cards
from synfin_core.analytics.trail import trail
from synfin_core.studio.patterns import bands, graph, story_charts
from synfin_core.studio.patterns.step_words import knows
from synfin_core.studio.patterns.told import Told


@pytest.mark.parametrize("typology", [card.id for card in cards()])
def test_every_step_has_charts_with_words_and_tables(stories: dict[str, Told], typology: str) -> None:
    """First, middle and last step of each typology: figures that can be sent, an alternative text, a table."""
    told = stories[typology]
    for step in (1, len(told.moments) // 2 + 1, len(told.moments)):
        at = told.moments[step - 1].ends_at
        found = trail(told.legs, at)
        drawn = [story_charts.lanes(told, step), bands.draw(found, "light"), graph.draw(found, "dark")]
        if life := story_charts.life(told, at):
            drawn.append(life)
        for chart in drawn:
            assert len(chart.alt) > 30 and chart.title
            assert chart.figure.to_json()
        assert len(drawn[0].table) == step


def test_a_step_shows_nothing_of_what_comes_later(stories: dict[str, Told]) -> None:
    """Points of the case in the chart of a life, and flows of the trail, are of payments up to the step."""
    told = stories["task_scam"]
    for moment in told.moments:
        life = story_charts.life(told, moment.ends_at)
        assert life is not None
        of_case = life.figure.data[1]
        assert all(at <= moment.ends_at + timedelta(microseconds=1) for at in of_case.x.astype("datetime64[us]").tolist())
        moved = told.legs[(told.legs["transacted_at"] <= moment.ends_at) & (told.legs["status"] != "failed")]
        assert sum(flow.n_payments for flow in trail(told.legs, moment.ends_at).flows) <= len(moved)


def test_bars_of_a_trail_stay_within_the_drawing(stories: dict[str, Told]) -> None:
    """No bar is cut off, and bars of a column do not overlap."""
    for told in stories.values():
        shapes = [shape for shape in bands.draw(trail(told.legs), "light").figure.layout.shapes if shape.type == "rect"]
        assert all(-0.001 <= shape.y0 <= shape.y1 <= 1.02 for shape in shapes)
        for column in {shape.x0 for shape in shapes}:
            ends = sorted((shape.y0, shape.y1) for shape in shapes if shape.x0 == column)
            assert all(upper[1] < lower[0] for upper, lower in pairwise(ends))


def test_what_the_bank_knows_follows_the_labels(stories: dict[str, Told]) -> None:
    """Nothing before the first payment, nothing before the first label, then what the labels say."""
    told = stories["digital_arrest"]
    first_paid, first_told = told.legs["transacted_at"].iloc[0], told.case.labels["labelled_at"].iloc[0]

    assert knows(told, first_paid - timedelta(seconds=1)).startswith("Nothing yet")
    assert knows(told, first_told - timedelta(seconds=1)).startswith("Nothing: all")
    assert "taken for fraud" in knows(told, first_told)
    assert "taken for laundering" in knows(told, told.case.labels["labelled_at"].iloc[-1])
