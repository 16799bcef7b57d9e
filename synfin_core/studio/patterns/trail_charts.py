"""The money trail drawn: as bands whose width is money (Sankey), or as a graph of who paid whom."""

from collections import defaultdict

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.trail import Party, Trail
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.words import money, rupees

_KINDS = {"hero": 1, "payer": 1, "mule": 2}  # place in the theme's colours; others take that of honest
_COLOURS = {
    "light": ("#0072B2", "#D55E00", "#009E73"),
    "dark": ("#56B4E9", "#E69F00", "#33C29A"),
}  # of .streamlit/config.toml: a Sankey does not follow the theme by itself
_BAND = {"light": "rgba(92, 107, 122, 0.30)", "dark": "rgba(195, 202, 214, 0.28)"}
_EDGE = 0.001  # a Sankey ignores places of exactly 0 and 1
_MARGINS = sum(charts.LAYOUT["margin"][side] for side in "tb")
_GAP = 0.08  # of the height, between two bars
_SIGNS = {"hero": "diamond", "payer": "diamond", "mule": "square", "cash": "x", "shop": "triangle-up"}


def sankey(trail: Trail, scheme: str, height: int) -> Chart:
    """Bands from left to right, a band's width is its rupees; `height` of the drawing in pixels."""
    at = {party.name: place for place, party in enumerate(trail.parties)}
    place, last = _band_places(trail.parties), max((party.depth for party in trail.parties), default=0)
    figure = go.Figure(layout=charts.LAYOUT)
    figure.add_sankey(
        arrangement="fixed",
        node={
            "label": [_label(party) for party in trail.parties], "pad": _GAP * (height - _MARGINS), "thickness": 16, "line_width": 0,
            "color": [_colour(party.kind, scheme) for party in trail.parties],
            "x": [min(max(party.depth / max(last, 1), _EDGE), 1 - _EDGE) for party in trail.parties],
            "y": [min(max(place[party.name], _EDGE), 1 - _EDGE) for party in trail.parties],
            "hovertemplate": "%{label}: ₹%{value:,.0f}<extra></extra>",
        },
        link={
            "source": [at[flow.source] for flow in trail.flows], "target": [at[flow.target] for flow in trail.flows],
            "value": [flow.amount_inr for flow in trail.flows], "color": _BAND[scheme],
            "customdata": [flow.n_payments for flow in trail.flows],
            "hovertemplate": "%{source.label} → %{target.label}: ₹%{value:,.0f} in %{customdata}<extra></extra>",
        },
    )  # fmt: skip
    figure.update_traces(textfont={"color": charts.INK[scheme], "shadow": "none"})
    return Chart(
        "trail", _title(trail), f"Bands of money between {len(trail.parties)} parties. {_told(trail)}", figure, table(trail)
    )


def graph(trail: Trail, scheme: str) -> Chart:
    """Parties by their distance from the victim, left to right; a line is what one paid another, thicker for more."""
    place = _places(trail.parties)
    most = max((flow.amount_inr for flow in trail.flows), default=1)
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": False})
    for flow in trail.flows:
        (x0, y0), (x1, y1) = place[flow.source], place[flow.target]
        figure.add_annotation(
            x=x1, y=y1, ax=x0, ay=y0, xref="x", yref="y", axref="x", ayref="y", text="", showarrow=True, arrowhead=2, standoff=12,
            startstandoff=10, arrowwidth=1 + 4 * flow.amount_inr / most, arrowcolor=_BAND[scheme],
        )  # fmt: skip
    figure.add_scatter(
        x=[place[party.name][0] for party in trail.parties], y=[place[party.name][1] for party in trail.parties],
        mode="markers+text", text=[_label(party) for party in trail.parties], textposition="bottom center",
        textfont_color=charts.INK[scheme],
        marker={"size": 18, "symbol": [_SIGNS.get(party.kind, "circle") for party in trail.parties],
                "color": [_colour(party.kind, scheme) for party in trail.parties]},
        hovertext=[_said(party) for party in trail.parties],
        hoverinfo="text",
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.6, max((party.depth for party in trail.parties), default=0) + 0.6])
    figure.update_yaxes(visible=False, range=[-0.25, 1.1])
    return Chart("trail", _title(trail), f"A graph of {len(trail.parties)} parties. {_told(trail)}", figure, table(trail))


def table(trail: Trail) -> pd.DataFrame:
    """Who paid whom how much."""
    rows = [(flow.source, flow.target, rupees(flow.amount_inr), flow.n_payments) for flow in trail.flows]
    return pd.DataFrame(rows, columns=["From", "To", "Amount", "Payments"])


def _places(parties: tuple[Party, ...]) -> dict[str, tuple[float, float]]:
    """(depth, height 0-1) of each party, evenly in its column."""
    return {
        party.name: (depth, 1 - (place + 0.5) / len(column))
        for depth, column in _columns(parties).items()
        for place, party in enumerate(column)
    }


def _columns(parties: tuple[Party, ...]) -> dict[int, list[Party]]:
    """The parties of each depth."""
    columns: dict[int, list[Party]] = defaultdict(list)
    for party in parties:
        columns[party.depth].append(party)
    return columns


def _band_places(parties: tuple[Party, ...]) -> dict[str, float]:
    """Middle of each party's bar from the top, 0-1: bars as high as their money, those of a column with gaps between them."""
    columns = _columns(parties).values()
    scale = min(((1 - _GAP * (len(column) - 1)) / max(sum(map(_money, column)), 1) for column in columns), default=1)
    places = {}
    for column in columns:
        top = 0.0
        for party in column:
            high = _money(party) * scale
            places[party.name] = top + high / 2
            top += high + _GAP
    return places


def _money(party: Party) -> float:
    """Rupees that a party's bar stands for."""
    return max(party.received_inr, party.passed_inr)


def _label(party: Party) -> str:
    kept = f" · {money(party.kept_inr)}" if party.kind == "mule" and party.kept_inr >= 1 else ""
    return f"{party.name}{kept}"


def _said(party: Party) -> str:
    return f"{party.name}: received {rupees(party.received_inr)}, passed on {rupees(party.passed_inr)}"


def _colour(kind: str, scheme: str) -> str:
    return _COLOURS[scheme][_KINDS.get(kind, 0)]


def _title(trail: Trail) -> str:
    if not trail.flows:
        return "No money has moved yet"
    out = sum(flow.amount_inr for flow in trail.flows if flow.is_laundering and flow.target.split()[0] in ("Cash", "Outsider"))
    held = sum(party.kept_inr for party in trail.parties if party.kind == "mule")
    if not any(party.kind == "mule" for party in trail.parties):
        return f"{money(sum(flow.amount_inr for flow in trail.flows))} has moved, through no mule"
    return f"{money(held)} lies with mules, {money(out)} is taken out"


def _told(trail: Trail) -> str:
    return (
        f"{_title(trail)}. " + "; ".join(f"{flow.source} to {flow.target} {money(flow.amount_inr)}" for flow in trail.flows) + "."
    )
