"""How fast past runs were, by what their manifests say."""

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.observability.runs import STAGES
from synfin_core.store.entry import Entry
from synfin_core.studio import charts, desk
from synfin_core.studio.screens import GENERATE
from synfin_core.studio.words import whole

_SHOWN = 30  # runs
_FEW = 10  # runs that leave room for others beside them
_TITLES = {"plan": "Plan (s)", "shards": "Payments (s)", "finish": "Finish (s)", "keep": "Into the library (s)"}


def draw() -> None:
    """A bar for each run, oldest first, and the seconds of its stages."""
    runs = speeds(desk.library().list())
    if runs.empty:
        st.caption("No run lies in the library yet; its speed will be here once it is kept.")
        st.page_link(GENERATE, label="Go to Generate", icon=":material/arrow_forward:")
        return
    chart = by_run(runs.head(_SHOWN))
    charts.ink(chart.figure, st.context.theme.type or "light")
    st.markdown(f"**{chart.title}**")
    st.plotly_chart(chart.figure, height=charts.HEIGHT, key=chart.key, alt=chart.alt, config={"displayModeBar": False})
    st.caption("Payments divided by the seconds from the plan to the dataset in the library, as each manifest has them.")
    look = {name: st.column_config.NumberColumn(format="%,d") for name in ("Payments", "A second")}
    st.dataframe(chart.table, hide_index=True, column_config=look, alt="Runs with the seconds of their stages")


def speeds(entries: Iterable[Entry]) -> pd.DataFrame:
    """A row a run that was kept, newest first: when, name, payments, seconds in all and a stage, payments a second."""
    rows = [row for entry in entries if entry.state in ("ok", "older") and (row := _row(entry))]
    return pd.DataFrame(rows, columns=["made_at", "name", "payments", "seconds", "a_second", *STAGES])


def by_run(runs: pd.DataFrame) -> charts.Chart:
    """Payments a second of each run, oldest on the left; small runs are slower, because a plan takes its time."""
    drawn = runs.iloc[::-1]
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest"})
    places = list(range(1, len(drawn) + 1))
    figure.add_bar(
        x=places, y=drawn["a_second"], customdata=drawn["name"], width=0.6,
        hovertemplate="%{customdata}: %{y:,.0f} payments a second<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(title="Runs, oldest first", range=[0.4, max(len(places), _FEW) + 0.6], tickformat="d")
    figure.update_yaxes(title="Payments a second", tickformat=",d", rangemode="tozero")
    newest, median = runs["a_second"].iloc[0], runs["a_second"].median()
    title = f"The newest run made {whole(newest)} payments a second"
    title += f", the usual one {whole(median)}" if len(runs) > 1 else ""
    alt = f"Bars, one a run, {len(runs)} in all. {title}."
    table = runs.round({"seconds": 2, "a_second": 0} | dict.fromkeys(STAGES, 3)).rename(
        columns={"made_at": "Made (UTC)", "name": "Dataset", "payments": "Payments", "seconds": "Seconds", "a_second": "A second"}
        | _TITLES
    )
    return charts.Chart("speeds", title, alt, figure, table)


def _row(entry: Entry) -> list[object] | None:
    """None for a dataset whose manifest tells no times."""
    timings = entry.manifest.get("timings", {})
    if "seconds" not in timings:
        return None
    seconds = float(timings["seconds"]) + float(timings.get("keep", 0))
    stages = [float(timings.get(stage, 0)) for stage in STAGES]
    made_at = entry.created_at[:19].replace("T", " ")
    return [made_at, entry.name or entry.id, entry.n_rows, seconds, entry.n_rows / max(seconds, 1e-3), *stages]
