"""Charts of a real dataset: every payment is in them, and words stand beside every picture."""

import pytest

from synfin_core import generate
from synfin_core.studio import charts
from synfin_core.studio.summary import Summary, summarize


@pytest.fixture(scope="module")
def summary() -> Summary:
    """A small dataset with fraud."""
    return summarize(generate(count=5_000, fraud_rate=0.02, seed=3))


def test_the_bars_add_up_to_all_payments(summary: Summary) -> None:
    """Honest is the first series and fraud the second: the theme colours them by place."""
    honest, fraud = charts.by_hour(summary.by_hour).figure.data

    assert (honest.name, fraud.name) == ("Honest", "Fraud")
    assert sum(honest.y) + sum(fraud.y) == summary.rows
    assert sum(fraud.y) == summary.n_fraud_rows


def test_the_outlines_are_shares(summary: Summary) -> None:
    """Each outline adds up to one, so that few fraud payments can be compared with many honest ones."""
    for outline in charts.by_amount(summary.by_amount).figure.data:
        assert sum(outline.y) == pytest.approx(1)


def test_every_chart_can_be_read_without_seeing_it(summary: Summary) -> None:
    """A title that says the measure, words for the picture, names on both axes."""
    for chart in (charts.by_hour(summary.by_hour), charts.by_amount(summary.by_amount)):
        assert chart.title and chart.alt.endswith(".")
        assert chart.figure.layout.xaxis.title.text and chart.figure.layout.yaxis.title.text


def test_without_fraud_there_is_one_outline() -> None:
    """No empty series, no claim about fraud that is not there."""
    honest = summarize(generate(count=2_000, fraud_rate=0, seed=3))
    chart = charts.by_amount(honest.by_amount)

    assert [trace.name for trace in chart.figure.data] == ["Honest"]
    assert "fraud payments" not in chart.alt
