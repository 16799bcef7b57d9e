"""A dataset drawn: what was asked beside what was made, charts, a sample, and what can be done with it."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from synfin_core.calibration import load_calibration
from synfin_core.schema import TRANSACTIONS, Column
from synfin_core.store.entry import Entry
from synfin_core.studio import charts, downloads, proof, specs
from synfin_core.studio.summary import SAMPLE_COLUMNS, Summary, summary_of
from synfin_core.studio.words import literal, money, percent, plural, rupees, seconds, whole

_PAYMENTS_HELP = "Attempts, completed or not, one row each."
_RATE_HELP = "Share of payments that are fraud. Fraud comes in whole cases, so a small rate may not be met exactly."
_CASES_HELP = "One case is one fraud with its victim or ring, often several payments; beside it, cases per million payments."
_VALUE_HELP = "Basis points: rupees of completed fraud in 10,000 rupees of completed payments."
_VICTIMS_HELP = "Customers who lost money or were attacked, and the accounts that the money went through."
_MOVED_HELP = "Sum of all completed payments; one crore is ten million, one lakh a hundred thousand."
_CHECKS_HELP = "Promises held against the stored tables: balances re-add, times agree, references are found, and more."
_TABS = ("Charts", "Sample", "Download", "Prove the ledger", "Spec and delete")
_KEPT = 64  # sets of charts
_FINGERPRINT = "A digest of every value. The same settings and seed give the same fingerprint on any computer."


def draw(entry: Entry) -> None:
    """Draw a dataset that can be opened."""
    with st.container():  # for the word that is shown while a large dataset is read
        summary = summary_of(entry.id, str(entry.manifest["schema_version"]))
    st.subheader(literal(entry.name or "Dataset"), anchor=False)
    proved_by = proof.latest(entry)
    _figures(entry, summary, proof.in_short(proved_by))
    _origin(entry, summary)
    shown, sampled, kept, proved, described = st.tabs(_TABS, key="view", bind="query-params")
    with shown:
        _charts(_drawn(entry.id, str(entry.manifest["schema_version"]), st.context.theme.type or "light"))
    with sampled:
        _sample(summary.sample)
    with kept:
        downloads.draw(entry)
    with proved:
        proof.draw(entry, proved_by)
    with described:
        specs.draw(entry)


def _figures(entry: Entry, summary: Summary, proved: tuple[str, str]) -> None:
    """The key figures: what was asked beside what was made."""
    made, rows = entry.manifest["fraud"], entry.n_rows
    cases = made["n_cases"]
    with st.grid(4, min_column_width=160):
        _figure("Payments", whole(rows), f"{plural(made['n_fraud_rows'], 'row')} of fraud", _PAYMENTS_HELP)
        _figure("Fraud rate, made", percent(made["made_rate"]), f"asked {percent(made['requested_rate'])}", _RATE_HELP)
        _figure("Fraud cases", whole(cases), f"{whole(cases / max(rows, 1) * 1_000_000)} per million", _CASES_HELP)
        _figure("Fraud by value", f"{summary.value_bps:,.1f} bp", f"{money(summary.lost_inr)} lost", _VALUE_HELP)
        _figure("Customers", whole(entry.manifest["rows"]["customers"]), plural(summary.n_days, "day"), "People who live in it.")
        _figure("Money moved", money(summary.moved_inr), f"{rupees(summary.moved_inr / max(rows, 1))} a row", _MOVED_HELP)
        _figure("Victims", whole(made["n_victims"]), plural(made["n_mules"], "mule"), _VICTIMS_HELP)
        _figure("Checks passed", *proved, _CHECKS_HELP)


def _figure(label: str, value: str, beside: str, meaning: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch")


def _origin(entry: Entry, summary: Summary) -> None:
    """Days, seed, time and fingerprint in one line; what the run has to say below."""
    seed = entry.spec.seed if entry.spec else ""
    took = seconds(float(entry.manifest.get("timings", {}).get("seconds", 0)))
    days = f"{summary.first_at:%d %b %Y} to {summary.last_at:%d %b %Y}"
    fingerprint = str(entry.manifest["fingerprints"]["transactions"])[:12]
    st.caption(f"Synthetic · {days} · seed {seed} · generated in {took} · fingerprint `{fingerprint}`", help=_FINGERPRINT)
    with st.container():
        for note in list(entry.manifest.get("notes", []))[1:]:  # the first one repeats the figures
            st.caption(note)
        for change in entry.manifest.get("drift", []):
            st.caption(f"Drift · {change['told']}")


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _drawn(id: str, version: str, scheme: str) -> list[charts.Chart]:
    """The charts of a dataset in a colour scheme; to draw them takes longer than to send them."""
    names = {typology.id: typology.name for typology in load_calibration().typologies}
    drawn = charts.all_charts(summary_of(id, version), names)
    for chart in drawn:
        charts.ink(chart.figure, scheme)
    return drawn


def _charts(drawn: list[charts.Chart]) -> None:
    with st.grid(2, min_column_width=420):
        for chart in drawn:
            with st.container(border=True, height="stretch"):
                st.markdown(f"**{chart.title}**")
                st.plotly_chart(chart.figure, height=charts.HEIGHT, key=chart.key, alt=chart.alt, config={"displayModeBar": False})
    with st.expander("The charts as tables"), st.grid(2, min_column_width=320):
        for chart in drawn:
            counts = chart.table.select_dtypes("number").columns
            look: dict[str, ColumnConfig] = {name: st.column_config.NumberColumn(format="%,d") for name in counts}
            st.dataframe(chart.table, hide_index=True, alt=chart.title, column_config=look)


def _sample(sample: pd.DataFrame) -> None:
    n_fraud = int(sample["is_fraud"].sum())
    st.markdown(f"**{plural(len(sample), 'payment')}, {n_fraud} of them fraud**")
    looks = {column.name: look(column) for column in TRANSACTIONS if column.name in SAMPLE_COLUMNS}
    st.dataframe(sample, hide_index=True, height="content", column_config=looks, alt="Sample of payments")
    st.caption("Fraud is picked more often here than it happens. The downloads carry every column and row.")


def look(column: Column) -> ColumnConfig:
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
