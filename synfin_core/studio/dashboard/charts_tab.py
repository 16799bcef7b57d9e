"""The charts of a slice; a click on a bar or a square filters by it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import streamlit as st

from synfin_core.analytics.dashboard import Bounds, View
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.dashboard import filters, marks, places, tile_map
from synfin_core.studio.patterns import figure

_MEASURES = {"Payments": "n", "Fraud": "n_fraud", "Fraud rate": "rate"}
_CLICKS = "dashboard_clicks"
_TALL = 390


def draw(here: View, bounds: Bounds) -> None:
    """All of them, then their numbers as tables."""
    names = filters.typologies()
    with st.container(border=True):
        time = marks.over_time(here)
        _clickable(time, lambda starts: filters.span(starts[0], here.step, bounds))
    measure = _measure(here)
    drawn = [tile_map.draw(here, measure, figure.scheme()), marks.by_hour(here, measure), marks.by_amount(here)]
    drawn += [
        marks.by_rate(here, "rail", "rail", {}),
        marks.by_rate(here, "category", "category", {}),
        marks.by_rate(here, "state", "state", places.names()),
        marks.by_loss(here, names),
        marks.by_outcome(here),
    ]
    shown = [chart for chart in drawn if chart]
    with st.grid(2, min_column_width=330):
        for chart in shown:
            with st.container(border=True, height="stretch"):
                _draw(chart)
    st.caption("Click a bar or a square to look at it alone, and again to look at all. The filters above do the same by keyboard.")
    figure.tables([time, *shown])


def _measure(here: View) -> str:
    """What the map and the hours show; without fraud there are payments alone."""
    if not here.figures.n_fraud:
        return "n"
    chosen = st.segmented_control(
        "Map and hours show", list(_MEASURES), default="Payments", required=True, key="measure", bind="query-params"
    )
    return _MEASURES[str(chosen)]


_FILTERED = {"map": "state", "rate_rail": "rail", "rate_category": "category", "rate_state": "state", "loss": "fraud_type"}


def _draw(chart: Chart) -> None:
    chart.figure.update_traces(textfont_color=charts.INK[figure.scheme()], selector={"mode": "text"})
    if by := _FILTERED.get(chart.key):
        _clickable(chart, partial(filters.add, by))
    else:
        figure.draw(chart, _TALL)


def _clickable(chart: Chart, act: Callable[[list[str]], None]) -> None:
    """The chart; what is clicked is handed to `act`, and the chart drawn anew without a mark."""
    key = f"{chart.key}_{st.session_state.get(_CLICKS, 0)}"
    charts.ink(chart.figure, figure.scheme())
    st.markdown(f"**{chart.title}**")
    st.plotly_chart(
        chart.figure, height=_TALL, key=key, alt=chart.alt, config={"displayModeBar": False}, selection_mode="points",
        on_select=partial(_clicked, key, act),
    )  # fmt: skip


def _clicked(key: str, act: Callable[[list[str]], None]) -> None:
    points: Iterable[dict[str, Any]] = st.session_state[key]["selection"]["points"]
    words = [_word(point.get("customdata")) for point in points]
    if chosen := [word for word in words if word]:
        act(chosen)
        st.session_state[_CLICKS] = st.session_state.get(_CLICKS, 0) + 1


def _word(data: Any) -> str:
    """The id of what was clicked, however it was wrapped."""
    if isinstance(data, (list, tuple)):
        return _word(data[0]) if data else ""
    return data if isinstance(data, str) else ""
