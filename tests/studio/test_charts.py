"""Charts of a real dataset: every payment is in them, and words stand beside every picture."""

import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.studio import charts
from synfin_core.studio.summary import Summary, summarize

NAMES = {"task_scam": "Task scam"}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """A small dataset with fraud."""
    return generate(Spec(count=5_000, fraud_rate=0.02, seed=3))


@pytest.fixture(scope="module")
def summary(dataset: Dataset) -> Summary:
    """What the screen asks of it."""
    return summarize(dataset)


def test_the_figures_are_those_of_the_payments(dataset: Dataset, summary: Summary) -> None:
    """Money moved and lost are sums of completed payments; every typology is in the table."""
    rows = dataset.transactions.to_pandas()
    completed = rows[rows["status"] == "success"]

    assert summary.moved_inr == pytest.approx(completed["amount_inr"].sum())
    assert summary.lost_inr == pytest.approx(completed.loc[completed["is_fraud"], "amount_inr"].sum())
    assert set(summary.by_typology["typology"]) == set(rows.loc[rows["is_fraud"], "fraud_type"])


def test_the_bars_add_up_to_all_payments(dataset: Dataset, summary: Summary) -> None:
    """Honest is the first series and fraud the second: the theme colours them by place."""
    honest, fraud = charts.by_day(summary.by_day).figure.data

    assert (honest.name, fraud.name) == ("Honest", "Fraud")
    assert sum(honest.y) + sum(fraud.y) == 5_000
    assert sum(fraud.y) == dataset.manifest["fraud"]["n_fraud_rows"]


def test_fraud_is_the_second_series_of_the_typologies_too(summary: Summary) -> None:
    """An empty first bar keeps the colour of honest free."""
    first, fraud = charts.by_typology(summary.by_typology, NAMES).figure.data

    assert sum(first.x) == 0 and fraud.name == "Fraud"
    assert sum(fraud.x) == pytest.approx(summary.by_typology["lost_inr"].head(len(fraud.x)).sum())


@pytest.mark.parametrize("draw, counts", [(charts.by_hour, "by_hour"), (charts.by_amount, "by_amount")])
def test_the_outlines_are_shares(summary: Summary, draw: type, counts: str) -> None:
    """Each outline adds up to one, so that few fraud payments can be compared with many honest ones."""
    for outline in draw(getattr(summary, counts)).figure.data:
        assert sum(outline.y) == pytest.approx(1)


def test_fraud_is_told_without_colour(summary: Summary) -> None:
    """By a dash where it is a line, by a hatch where it is a bar."""
    for chart in charts.all_charts(summary, NAMES):
        fraud = chart.figure.data[1]
        assert fraud.line.dash == "dash" if fraud.type == "scatter" else fraud.marker.pattern.shape == "/"


def test_every_chart_can_be_read_without_seeing_it(summary: Summary) -> None:
    """A title that says what was found, words for the picture, names on the axes, the numbers as a table."""
    drawn = charts.all_charts(summary, NAMES)
    assert len({chart.key for chart in drawn}) == 4
    for chart in drawn:
        assert chart.title in chart.alt and chart.alt.endswith(".")
        assert chart.figure.layout.xaxis.title.text and len(chart.table)


def test_without_fraud_nothing_is_said_about_it() -> None:
    """No empty series, no claim about fraud that is not there."""
    honest = summarize(generate(Spec(count=2_000, fraud_rate=0, seed=3)))
    drawn = charts.all_charts(honest, NAMES)

    assert [trace.name for trace in charts.by_amount(honest.by_amount).figure.data] == ["Honest"]
    assert [chart.key for chart in drawn] == ["hours", "amounts", "days"]
    assert not any("fraud" in chart.title for chart in drawn)


@pytest.mark.parametrize("most", [0, 7, 100, 99_000, 1.31e7, 3e8, 4.2e9])
def test_ticks_are_few_and_round(most: float) -> None:
    """From zero up to the largest, never so many that they run into each other."""
    ticks = charts._ticks(most)

    assert ticks[0] == 0 and ticks[-1] <= max(most, 1) and len(ticks) <= 2
