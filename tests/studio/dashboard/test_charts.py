"""The charts of a slice: a finding above each, words for those who cannot see it, few marks, and every number in a table."""

import pandas as pd
import pytest

from synfin_core.analytics.dashboard import View, view
from synfin_core.calibration import load_calibration
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.cube import Cube
from synfin_core.store.dataset import Dataset
from synfin_core.store.slice import Slice
from synfin_core.studio.charts import Chart
from synfin_core.studio.dashboard import marks, places, tile_map


@pytest.fixture(scope="module")
def cube() -> Cube:
    """20,000 payments with plenty of fraud."""
    return Cube(generate(Spec(count=20_000, fraud_rate=0.03, seed=5)))


@pytest.fixture(scope="module")
def whole(cube: Cube) -> View:
    """All of it."""
    return view(cube, Slice())


def drawn(found: View) -> list[Chart]:
    """Every chart that has something to draw."""
    charts = [
        marks.over_time(found), tile_map.draw(found, "rate", "light"), marks.by_hour(found, "n_fraud"), marks.by_amount(found),
        *(marks.by_rate(found, by, by, {}) for by in ("rail", "category", "state")), marks.by_loss(found, {}),
        marks.by_outcome(found),
    ]  # fmt: skip
    return [chart for chart in charts if chart]


def test_every_chart_says_what_it_shows(whole: View) -> None:
    """Title, alternative words that hold it, a table, and at most 2,000 marks."""
    charts = drawn(whole)
    assert len(charts) == 9 and len({chart.key for chart in charts}) == 9
    for chart in charts:
        assert chart.title in chart.alt and len(chart.table)
        assert len(chart.figure.to_json()) < 60_000


def test_fraud_is_the_second_series_and_hatched(whole: View) -> None:
    """The theme colours by place; colour alone tells nothing."""
    for chart in (marks.over_time(whole), marks.by_rate(whole, "rail", "rail", {}), marks.by_outcome(whole)):
        assert chart and chart.figure.data[1].name == "Fraud" and chart.figure.data[1].marker.pattern.shape == "/"


def test_every_state_has_a_square_of_its_own() -> None:
    """As many squares as states, none on another."""
    assert set(places.TILES) == {state.code for state in load_calibration().states} == set(places.names())
    assert len(set(places.TILES.values())) == len(places.TILES)


def test_bars_can_be_clicked_by_id(whole: View) -> None:
    """What is handed to the filters are ids, not the names that are shown."""
    chart = marks.by_loss(whole, {"task_scam": "Part-time job / task scam"})
    assert chart and set(chart.figure.data[1].customdata) <= set(whole.groups["fraud_type"]["name"])


@pytest.mark.parametrize("case", ["one row", "no fraud", "one day"])
def test_little_is_drawn_as_little(cube: Cube, case: str) -> None:
    """No chart fails on what is hardly there."""
    match case:
        case "one row":
            row = cube.dataset.sql("FROM transactions WHERE is_fraud AND state IS NOT NULL LIMIT 1")
            found = view(Cube(Dataset(cube.dataset.spec, {}, tables={"transactions": row})), Slice())
        case "no fraud":
            found = view(Cube(generate(Spec(count=2_000, fraud_rate=0, seed=1))), Slice())
        case _:
            day = pd.Timestamp(cube.dataset.spec.first_day).date()
            found = view(cube, Slice(day, day))
    assert found.figures.n and all(chart.figure.to_json() for chart in drawn(found))
