"""The Train Model screen: the model in hand and its parts behind tabs; with none, the button that makes one."""

from collections.abc import Callable

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.learning.registry import Kept
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, notices, progress, session
from synfin_core.studio.training import begin, curves_tab, files_tab, head, material, queue_tab, runs_tab, threshold_tab

_PARTS: dict[str, Callable[[Kept], None]] = {
    "Threshold": threshold_tab.draw,
    "Curves and features": curves_tab.draw,
    "Alert queue": queue_tab.draw,
    "Runs": runs_tab.draw,
    "Card and files": files_tab.draw,
}


def draw(entry: Entry | None) -> None:
    """Draw all of it."""
    try:
        models = material.registry().list()
        kept = _in_hand(models, entry)
        _ways(entry, kept is None)
        if kept:
            _model(kept)
    except SynfinError as error:
        notices.error(desk.told(error))


def _in_hand(models: tuple[Kept, ...], entry: Entry | None) -> Kept | None:
    """The model of the link; else the newest of this dataset, else the newest of all."""
    asked = session.model()
    if asked is not None:
        found = next((one for one in models if one.id == asked), None)
        if found is None:
            notices.warning(f"The model of this link, {asked[:20]}, is not in this library; it may have been deleted.")
            st.button("Show the newest model", key="newest_model", on_click=session.let_go_of_model)
        return found
    here = [one for one in models if entry and one.record["data"].get("id") == entry.id]
    return next(iter(here or models), None)


def _ways(entry: Entry | None, is_first: bool) -> None:
    """The button, or why there is none; then the job that runs."""
    with st.container():
        if entry and begin.is_possible(entry):
            begin.draw(entry, is_first)
        elif entry is None and is_first and not session.missing():
            st.info("There is no dataset in hand; make one on the Generate screen, and a model is trained on it here.")
    with st.container():
        if job := session.job():
            progress.panel(job)


def _model(kept: Kept) -> None:
    head.draw(kept)
    if kept.record["schema_version"] != SCHEMA_VERSION:
        notices.warning(
            f"This model was trained on schema {kept.record['schema_version']}; this is {SCHEMA_VERSION}. Train it again to use it."
        )
    tabs = st.tabs(list(_PARTS), key="part", bind="query-params", on_change="rerun")
    for tab, part in zip(tabs, _PARTS.values(), strict=True):
        if tab.open:
            with tab:
                _draw(part, kept)


def _draw(part: Callable[[Kept], None], kept: Kept) -> None:
    try:
        part(kept)
    except SynfinError as error:
        notices.error(desk.told(error))
