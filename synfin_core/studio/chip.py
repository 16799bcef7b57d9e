"""The dataset in hand, in the sidebar of every screen; another one can be chosen from the library."""

import streamlit as st

from synfin_core.store.entry import Entry
from synfin_core.studio import desk, session
from synfin_core.studio.words import age, literal, percent, whole

_SHOWN = 50  # datasets to choose from


def draw(entry: Entry | None) -> None:
    """Name, rows, fraud, seed and age of the dataset; a choice of others."""
    entries = desk.library().list()[:_SHOWN]
    with st.container(border=True, key="chip"):
        st.caption("Dataset in hand")
        if entry is None:
            st.markdown("None yet.")
        else:
            st.markdown(f"**{literal(entry.name or entry.id)}**")
            st.caption(_told(entry))
        if entries:
            _choice(entry, entries)


def _told(entry: Entry) -> str:
    if entry.state != "ok":
        return entry.state
    seed = f", seed {entry.spec.seed}" if entry.spec else ""
    return f"{whole(entry.n_rows)} payments, {percent(entry.fraud_rate)} fraud{seed}, {age(entry.created_at)}"


def _choice(entry: Entry | None, entries: list[Entry]) -> None:
    names = {one.id: f"{one.name or one.id}{'' if one.state == 'ok' else f' ({one.state})'}" for one in entries}
    ids = list(names)
    if entry and entry.id not in names:
        ids.insert(0, entry.id)
        names[entry.id] = entry.name or entry.id
    st.session_state["chosen"] = entry.id if entry else None
    st.selectbox(
        "Choose another dataset", ids, index=0 if entry else None, key="chosen", format_func=lambda id: names.get(id, id),
        on_change=_choose, placeholder="Choose a dataset",
    )  # fmt: skip


def _choose() -> None:
    if id := st.session_state["chosen"]:
        session.choose(id)
