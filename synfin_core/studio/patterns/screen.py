"""The Fraud Patterns screen: its parts behind tabs; only the open one is drawn."""

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, notices
from synfin_core.studio.patterns import (
    banks_tab,
    choice,
    compare_tab,
    gallery,
    golden_tab,
    lineup_tab,
    link,
    mix_tab,
    network_tab,
    present,
    story_tab,
)

_GALLERY, _LINEUP = "Gallery", "Which one is the fraud?"
_OF_A_CASE = {
    choice.ONE_CASE: story_tab.draw,
    "Golden hour": golden_tab.draw,
    _LINEUP: lineup_tab.draw,
    "Two banks": banks_tab.draw,
}
_NETWORK = "Network"
_OF_A_DATASET = {"Mix and rate": mix_tab.draw, "Compare": compare_tab.draw, _NETWORK: network_tab.draw}


def draw(entry: Entry | None) -> None:
    """Draw all of it; when presented, only what is told to a room."""
    present.style()
    names = [*_OF_A_CASE, _NETWORK] if present.is_on() else [_GALLERY, *_OF_A_CASE, *_OF_A_DATASET]
    tabs = st.tabs(names, key=link.VIEW, bind="query-params", on_change="rerun")
    for tab, name in zip(tabs, names, strict=True):
        if tab.open:
            with tab:
                _draw(name, entry)


def _draw(name: str, entry: Entry | None) -> None:
    try:
        if name == _GALLERY:
            gallery.draw(entry)
        elif name in _OF_A_CASE:
            _OF_A_CASE[name](choice.draw(entry, names_case=name != _LINEUP))
        else:
            _OF_A_DATASET[name](entry)
    except SynfinError as error:
        notices.error(desk.told(error))
