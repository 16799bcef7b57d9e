"""Two kinds of fraud side by side: what their cards say, and what the dataset has of them."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.analytics.catalogue import card, cards
from synfin_core.analytics.comparison import compared, hours_of
from synfin_core.store.entry import Entry
from synfin_core.studio import charts, desk
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import figure
from synfin_core.studio.words import money, percent, whole

_KEPT = 64
_FIRST, _SECOND = "digital_arrest", "task_scam"
_LINES: dict[str, tuple[str, Callable[..., str]]] = {
    "cases": ("Cases", whole), "loss_inr": ("Lost by a usual case", money), "all_inr": ("Lost by all", money),
    "payments": ("Fraud payments a case", "{:g}".format), "amount_inr": ("A usual fraud payment", money),
    "hours": ("Hours from first payment to last", "{:,.1f}".format), "rail": ("Most used rail", str),
    "new_payee_share": ("To a new payee", percent), "night_share": ("Between 22:00 and 06:00", percent),
    "failed_share": ("Refused", percent), "mules": ("Mules a case", "{:g}".format), "reported_share": ("Reported", percent),
    "report_hours": ("Hours from first payment to report", "{:,.0f}".format), "held_share": ("Held of the loss", percent),
}  # fmt: skip


def draw(entry: Entry | None) -> None:
    """Two choosers, a table, hours of the day, and what the cards say."""
    first, second = _chosen()
    if first == second:
        st.info("Choose two different kinds of fraud.")
        return
    if entry is None:
        st.info("There is no dataset in hand; the cards below are from the calibration.")
    else:
        _figures(entry, first, second)
    for column, id in zip(st.columns(2, gap="medium"), (first, second), strict=True):
        with column, st.container(border=True, height="stretch"):
            one = card(id)
            st.markdown(f"**{one.name}**\n\n{one.story}\n\n" + "\n".join(f"- {signal}" for signal in one.signals))


def _chosen() -> tuple[str, str]:
    names = {one.id: one.name for one in cards()}
    ids = list(names)
    with st.container(horizontal=True):
        first, second = (
            st.selectbox(label, ids, ids.index(id), key=key, format_func=names.__getitem__, bind="query-params", width=360)
            for label, key, id in (("One", "one", _FIRST), ("Other", "other", _SECOND))
        )
    return str(first), str(second)


@st.cache_resource(max_entries=_KEPT, show_spinner="Comparing")
def _compared(id: str, version: str, first: str, second: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    dataset = desk.library().open(id)
    return compared(dataset, first, second), hours_of(dataset, first, second)


def _figures(entry: Entry, first: str, second: str) -> None:
    found, hours = _compared(entry.id, str(entry.manifest["schema_version"]), first, second)
    if absent := [card(id).name for id in (first, second) if id not in found.index]:
        st.info(f"This dataset has no case of {' and none of '.join(absent)}; Mix and rate makes some.")
    if found.empty:
        return
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.markdown("**Figure by figure, in this dataset**")
        st.table(_table(found, first, second), hide_index=True, border="horizontal", alt="Two kinds of fraud, figure by figure")
    with right, st.container(border=True, height="stretch"):
        drawn = _hours(hours, [id for id in (first, second) if id in found.index])
        figure.draw(drawn)
    figure.tables([drawn])


def _table(found: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    def cell(id: str, name: str) -> str:
        value = found.at[id, name] if id in found.index else None
        return "none" if value is None or pd.isna(value) else _LINES[name][1](value)

    columns = {card(id).name: [cell(id, name) for name in _LINES] for id in (first, second)}
    return pd.DataFrame({"Median, sum or share": [title for title, _ in _LINES.values()]} | columns)


def _hours(hours: pd.DataFrame, ids: list[str]) -> Chart:
    wide = hours.pivot_table(index="hour", columns="typology", values="payments", fill_value=0).reindex(range(24), fill_value=0)
    drawn = go.Figure(layout=charts.LAYOUT)
    for id, dash in zip(ids, ("solid", "dash"), strict=False):
        share = wide[id] / wide[id].sum()
        drawn.add_scatter(
            x=wide.index,
            y=share,
            mode="lines",
            line_shape="hvh",
            line_dash=dash,
            name=charts.cut(card(id).name),
            hovertemplate="%{y:.0%}",
        )
    drawn.update_xaxes(title="Hour of the day (Indian time)", tickvals=list(range(0, 24, 3)))
    drawn.update_yaxes(title="Share of its fraud payments", tickformat=".0%", rangemode="tozero")
    peaks = "; ".join(f"{charts.cut(card(id).name)} peaks at {wide[id].idxmax()}:00" for id in ids)
    table = wide.reset_index().rename(columns={"hour": "Hour"} | {id: card(id).name for id in ids})
    return Chart("compare_hours", peaks, f"Two outlines over the hours of the day. {peaks}.", drawn, table)
