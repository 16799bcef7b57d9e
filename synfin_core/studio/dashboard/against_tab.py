"""The slice beside the same slice of another dataset, or of what one bank sees of this one."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.analytics.dashboard import Figures, View
from synfin_core.store.entry import Entry
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.store.slice import Slice
from synfin_core.studio import charts, desk, downloads
from synfin_core.studio.charts import Chart
from synfin_core.studio.dashboard import source
from synfin_core.studio.patterns import figure
from synfin_core.studio.words import literal, money, percent, whole

AGAINST = "against"
_MOST = 50  # datasets to choose from
_FEWEST_POINTS = 0.05  # percentage points of share, below which two mixes are alike, assumed
_LINES: dict[str, Callable[[Figures], str]] = {
    "Payments": lambda one: whole(one.n),
    "Fraud payments": lambda one: whole(one.n_fraud),
    "Fraud rate": lambda one: percent(one.fraud_rate),
    "Fraud by value": lambda one: f"{one.value_bps:,.1f} bp",
    "Refused": lambda one: percent(one.failed_rate),
    "Money moved": lambda one: money(one.moved_inr),
    "Cases": lambda one: whole(one.n_cases),
    "Lost": lambda one: money(one.loss_inr),
    "Held": lambda one: money(one.held_inr),
    "Restored": lambda one: money(one.restored_inr),
}


def draw(entry: Entry, chosen: Slice, here: View) -> None:
    """A chooser; then figures and two charts side by side."""
    names = _choices(entry)
    other = st.selectbox(
        "Compare with", list(names), index=None, key=AGAINST, format_func=lambda one: names.get(one, one), bind="query-params",
        placeholder="Another dataset, or what one bank sees of this one", width=420,
    )  # fmt: skip
    if other is None:
        st.info("Choose another dataset, or a bank: the same filters hold for both.")
        return
    there = _view(entry, str(other), chosen)
    titles = ("This dataset", names[str(other)])
    drawn = [_rails(here, there, titles), _hours(here, there, titles)]
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        st.markdown("**Figure by figure, the same filters**")
        st.table(_table(here, there, titles), hide_index=True, border="horizontal", alt="Two sides, figure by figure")
    with right, st.container(border=True, height="stretch"):
        for chart in drawn:
            figure.draw(chart, 220)
    figure.tables(drawn)


def _choices(entry: Entry) -> dict[str, str]:
    """Other datasets by their ids, then the banks of this one by their views."""
    others = [one for one in desk.library().list()[:_MOST] if one.state == "ok" and one.id != entry.id]
    banks = {f"{PREFIX}{bank}": f"What {bank} sees" for bank in downloads.banks(entry.id)}
    return {one.id: f"{literal(one.name or 'Dataset')}, {one.id}" for one in others} | banks


def _view(entry: Entry, other: str, chosen: Slice) -> View:
    if other.startswith(PREFIX):
        return source.view_of(entry.id, str(entry.manifest["schema_version"]), chosen, other)
    beside = desk.library().entry(other)
    return source.view_of(beside.id, str(beside.manifest["schema_version"]), chosen, ECOSYSTEM)


def _table(here: View, there: View, titles: tuple[str, str]) -> pd.DataFrame:
    columns = {title: [line(side.figures) for line in _LINES.values()] for title, side in zip(titles, (here, there), strict=True)}
    return pd.DataFrame({"Sum or share": list(_LINES)} | columns)


def _rails(here: View, there: View, titles: tuple[str, str]) -> Chart:
    """Shares of the rails on both sides."""
    shares = [_shares(side.groups["rail"].set_index("name")["n"]) for side in (here, there)]
    both = pd.concat(shares, axis=1, keys=titles).fillna(0.0).sort_values(titles[0], ascending=False)
    drawn = go.Figure(layout=charts.LAYOUT | {"hovermode": "x", "barmode": "group"})
    for title, shape in zip(titles, ("", "/"), strict=True):
        drawn.add_bar(
            x=both.index, y=both[title], name=charts.cut(title), hovertemplate="%{y:.1%}",
            marker_pattern={"shape": shape, "fillmode": "overlay"},
        )  # fmt: skip
    drawn.update_yaxes(title="Share of payments", tickformat=".0%")
    apart = (both[titles[1]] - both[titles[0]]) if len(both) else pd.Series(dtype=float)
    title = "The rails have the same shares"
    if len(apart) and apart.abs().max() * 100 >= _FEWEST_POINTS:
        far = apart.abs().idxmax()
        title = f"{far} differs most: {both.at[far, titles[0]]:.1%} here, {both.at[far, titles[1]]:.1%} there"
    table = both.map(percent).rename_axis("Rail").reset_index()
    return Chart("against_rails", title, f"Two bars a rail. {title}.", drawn, table)


def _hours(here: View, there: View, titles: tuple[str, str]) -> Chart:
    """Shares of the hours of the day on both sides."""
    shares = [_shares(side.hours.groupby("hour")["n"].sum()).reindex(range(24), fill_value=0.0) for side in (here, there)]
    drawn = go.Figure(layout=charts.LAYOUT)
    for title, share, dash in zip(titles, shares, ("solid", "dash"), strict=True):
        drawn.add_scatter(
            x=share.index, y=share, mode="lines", line_shape="hvh", line_dash=dash, name=charts.cut(title), hovertemplate="%{y:.1%}"
        )
    drawn.update_xaxes(title="Hour of the day (Indian time)", tickvals=list(range(0, 24, 3)))
    drawn.update_yaxes(title="Share of payments", tickformat=".0%", rangemode="tozero")
    peaks = [int(share.idxmax()) for share in shares]
    title = f"Both peak at {peaks[0]}:00" if peaks[0] == peaks[1] else f"Here the peak is at {peaks[0]}:00, there at {peaks[1]}:00"
    table = pd.concat(shares, axis=1, keys=titles).map(percent).rename_axis("Hour").reset_index()
    return Chart("against_hours", title, f"Two outlines over the hours of the day. {title}.", drawn, table)


def _shares(counts: pd.Series) -> pd.Series:
    return counts / max(counts.sum(), 1)
