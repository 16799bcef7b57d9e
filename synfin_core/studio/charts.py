"""Figures of the screens. Series 0 is honest, series 1 is fraud: the theme colours them by position."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from synfin_core.studio.words import rupees

_LAYOUT = {
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    "hovermode": "x unified",
    "bargap": 0.15,
}
HEIGHT = 320
_INK = {"light": "#4A5160", "dark": "#C3CAD6"}  # Streamlit's own grey reaches only 3.7:1 on white


@dataclass(frozen=True)
class Chart:
    """A figure with the words that stand for it where it cannot be seen."""

    title: str
    alt: str
    figure: go.Figure


def by_hour(counts: pd.DataFrame) -> Chart:
    """Payments by hour of the day, fraud on top of honest."""
    figure = go.Figure(layout=_LAYOUT | {"barmode": "stack"})
    figure.add_bar(x=counts["hour"], y=counts["honest"], name="Honest")
    figure.add_bar(x=counts["hour"], y=counts["fraud"], name="Fraud", marker_pattern={"shape": "/", "fillmode": "overlay"})
    figure.update_xaxes(title="Hour of the day (Indian time)", tickvals=list(range(0, 24, 3)))
    figure.update_yaxes(title="Payments", tickformat=",d")
    busiest = counts.loc[(counts["honest"] + counts["fraud"]).idxmax(), "hour"]
    alt = f"Stacked bars of honest and fraud payments for each hour of the day; the busiest starts at {busiest}:00."
    return Chart("Payments by hour of the day", alt, figure)


def by_amount(counts: pd.DataFrame) -> Chart:
    """Share of honest and of fraud payments in each step of amount, on a logarithmic axis."""
    figure = go.Figure(layout=_LAYOUT)
    honest, fraud = (_shares(counts[name]) for name in ("honest", "fraud"))
    text = [rupees(amount).removesuffix(".00") for amount in counts["from_inr"]]
    look = {"x": counts["from_inr"], "line_shape": "hvh", "mode": "lines", "customdata": text}
    hover = "from %{customdata}: %{y:.1%}"
    figure.add_scatter(y=honest, name="Honest", fill="tozeroy", hovertemplate=hover, **look)
    if counts["fraud"].any():
        figure.add_scatter(y=fraud, name="Fraud", line_dash="dash", hovertemplate=hover, **look)
    figure.update_xaxes(title="Amount (rupees, logarithmic)", type="log", tickprefix="₹", dtick=1, tickformat=",~s")
    figure.update_yaxes(title="Share of payments", tickformat=".0%", rangemode="tozero")
    alt = f"Two outlines on a logarithmic rupee axis: most honest payments start from {_usual(counts, 'honest')}"
    alt += f", most fraud payments from {_usual(counts, 'fraud')}." if counts["fraud"].any() else "."
    return Chart("Amounts of honest and of fraud payments", alt, figure)


def inked(figure: go.Figure, scheme: str) -> go.Figure:
    """The same figure with axis texts that reach 4.5:1 in this colour scheme."""
    ink = _INK[scheme]
    figure.update_xaxes(tickfont_color=ink, title_font_color=ink)
    figure.update_yaxes(tickfont_color=ink, title_font_color=ink)
    return figure


def _shares(counts: pd.Series) -> pd.Series:
    return counts / max(counts.sum(), 1)


def _usual(counts: pd.DataFrame, name: str) -> str:
    """The step of amount that holds the most payments."""
    return rupees(counts.loc[counts[name].idxmax(), "from_inr"])
