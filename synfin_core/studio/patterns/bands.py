"""The money trail as bands from left to right whose width is money: a Sankey.

Drawn by ourselves: Plotly's own sorts parties into columns by a rule that cycles of mules upset, and then cuts bars off.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from synfin_core.analytics.trail import Party, Trail
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import parties
from synfin_core.studio.words import money, plural

_Shape = dict[str, Any]
_Middle = tuple[float, float, str]  # of a band: where it is, and what it says when pointed at

_GAP = 0.08  # of the height, between two bars
_HALF = 0.035  # of the way from one column to the next: half a bar
_ROOM = 0.6  # columns, for the names of the last one
_LEAST = 0.004  # of the height, the thinnest bar


@dataclass(frozen=True)
class _Bar:
    """A party's bar: column, top and height, as shares of the whole."""

    x: int
    top: float
    high: float


def draw(trail: Trail, scheme: str) -> Chart:
    """The trail in the colours of a scheme."""
    scale, bars = _bars(trail.parties)
    shapes, middles = _flows(trail, scale, bars, scheme)
    shapes += [_rectangle(bars[party.name], parties.colour(party, scheme)) for party in trail.parties]
    # All shapes at once: one by one each would have Plotly look through all of them again.
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": False, "shapes": shapes})
    x, y, said = zip(*middles, strict=True) if middles else ((), (), ())
    figure.add_scatter(x=x, y=y, mode="markers", marker={"size": 18, "opacity": 0}, hovertext=said, hoverinfo="text")
    _labels(figure, trail, bars, scheme)
    figure.update_xaxes(visible=False, range=[-0.1, max((bar.x for bar in bars.values()), default=0) + _ROOM])
    figure.update_yaxes(visible=False, range=[1.04, -0.04])
    return Chart("trail", parties.title(trail), parties.alt(trail, "Bands"), figure, parties.table(trail))


def _bars(known: tuple[Party, ...]) -> tuple[float, dict[str, _Bar]]:
    """(height of a rupee, bar of each party): columns from the top, with gaps; the fullest column fills the height."""
    columns = parties.columns(known)
    full = ((1 - _GAP * (len(column) - 1)) / max(sum(map(_money, column)), 1) for column in columns.values())
    scale = max(min(full, default=1.0), 0.0)
    bars = {}
    for depth, column in columns.items():
        top = 0.0
        for party in column:
            high = max(_money(party) * scale, _LEAST)
            bars[party.name] = _Bar(depth, top, high)
            top += high + _GAP
    return scale, bars


def _money(party: Party) -> float:
    """Rupees that a party's bar stands for."""
    return max(party.received_inr, party.passed_inr)


def _flows(trail: Trail, scale: float, bars: dict[str, _Bar], scheme: str) -> tuple[list[_Shape], list[_Middle]]:
    """Each band leaves its source below the ones before it, and comes in at its target in the same way."""
    left: dict[str, float] = defaultdict(float)
    come: dict[str, float] = defaultdict(float)
    shapes: list[_Shape] = []
    middles: list[_Middle] = []
    for flow in sorted(trail.flows, key=lambda flow: (bars[flow.target].x, bars[flow.target].top)):
        source, target, high = bars[flow.source], bars[flow.target], flow.amount_inr * scale
        x0, x1 = source.x + _HALF, target.x - _HALF
        y0, y1 = source.top + left[flow.source], target.top + come[flow.target]
        left[flow.source] += high
        come[flow.target] += high
        path = _path(x0, y0, x1, y1, high)
        shapes.append({"type": "path", "path": path, "fillcolor": parties.BAND[scheme], "line_width": 0, "layer": "below"})
        said = f"{flow.source} → {flow.target}: {money(flow.amount_inr)} in {plural(flow.n_payments, 'payment')}"
        middles.append(((x0 + x1) / 2, (y0 + y1 + high) / 2, said))
    return shapes, middles


def _rectangle(bar: _Bar, colour: str) -> _Shape:
    corners = {"x0": bar.x - _HALF, "x1": bar.x + _HALF, "y0": bar.top, "y1": bar.top + bar.high}
    return {"type": "rect", **corners, "line_width": 0, "fillcolor": colour}


def _path(x0: float, y0: float, x1: float, y1: float, high: float) -> str:
    """A band from (x0, y0) to (x1, y1), both its upper ends, as an SVG path."""
    half = (x0 + x1) / 2
    there = f"M {x0},{y0} C {half},{y0} {half},{y1} {x1},{y1}"
    return f"{there} L {x1},{y1 + high} C {half},{y1 + high} {half},{y0 + high} {x0},{y0 + high} Z"


def _labels(figure: go.Figure, trail: Trail, bars: dict[str, _Bar], scheme: str) -> None:
    """Names to the right of the bars."""
    middles = [bars[party.name].top + bars[party.name].high / 2 for party in trail.parties]
    figure.add_scatter(
        x=[bars[party.name].x + _HALF for party in trail.parties], y=middles, mode="markers+text",
        marker={"size": 14, "opacity": 0}, text=[f" {parties.label(party)}" for party in trail.parties],
        textposition="middle right", textfont_color=charts.INK[scheme], cliponaxis=False,
        hovertext=[parties.said(party) for party in trail.parties], hoverinfo="text",
    )  # fmt: skip
