"""The network of a dataset: what strangers share and where money goes round, found without labels, scored where truth is known."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.network import KINDS, Finding, Network, Score, analyse, score
from synfin_core.analytics.network.finding import Kind
from synfin_core.analytics.network.payments import MOST, payments_of
from synfin_core.analytics.network.picture import Picture, picture
from synfin_core.store.entry import Entry
from synfin_core.studio import desk
from synfin_core.studio.patterns import figure, network_chart, network_scores, present
from synfin_core.studio.words import literal, plural, rupees

_KEPT = 8  # networks, of some megabytes each
_FIRST: Kind = "shared payee"
_KIND, _FINDING, _CHART, _TABLE = "network_kind", "network_finding", "network_chart", "network_table"
_NOTE = "Read are payments and the events that a bank sees, complaints among them; no label and no column of truth."


def draw(entry: Entry | None) -> None:
    """Scores, the kinds to choose from, the picture, the chosen finding, the tables."""
    if entry is None:
        st.info("There is no dataset in hand; make one on the Generate screen, and its networks are found here.")
        return
    if present.is_on():
        with st.container(horizontal=True, key=present.BAR):
            present.leave()
    found, scores = _analysed(entry.id, str(entry.manifest["schema_version"]))
    if not present.is_on():
        network_scores.figures(scores)
    kind = _kind()
    findings = found.by_kind[kind]
    st.markdown(f"**{plural(len(findings), kind)}**: {KINDS[kind]}. {_NOTE}")
    if findings:
        st.fragment(_findings)(entry, kind, findings)
    else:
        st.info(f"Nothing of this kind was found in {literal(entry.name or entry.id)}; choose another kind above.")
    if present.is_on():
        network_scores.figures(scores)
    else:
        present.enter()
        network_scores.table(scores)


@st.cache_resource(max_entries=_KEPT, show_spinner="Looking for networks: up to 30 seconds for a million payments")
def _analysed(id: str, version: str) -> tuple[Network, tuple[Score, ...]]:
    """The network of a dataset and its scores; an upgrade gives the dataset another `version`."""
    dataset = desk.library().open(id)
    found = analyse(dataset)
    return found, score(dataset, found)


@st.cache_resource(max_entries=_KEPT * len(KINDS), show_spinner=False)
def _pictured(id: str, version: str, kind: Kind) -> Picture:
    """Where the strongest findings of a kind are drawn."""
    return picture(_analysed(id, version)[0].by_kind[kind])


@st.cache_resource(max_entries=_KEPT * len(KINDS), show_spinner=False)
def _paid(id: str, version: str, kind: Kind, at: int) -> pd.DataFrame:
    """Payments of the finding at a place of the list."""
    return payments_of(desk.library().open(id), _analysed(id, version)[0].by_kind[kind][at])


def _kind() -> Kind:
    chosen = st.segmented_control(
        "What to look for", list(KINDS), default=_FIRST, required=True, key=_KIND, bind="query-params", on_change=_forget
    )
    return next(kind for kind in KINDS if kind == chosen)


def _forget() -> None:
    """Another kind has other findings."""
    st.session_state[_FINDING] = 0


def _findings(entry: Entry, kind: Kind, findings: tuple[Finding, ...]) -> None:
    """The picture, with the chosen finding brought out and told beside it, and all of them as a table."""
    st.session_state[_FINDING] = min(int(st.session_state.get(_FINDING, 0)), len(findings) - 1)
    version = str(entry.manifest["schema_version"])
    chart = network_chart.draw(_pictured(entry.id, version, kind), findings, st.session_state[_FINDING], figure.scheme())
    with st.container(border=True):
        st.markdown(f"**{chart.title}**")
        st.plotly_chart(
            chart.figure, height=network_chart.HEIGHT, key=f"{_CHART}_{kind}", alt=chart.alt, on_select=lambda: _take_point(kind),
            selection_mode="points", config={"displayModeBar": False, "scrollZoom": True},
        )  # fmt: skip
        st.caption("Click a party to choose its finding; drag to move, scroll to come nearer. Numbers stand at the strongest.")
    with st.container(border=True):
        _told(findings, _paid(entry.id, version, kind, st.session_state[_FINDING]))
    st.markdown(f"**{plural(len(findings), 'finding')}, the strongest first**")
    st.dataframe(
        chart.table, hide_index=True, height=320, key=f"{_TABLE}_{kind}", on_select=lambda: _take_row(kind), alt="All findings",
        selection_mode="single-row",
        column_config={"Evidence": st.column_config.Column(width=620), "Strength": st.column_config.NumberColumn(format="%.2f")},
    )  # fmt: skip


def _told(findings: tuple[Finding, ...], payments: pd.DataFrame) -> None:
    """The chosen finding: its evidence, its figures and its payments."""
    _choose(findings)
    one = findings[st.session_state[_FINDING]]
    st.markdown(f"{one.evidence}.")
    days = f"{one.first_at:%d %b %Y} to {one.last_at:%d %b %Y}"
    counts = f"{plural(len(one.members) - 1, 'other member')} · {plural(len(one.payments), 'payment')}"
    st.caption(f"Strength {one.strength:.2f} · {counts} · {days}")
    shown = payments.assign(amount_inr=payments["amount_inr"].map(rupees), transacted_at=payments["transacted_at"].dt.floor("s"))
    shown.columns = ["Paid at", "Payer account", "Payee account", "Merchant", "Device", "Amount", "Rail", "Status"]
    ids = ["Payer account", "Payee account", "Merchant", "Device"]
    shown[ids] = shown[ids].map(lambda id: "" if pd.isna(id) else f"{int(id)}")
    st.dataframe(shown, hide_index=True, height=330, alt="Payments of the chosen finding")
    if len(one.payments) > MOST:
        st.caption(f"The first {MOST} of {len(one.payments):,} payments.")


def _choose(findings: tuple[Finding, ...]) -> None:
    """By name; when presented by the arrow keys, one after the other."""
    names = [f"No. {at + 1}: {network_chart.name(finding.centre)}" for at, finding in enumerate(findings)]
    if present.is_on() and len(findings) > 1:
        st.select_slider("Finding", range(len(findings)), key=_FINDING, format_func=names.__getitem__)
    else:
        st.selectbox("Finding", range(len(findings)), key=_FINDING, format_func=names.__getitem__)


def _take_point(kind: Kind) -> None:
    points = st.session_state[f"{_CHART}_{kind}"].selection.points
    if points and points[0].get("customdata") is not None:
        at = points[0]["customdata"]
        st.session_state[_FINDING] = int(at[0] if isinstance(at, (list, tuple)) else at)


def _take_row(kind: Kind) -> None:
    if rows := st.session_state[f"{_TABLE}_{kind}"].selection.rows:
        st.session_state[_FINDING] = int(rows[0])
