"""Figures of the screens. Series 0 is honest, series 1 is fraud: the theme colours them by position."""

import math
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from synfin_core.studio.summary import Summary
from synfin_core.studio.words import money, plural, rupees, whole

LAYOUT = {
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    "hovermode": "x unified",
    "bargap": 0.15,
}
HEIGHT = 300
INK = {"light": "#4A5160", "dark": "#C3CAD6"}  # Streamlit's own grey reaches only 3.7:1 on white
_HATCHED = {"shape": "/", "fillmode": "overlay"}  # fraud is never told by colour alone
_FEW = 30  # fraud payments; fewer allow no claim about their shape, assumed
_MOST_BARS = 10  # kinds of fraud; the table has all
_LONGEST_LABEL = 26  # characters
_ROOM_FOR_WORDS = 1.6  # beside the longest bar
_RUPEES = [1.0, 1e2, 1e4, 1e6, 1e8]


@dataclass(frozen=True)
class Chart:
    """A figure under the title of what it shows, words that stand for it, and its numbers as a table."""

    key: str
    title: str
    alt: str
    figure: go.Figure
    table: pd.DataFrame


def all_charts(summary: Summary, names: dict[str, str]) -> list[Chart]:
    """The charts of a dataset; `names` are the names of typologies by their ids."""
    drawn = [by_hour(summary.by_hour), by_amount(summary.by_amount), by_day(summary.by_day)]
    return [*drawn, by_typology(summary.by_typology, names)] if len(summary.by_typology) else drawn


def blank() -> go.Figure:
    """A figure without anything: drawing it lets server and browser load what charts need before there is data."""
    return go.Figure(layout=LAYOUT | {"xaxis_visible": False, "yaxis_visible": False})


def by_hour(counts: pd.DataFrame) -> Chart:
    """Which share of the honest and of the fraud payments falls into each hour of the day."""
    figure = go.Figure(layout=LAYOUT)
    _outlines(figure, counts, counts["hour"], [f"{hour:02}:00" for hour in counts["hour"]])
    figure.update_xaxes(title="Hour of the day (Indian time)", tickvals=list(range(0, 24, 3)))
    figure.update_yaxes(title="Share of payments", tickformat=".0%", rangemode="tozero")
    honest, fraud = (int(counts.loc[counts[name].idxmax(), "hour"]) for name in ("honest", "fraud"))
    title = f"Honest payments peak at {honest}:00"
    title += f", fraud at {fraud}:00" if counts["fraud"].sum() >= _FEW else ""
    return Chart("hours", title, f"Two outlines over the hours of the day. {title}.", figure, _titled(counts, hour="Hour"))


def by_amount(counts: pd.DataFrame) -> Chart:
    """Share of honest and of fraud payments in each step of amount, on a logarithmic axis."""
    figure = go.Figure(layout=LAYOUT)
    _outlines(figure, counts, counts["from_inr"], [f"from {money(amount)}" for amount in counts["from_inr"]])
    figure.update_xaxes(
        title="Amount (logarithmic)", type="log", tickvals=_RUPEES, ticktext=[money(one) for one in _RUPEES], tickangle=0
    )
    figure.update_yaxes(title="Share of payments", tickformat=".0%", rangemode="tozero")
    honest, fraud = _usual(counts, "honest"), _usual(counts, "fraud")
    title = f"Honest payments are most often {honest}"
    if counts["fraud"].sum() >= _FEW:
        title = f"Honest and fraud payments alike are most often {honest}" if honest == fraud else f"{title}, fraud {fraud}"
    alt = f"Two outlines on a logarithmic rupee axis. {title}."
    return Chart("amounts", title, alt, figure, _titled(counts, from_inr="From ₹"))


def by_day(counts: pd.DataFrame) -> Chart:
    """Payments of each day or week, fraud on top of honest."""
    step = "week" if len(counts) > 1 and (counts["day"].iloc[1] - counts["day"].iloc[0]).days > 1 else "day"
    figure = go.Figure(layout=LAYOUT | {"barmode": "stack"})
    figure.add_bar(x=counts["day"], y=counts["honest"], name="Honest")
    figure.add_bar(x=counts["day"], y=counts["fraud"], name="Fraud", marker_pattern=_HATCHED)
    figure.update_xaxes(title=f"{step.capitalize()} (Indian time)", tickformat="%d %b<br>%Y")
    figure.update_yaxes(title=f"Payments a {step}", tickformat=",d")
    total = counts["honest"] + counts["fraud"]
    title = f"{whole(total.median())} payments in a usual {step}, {whole(total.max())} in the busiest"
    busiest = counts.loc[total.idxmax(), "day"]
    alt = f"Stacked bars of honest and fraud payments. {title}, which starts on {busiest:%d %B %Y}."
    return Chart("days", title, alt, figure, _titled(counts.assign(day=counts["day"].dt.date), day=step.capitalize()))


def by_typology(losses: pd.DataFrame, names: dict[str, str]) -> Chart:
    """What each kind of fraud took, the largest on top."""
    named = losses.assign(typology=[names.get(id, id) for id in losses["typology"]])
    rows = named.head(_MOST_BARS).iloc[::-1]
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest", "showlegend": False, "barmode": "overlay"})
    labels = [cut(name) for name in rows["typology"]]
    figure.add_bar(x=[0], y=labels[:1], orientation="h", hoverinfo="skip")  # stands for honest: the theme colours by place
    figure.add_bar(
        x=rows["lost_inr"], y=labels, orientation="h", marker_pattern=_HATCHED, text=rows["lost_inr"].map(money), name="Fraud",
        textposition="outside", customdata=rows["typology"], hovertemplate="%{customdata}: %{text}<extra></extra>",
    )  # fmt: skip
    ticks = _ticks(float(losses["lost_inr"].max()))
    figure.update_xaxes(title="Rupees lost", tickvals=ticks, ticktext=[money(one) for one in ticks], tickangle=0)
    figure.update_xaxes(range=[0, losses["lost_inr"].max() * _ROOM_FOR_WORDS or 1])
    most = named.iloc[0]
    title = f"{most['typology']} takes {most['lost_inr'] / max(losses['lost_inr'].sum(), 1):.0%} of the rupees lost"
    alt = f"Bars, one a kind of fraud, by rupees lost. {title}: {money(most['lost_inr'])} in {plural(int(most['cases']), 'case')}."
    titles = {"typology": "Kind of fraud", "payments": "Payments", "cases": "Cases", "lost_inr": "Rupees lost"}
    table = named.assign(lost_inr=named["lost_inr"].map(rupees)).rename(columns=titles)
    return Chart("typologies", title, alt, figure, table)


def ink(figure: go.Figure, scheme: str) -> None:
    """Give axis texts an ink that reaches 4.5:1 in this colour scheme."""
    figure.update_xaxes(tickfont_color=INK[scheme], title_font_color=INK[scheme])
    figure.update_yaxes(tickfont_color=INK[scheme], title_font_color=INK[scheme])
    figure.update_traces(outsidetextfont_color=INK[scheme], selector={"type": "bar"})


def _outlines(figure: go.Figure, counts: pd.DataFrame, x: pd.Series, words: list[str]) -> None:
    """Honest filled and solid, fraud dashed; shares, so that few can be compared with many."""
    look = {"x": x, "line_shape": "hvh", "mode": "lines", "customdata": words}
    hover = "%{customdata}: %{y:.1%}"
    figure.add_scatter(y=_shares(counts["honest"]), name="Honest", fill="tozeroy", hovertemplate=hover, **look)
    if counts["fraud"].any():
        figure.add_scatter(y=_shares(counts["fraud"]), name="Fraud", line_dash="dash", hovertemplate=hover, **look)


def _ticks(most: float) -> list[float]:
    """Round sums from 0 to `most` rupees, at most two of them."""
    decade = 10 ** math.floor(math.log10(max(most, 10)) - 0.5)
    step = next(decade * times for times in (1, 2, 5, 10, 20, 50) if most / (decade * times) < 2)
    return [step * place for place in range(int(most // step) + 1)]


def cut(name: str) -> str:
    """A name short enough to stand beside its bar."""
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"


def _shares(counts: pd.Series) -> pd.Series:
    return counts / max(counts.sum(), 1)


def _usual(counts: pd.DataFrame, name: str) -> str:
    """The step of amount that holds the most payments, from and to."""
    low = float(counts.loc[counts[name].idxmax(), "from_inr"])
    high = low * (2.5 if f"{low:.0f}"[0] == "2" else 2)  # the steps are 1, 2, 5
    return f"{money(low)} to {money(high)}"


def _titled(counts: pd.DataFrame, **titles: str) -> pd.DataFrame:
    return counts.rename(columns={**titles, "honest": "Honest", "fraud": "Fraud"})
