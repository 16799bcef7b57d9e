"""What is not there: a case that the link names, or any case of a kind; each in one sentence, with something to do."""

from collections.abc import Callable

import streamlit as st

from synfin_core.analytics.catalogue import Card
from synfin_core.errors import SynfinError
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, notices, start
from synfin_core.studio.patterns.link import CASE, drop
from synfin_core.studio.patterns.told import Origin, opened

_OFFERED = 20_000  # payments made when a dataset has none of a typology


def missing(sentence: str) -> None:
    """The case of the link is not in this dataset."""
    notices.warning(sentence.capitalize())
    st.button("Show another case", key="another", on_click=drop, args=(CASE,))


def nothing(entry: Entry | None, chosen: Card, make_fresh: Callable[[], None]) -> None:
    """Why there is no case to tell: no dataset, no fraud, no truth, or none of this kind; and how to get one."""
    st.info(f"{reason(entry, chosen)} A fresh case is made in under a second; or make a dataset that has such cases.")
    values = {"count": _OFFERED, "fraud_rate": 0.01, "typologies": (chosen.id,), "min_cases": 1}
    with st.container(horizontal=True):
        st.button("Tell a fresh case", key="fresh_offer", type="primary", on_click=make_fresh, icon=":material/casino:")
        st.button(
            "Make 20,000 payments with it", key="make_offer", on_click=start.press, args=(values,), icon=":material/play_arrow:"
        )


def reason(entry: Entry | None, chosen: Card) -> str:
    """Why a dataset has no case of a kind, in one sentence."""
    if entry is None:
        return "There is no dataset in hand."
    made = entry.manifest["fraud"]
    if not made["n_cases"]:
        return "This dataset has no fraud at all."
    try:
        seen = len(opened(Origin(entry.id, str(entry.manifest["schema_version"]))).fraud_cases)
    except SynfinError as error:
        return desk.told(error)
    if not seen:
        return "This dataset tells nothing of its fraud: it is blind, or one bank's view."
    return f"This dataset has no case of '{chosen.name}'."
