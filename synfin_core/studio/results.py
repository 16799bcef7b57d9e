"""What a run made, drawn: progress, figures, charts, sample and downloads."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from synfin_core.schema import TRANSACTIONS, Column
from synfin_core.studio import charts
from synfin_core.studio.routes import address
from synfin_core.studio.runs import FORMATS, Run
from synfin_core.studio.summary import SAMPLE_COLUMNS, Summary
from synfin_core.studio.words import percent, plural, rupees, seconds, size, whole


def draw(run: Run) -> None:
    """Draw a run in whatever state it is."""
    if run.is_running:
        st.fragment(_progress, run_every=0.4)(run)
    elif run.state == "cancelled":
        st.info("Cancelled; nothing was kept. The settings are as you left them.", icon=":material/block:")
    elif run.summary is None:
        st.error(run.trouble, icon=":material/error:")
    else:
        _dataset(run, run.summary)


def _progress(run: Run) -> None:
    """How far a run is, with a way to stop it; the last tick draws the whole page anew."""
    if not run.is_running:
        st.rerun()
    left = "" if run.seconds_left is None else f", {seconds(run.seconds_left)} left"
    st.progress(run.share, text=f"{whole(run.rows_done)} of {whole(run.spec.count)} payments made{left}")
    st.button("Cancel", key="cancel", on_click=run.cancel.set, icon=":material/close:")


def _dataset(run: Run, summary: Summary) -> None:
    st.subheader("Result", anchor=False)
    _figures(summary)
    days = f"{summary.first_day:%d %b %Y} to {summary.last_day:%d %b %Y}"
    st.caption(f"{days} · made in {seconds(run.took)} · fingerprint `{summary.fingerprint[:12]}`", help=_FINGERPRINT)
    if summary.notes:
        st.info("\n".join(f"- {note}" for note in summary.notes))
    _downloads(run)
    _charts(summary)
    _sample(summary)


_FINGERPRINT = "A digest of every value. The same settings and seed give the same fingerprint on any computer."


def _figures(summary: Summary) -> None:
    """The row of key figures: what was asked beside what was made."""
    with st.grid(5, min_column_width=150):
        _figure("Payments", whole(summary.rows), f"median {rupees(summary.median_inr)}", _PAYMENTS_HELP)
        _figure("Fraud rate", percent(summary.made_rate), f"asked {percent(summary.requested_rate)}", _RATE_HELP)
        _figure("Fraud cases", whole(summary.n_cases), f"{whole(summary.cases_per_million)} per million", _CASES_HELP)
        _figure("Fraud by value", f"{summary.fraud_value_bps:,.1f} bp", "of rupees paid", _VALUE_HELP)
        _figure("Victims", whole(summary.n_victims), plural(summary.n_mules, "mule"), _VICTIMS_HELP)


_PAYMENTS_HELP = "Attempts, completed or not, one row each. Half of them are for less than the median."
_RATE_HELP = "Share of payments that are fraud. Fraud comes in whole cases, so a small rate may not be met exactly."
_CASES_HELP = "One case is one fraud with its victim or ring, often several payments; beside it, cases per million payments."
_VALUE_HELP = "Basis points: rupees of completed fraud in 10,000 rupees of completed payments."
_VICTIMS_HELP = "Customers who lost money or were attacked, and the accounts that the money went through."


def _figure(label: str, value: str, beside: str, meaning: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch")


def _charts(summary: Summary) -> None:
    hours, amounts = charts.by_hour(summary.by_hour), charts.by_amount(summary.by_amount)
    for column, chart, key in zip(st.columns(2, gap="medium"), (hours, amounts), ("hours", "amounts"), strict=True):
        with column.container(border=True):
            st.markdown(f"**{chart.title}**")
            figure = charts.inked(chart.figure, st.context.theme.type or "light")
            st.plotly_chart(figure, height=charts.HEIGHT, key=key, alt=chart.alt, config={"displayModeBar": False})
    with st.expander("The charts as tables"):
        left, right = st.columns(2, gap="medium")
        left.dataframe(_titled(summary.by_hour), hide_index=True, alt="Payments by hour")
        right.dataframe(_titled(summary.by_amount), hide_index=True, alt="Payments by amount")


def _titled(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.rename(columns={"hour": "Hour", "from_inr": "From ₹", "honest": "Honest", "fraud": "Fraud"})


def _sample(summary: Summary) -> None:
    n_fraud = int(summary.sample["is_fraud"].sum())
    st.markdown(f"**Sample: {plural(len(summary.sample), 'payment')}, {n_fraud} of them fraud**")
    look = {column.name: _look(column) for column in TRANSACTIONS if column.name in SAMPLE_COLUMNS}
    st.dataframe(summary.sample, hide_index=True, height="content", column_config=look, alt="Sample of payments")
    st.caption("Fraud is picked more often here than it happens. The downloads carry every column and row.")


def _look(column: Column) -> ColumnConfig:
    """A column's title and format by its type; its meaning appears when the title is pointed at."""
    name = column.name.removesuffix("_inr").replace("_", " ").capitalize()
    match column.dtype:
        case "instant":
            return st.column_config.DatetimeColumn(name, format="DD MMM YYYY, HH:mm:ss", help=column.meaning)
        case "money":
            return st.column_config.NumberColumn(f"{name} (₹)", format="%,.2f", help=column.meaning)
        case "flag":
            return st.column_config.CheckboxColumn(name, help=column.meaning)
        case _:
            return st.column_config.Column(name, width=115, help=column.meaning)


def _downloads(run: Run) -> None:
    """Links to the files; while they are being written, a line that says so."""
    waiting = not run.exported.is_set()
    st.fragment(_files, run_every=0.5 if waiting else None)(run, waiting)


def _files(run: Run, waiting: bool) -> None:
    if waiting and run.exported.is_set():
        st.rerun()
    with st.container(horizontal=True):
        for suffix in FORMATS:
            _file(run, suffix)
    if run.trouble:
        st.error(run.trouble, icon=":material/error:")


def _file(run: Run, suffix: str) -> None:
    label, file = f"Download {_FORMAT_NAMES[suffix]}", run.files.get(suffix)
    if file is None:
        st.button(f"{label}, being written", disabled=True, key=f"wait_{suffix}", icon=":material/hourglass:")
        return
    described = f"{label}, {size(file.stat().st_size)}, {whole(run.spec.count)} rows"
    st.link_button(described, address(run, suffix), icon=":material/download:")


_FORMAT_NAMES = {"csv": "CSV", "parquet": "Parquet"}
