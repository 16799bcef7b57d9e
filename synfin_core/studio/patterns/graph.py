"""The money trail as a graph: parties in columns by their distance, and an arrow for what one paid another."""

from typing import Any

import plotly.graph_objects as go

from synfin_core.analytics.trail import Party, Trail
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import parties

_SIGNS = {"hero": "diamond", "payer": "diamond", "mule": "square", "cash": "x", "shop": "triangle-up"}
_THIN, _THICK = 1, 5  # pixels of an arrow


def draw(trail: Trail, scheme: str) -> Chart:
    """The trail in the colours of a scheme; an arrow is thicker for more money."""
    place = _places(trail.parties)
    layout = {"hovermode": "closest", "showlegend": False, "annotations": _arrows(trail, place, scheme)}
    figure = go.Figure(layout=charts.LAYOUT | layout)
    x, y = zip(*(place[party.name] for party in trail.parties), strict=True) if trail.parties else ((), ())
    figure.add_scatter(
        x=x, y=y, mode="markers+text", text=[parties.label(party) for party in trail.parties], textposition="bottom center",
        textfont_color=charts.INK[scheme], hovertext=[parties.said(party) for party in trail.parties], hoverinfo="text",
        marker={"size": 18, "symbol": [_SIGNS.get(party.kind, "circle") for party in trail.parties],
                "color": [parties.colour(party, scheme) for party in trail.parties], "opacity": 1},
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.5, max((party.depth for party in trail.parties), default=0) + 0.5])
    figure.update_yaxes(visible=False, range=[-0.08, 1.02])
    return Chart("trail", parties.title(trail), parties.alt(trail, "A graph"), figure, parties.table(trail))


def _arrows(trail: Trail, place: dict[str, tuple[float, float]], scheme: str) -> list[dict[str, Any]]:
    most = max((flow.amount_inr for flow in trail.flows), default=1)
    look = {
        "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": "", "showarrow": True, "arrowhead": 2, "standoff": 12,
        "startstandoff": 10, "arrowcolor": parties.BAND[scheme],
    }  # fmt: skip
    ends = ((place[flow.source], place[flow.target], flow.amount_inr / most) for flow in trail.flows)
    return [
        look | {"x": x, "y": y, "ax": ax, "ay": ay, "arrowwidth": _THIN + (_THICK - _THIN) * share}
        for (ax, ay), (x, y), share in ends
    ]


def _places(known: tuple[Party, ...]) -> dict[str, tuple[float, float]]:
    """(depth, height 0-1) of each party, evenly in its column; every other column a little lower, so that lines show."""
    return {
        party.name: (depth, 1 - (place + 0.5 + 0.12 * (depth % 2)) / len(column))
        for depth, column in parties.columns(known).items()
        for place, party in enumerate(column)
    }
