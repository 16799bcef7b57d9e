"""The Analytics Dashboard: filters, key figures, verdicts; below them charts, payments, and a comparison."""

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.store.entry import Entry
from synfin_core.store.slice import Slice
from synfin_core.studio import desk, notices, progress, session
from synfin_core.studio.dashboard import against_tab, charts_tab, filters, key_figures, rows_tab, source, verdicts
from synfin_core.studio.screens import GENERATE

_CHARTS, _ROWS, _AGAINST = "Charts", "Payments and download", "Compare"


def draw(entry: Entry | None) -> None:
    """All of it; what goes wrong in one sentence."""
    if entry is None:
        if not session.missing():
            _offer("There is no dataset in hand yet.")
        return
    try:
        _draw(entry)
    except SynfinError as error:
        notices.error(desk.told(error))


def _draw(entry: Entry) -> None:
    version = str(entry.manifest["schema_version"])
    bounds = source.bounds_of(entry.id, version)
    if bounds is None:
        _offer("This dataset has no payments.")
        return
    chosen = filters.draw(bounds)
    first = source.course_of(entry.id, version, chosen)
    with st.container():  # keeps its place, so that what follows is not drawn anew
        if not chosen.is_whole:
            st.button("Clear filters", key="clear", on_click=filters.clear, icon=":material/filter_alt_off:")
    if not first.figures.n:
        st.info(f"No transactions match: {filters.in_words(chosen)}. Clear the filters, or take one of them away.")
        return
    key_figures.draw(first, source.course_of(entry.id, version, Slice()))
    here = source.view_of(entry.id, version, chosen)
    verdicts.draw(entry, here)
    with st.container():
        if job := session.job():
            progress.panel(job)
    charted, listed, compared = st.tabs([_CHARTS, _ROWS, _AGAINST], key="part", bind="query-params", on_change="rerun")
    if charted.open:
        with charted:
            charts_tab.draw(here, bounds)
    if listed.open:
        with listed:
            rows_tab.draw(entry, chosen, here)
    if compared.open:
        with compared:
            against_tab.draw(entry, chosen, here)


def _offer(sentence: str) -> None:
    st.info(f"{sentence} Press Generate to make one.")
    st.page_link(GENERATE, label="Go to Generate", icon=":material/arrow_forward:")
