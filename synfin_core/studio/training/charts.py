"""Figures of a model: precision over recall with its band, ROC, features, what is missed, a payment's neighbours."""

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.neighbours import Neighbours
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart, cut
from synfin_core.studio.patterns.parties import BAND, COLOURS
from synfin_core.studio.words import money, plural

_MOST_BARS = 12
_BAR, _LEAST = 26, 180  # pixels
_PERCENT = {"tickformat": ".0%", "range": [0, 1.02]}


def height_of(rows: pd.DataFrame) -> int:
    """Pixels for so many bars."""
    return max(_LEAST, 70 + _BAR * min(len(rows), _MOST_BARS))


def precision_recall(points: pd.DataFrame, base_rate: float, scheme: str) -> Chart:
    """The curve, its 95% band, and the precision of blind guessing."""
    figure = go.Figure(layout=charts.LAYOUT)
    edge = {"mode": "lines", "line_width": 0, "hoverinfo": "skip"}
    figure.add_scatter(x=points["recall"], y=points["precision"], name="This model", hovertemplate="precision %{y:.1%}")
    figure.add_scatter(
        x=points["recall"], y=[base_rate] * len(points), name="Blind guessing", line_dash="dash", hovertemplate="%{y:.2%}"
    )
    figure.add_scatter(x=points["recall"], y=points["low"], showlegend=False, **edge)
    figure.add_scatter(
        x=points["recall"], y=points["high"], fill="tonexty", fillcolor=BAND[scheme], name="95% band", **edge
    )  # fmt: skip
    figure.update_xaxes(title="Recall: share of fraud payments caught", **_PERCENT)
    figure.update_yaxes(title="Precision: share of alerts that are fraud", **_PERCENT)
    half = points.iloc[(points["recall"] - 0.5).abs().argmin()]
    title = f"To catch half of the fraud payments, {half['precision']:.0%} of the alerts are fraud"
    table = points.rename(columns={"recall": "Recall", "precision": "Precision", "low": "Low", "high": "High"}).round(4)
    return Chart("precision_recall", title, f"Precision over recall with a 95% band. {title}.", figure, table)


def roc(points: pd.DataFrame, area: float) -> Chart:
    """True over false positives."""
    figure = go.Figure(layout=charts.LAYOUT | {"showlegend": False})
    figure.add_scatter(x=points["false_positives"], y=points["true_positives"], mode="lines", hovertemplate="%{y:.0%} caught")
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line_dash="dash", hoverinfo="skip")
    figure.update_xaxes(title="Honest payments stopped", **_PERCENT)
    figure.update_yaxes(title="Fraud caught", **_PERCENT)
    title = f"Area under the ROC curve {area:.3f}"
    told = {"false_positives": "Honest payments stopped", "true_positives": "Fraud caught"}
    return Chart("roc", title, f"True over false positives. {title}.", figure, points.rename(columns=told).round(4))


def importance(found: dict[str, float], meanings: dict[str, str]) -> Chart:
    """Average precision that is lost when a feature is shuffled, the most on top."""
    most = [(name, lost) for name, lost in sorted(found.items(), key=lambda one: -one[1]) if lost > 0]
    rows = most[:_MOST_BARS][::-1]
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": False})
    figure.add_bar(
        x=[lost for _, lost in rows], y=[cut(name.replace("_", " ")) for name, _ in rows], orientation="h",
        customdata=[meanings.get(name, name) for name, _ in rows], hovertemplate="%{customdata}: %{x:.4f}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(title="Average precision lost when it is shuffled", rangemode="tozero")
    title = f"{most[0][0].replace('_', ' ').capitalize()} tells most" if most else "No feature tells anything by itself"
    table = pd.DataFrame([(name, meanings.get(name, ""), lost) for name, lost in most], columns=["Feature", "Meaning", "Lost"])
    return Chart("importance", title, f"Bars, one a feature. {title}.", figure, table)


def missed(found: pd.DataFrame, names: dict[str, str]) -> Chart:
    """Rupees that are missed by kind of fraud, the most on top."""
    named = found.assign(typology=[names.get(id, id) for id in found["typology"]])
    rows = named.head(_MOST_BARS).iloc[::-1]
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": False, "barmode": "overlay"})
    labels = [cut(name) for name in rows["typology"]]
    figure.add_bar(x=[0], y=labels[:1], orientation="h", hoverinfo="skip")  # stands for honest: the theme colours by place
    words = [f"{one.missed} of {plural(one.payments, 'payment')}" for one in rows.itertuples()]
    figure.add_bar(
        x=rows["missed_inr"], y=labels, orientation="h", marker_pattern={"shape": "/", "fillmode": "overlay"}, text=words,
        textposition="outside", customdata=rows["missed_inr"].map(money), hovertemplate="%{y}: %{customdata}<extra></extra>",
        cliponaxis=False,
    )  # fmt: skip
    top = max(float(named["missed_inr"].max()), 1.0) if len(named) else 1.0
    figure.update_xaxes(title="Rupees of missed fraud", range=[0, top * 1.9], tickvals=[0, top], ticktext=["₹0", money(top)])
    total = float(named["missed_inr"].sum())
    title = f"{named['typology'].iloc[0]} slips through most: {money(top)} of {money(total)}" if total else "No rupee is missed"
    table = named.assign(missed_inr=named["missed_inr"].map(money))
    table.columns = ["Kind of fraud", "Payments", "Payments missed", "Cases", "Cases missed whole", "Rupees missed"]
    return Chart("missed", title, f"Bars, one a kind of fraud, by rupees missed. {title}.", figure, table)


def neighbours(found: Neighbours, scheme: str) -> Chart:
    """Payer and payee in the middle, around them whom they dealt with; thicker for more payments."""
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": False})
    place = _places(found)
    for link in found.links:
        (x, y), (u, v) = place[link.source], place[link.target]
        is_it = link.is_it
        figure.add_scatter(
            x=[x, u], y=[y, v], mode="lines", hoverinfo="skip", line_width=4 if is_it else min(1 + link.n / 2, 4),
            line_color=COLOURS[scheme][1] if is_it else BAND[scheme],
        )  # fmt: skip
    names = list(place)
    ends, words = (found.payer, found.payee), {found.payer: "Payer", found.payee: "Payee"}
    figure.add_scatter(
        x=[place[name][0] for name in names], y=[place[name][1] for name in names], mode="markers+text",
        text=[words.get(name, "") for name in names], textposition="top center", textfont_color=charts.INK[scheme],
        hovertext=names, hoverinfo="text",
        marker={"size": [18 if name in ends else 10 for name in names], "opacity": 1,
                "symbol": ["square" if name in ends else "circle" for name in names],
                "color": [COLOURS[scheme][1 if name in ends else 0] for name in names]},
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-1.6, 2.6])
    figure.update_yaxes(visible=False, range=[-1.3, 1.4])
    title = (
        f"The payer dealt with {plural(_others(found, found.payer), 'other')} before, the payee with {_others(found, found.payee)}"
    )
    rows = [(link.source, link.target, link.n, money(link.amount_inr)) for link in found.links]
    table = pd.DataFrame(rows, columns=["From", "To", "Payments", "Rupees"])
    return Chart(
        "neighbours", title, f"A small graph of {found.payer} and {found.payee}. {title}, in {found.days} days.", figure, table
    )


def _others(found: Neighbours, end: str) -> int:
    """Parties besides the two ends that one end paid or was paid by."""
    met = {name for link in found.links if end in (link.source, link.target) for name in (link.source, link.target)}
    return len(met - {found.payer, found.payee})


def _places(found: Neighbours) -> dict[str, tuple[float, float]]:
    """Payer and payee side by side; others on the outer side of whom they dealt with, in a column each."""
    place = {found.payer: (0.0, 0.0), found.payee: (1.0, 0.0)}
    others: dict[bool, list[str]] = {True: [], False: []}
    for link in found.links:
        for name, other in ((link.source, link.target), (link.target, link.source)):
            if name not in place and name not in (*others[True], *others[False]):
                others[other == found.payer].append(name)
    for is_left, names in others.items():
        for at, name in enumerate(names):
            height = 1 - 2 * (at + 0.5) / len(names)
            place[name] = (-1.0 - 0.3 * (at % 2) if is_left else 2.0 + 0.3 * (at % 2), height)
    return place
