"""The golden hour: the same case, had it been told after 30 minutes, 6 hours or 3 days."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.analytics.golden_hour import DELAYS_H, Recovery, curve, recovery
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import figure
from synfin_core.studio.patterns.choice import Choice
from synfin_core.studio.patterns.story_tab import money_trail
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import money, percent, rupees

_NAMES = dict(zip(("30 minutes", "6 hours", "3 days"), DELAYS_H, strict=True))
_CURVE_H = tuple(hour / 2 for hour in range(49))  # the first day
_NOTE = (
    "The curve is the generator's own: half of a loss can be held at once, and half of that again every four hours (assumed), "
    "set so that about 12% of what is reported is saved (mha_mule25, ncrp_5y). A lien follows the trail a layer in about six "
    "hours; what is frozen is shared out by what lies there."
)


def draw(choice: Choice) -> None:
    """The three reports side by side; the chosen one in detail."""
    told = choice.told
    if told is None:
        return
    if told.case.facts["loss_inr"] <= 0:
        st.info("Nothing was lost in this case, so there is nothing to save; choose another case.")
        return
    st.fragment(_what_if)(told)


def _what_if(told: Told) -> None:
    after = st.segmented_control(
        "Reported after the last payment by", list(_NAMES), default="30 minutes", required=True, key="reported", bind="query-params"
    )
    all_three = {name: recovery(told.case, told.legs, hours) for name, hours in _NAMES.items()}
    chosen = all_three[str(after)]
    st.markdown(f"#### {sentence(chosen)}")
    _figures(chosen, told)
    bars, line = _bars(all_three, str(after)), _curve(chosen)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        figure.draw(bars)
    with right, st.container(border=True):
        figure.draw(line)
    with left, st.container(border=True):
        st.markdown("**Liens, layer by layer**")
        _liens(chosen)
    with right, st.container(border=True):
        drawn = money_trail(told, chosen.reported_at, "golden_trail")
    st.caption(_NOTE)
    figure.tables([bars, line, drawn])


def sentence(chosen: Recovery) -> str:
    """What the report saves, in one sentence."""
    return (
        f"Told on {chosen.reported_at:%d %b at %H:%M}: {money(chosen.frozen_inr)} of {money(chosen.loss_inr)} can be frozen, "
        f"{money(chosen.gone_inr)} has been taken out by then."
    )


def _figures(chosen: Recovery, told: Told) -> None:
    facts = told.case.facts
    actual = (
        "never"
        if facts["reported_at"] is None
        else f"{(facts['reported_at'] - told.case.last_loss_at).total_seconds() / 3600:,.1f} h after"
    )
    share = chosen.frozen_inr / chosen.loss_inr
    with st.grid(4, min_column_width=170):
        _figure("Frozen", money(chosen.frozen_inr), percent(share), "Held on its way; most of it is given back months later.")
        _figure("Lost", money(chosen.lost_inr), percent(1 - share), "What does not come back: taken out, or not traced in time.")
        _figure("Already taken out", money(chosen.gone_inr), "by mules, before the report", "Exits of the trail up to the report.")
        _figure(
            "As it happened",
            money(facts["held_inr"]),
            f"reported {actual}",
            "What the dataset says was held, and when it was told.",
        )


def _figure(label: str, value: str, beside: str, meaning: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch")


def _bars(all_three: dict[str, Recovery], chosen: str) -> Chart:
    parts = {
        "Frozen": [one.frozen_inr for one in all_three.values()],
        "Taken out": [one.gone_inr for one in all_three.values()],
        "Not traced in time": [one.missed_inr for one in all_three.values()],
    }
    names = [f"<b>{name}</b>" if name == chosen else name for name in all_three]
    drawn = go.Figure(layout=charts.LAYOUT | {"barmode": "stack"})
    for (part, values), shape in zip(parts.items(), ("", "/", "x"), strict=True):
        drawn.add_bar(
            y=names, x=values, name=part, orientation="h", marker_pattern={"shape": shape, "fillmode": "overlay"},
            customdata=[money(value) for value in values], hovertemplate=f"{part}: %{{customdata}}<extra></extra>",
        )  # fmt: skip
    loss = next(iter(all_three.values())).loss_inr
    drawn.update_xaxes(
        title="Rupees of the loss", tickvals=[0, loss / 2, loss], ticktext=[money(one) for one in (0, loss / 2, loss)]
    )
    drawn.update_yaxes(autorange="reversed")
    first, *_, last = parts["Frozen"]
    title = f"{money(first)} is frozen after 30 minutes, {money(last)} after 3 days"
    table = pd.DataFrame(
        {"Reported after": list(all_three)} | {part: [rupees(one) for one in values] for part, values in parts.items()}
    )
    return Chart("golden_bars", title, f"Stacked bars of the loss, one a report. {title}.", drawn, table)


def _curve(chosen: Recovery) -> Chart:
    points = curve(_CURVE_H)
    drawn = go.Figure(layout=charts.LAYOUT)
    drawn.add_scatter(x=points["hours"], y=points["share"], mode="lines", name="Share that can be held", hovertemplate="%{y:.0%}")
    at = min(chosen.hours, _CURVE_H[-1])
    drawn.add_scatter(
        x=[at], y=curve([chosen.hours])["share"], mode="markers", marker={"size": 14, "symbol": "diamond"}, name="This report",
        hovertemplate="%{y:.0%}",
    )  # fmt: skip
    drawn.update_xaxes(title="Hours from the last payment to the report", tickvals=[0, 4, 8, 12, 16, 20, 24])
    drawn.update_yaxes(title="Share held", tickformat=".0%", rangemode="tozero")
    title = f"On average {curve([chosen.hours])['share'].iloc[0]:.0%} of a loss can be held at this hour"
    table = pd.DataFrame({"Hours": points["hours"], "Share held": points["share"].map(percent)})
    return Chart("golden_curve", title, f"A curve that falls by half every four hours. {title}.", drawn, table)


def _liens(chosen: Recovery) -> None:
    rows = [
        {
            "Account": one.party,
            "Layer": one.layer,
            "Lien placed": f"{one.placed_at:%d %b, %H:%M}",
            "Lies there": money(one.lies_inr),
            "Frozen": money(one.frozen_inr),
        }
        for one in sorted(chosen.liens, key=lambda lien: (lien.layer, lien.party))
    ]
    if not rows:
        st.markdown("The money went to no mule: there is no account to put a lien on.")
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=240, alt="Liens by layer")
