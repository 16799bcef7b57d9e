"""Runs side by side, and one of them held against this one on the payments that both were tested on."""

import pandas as pd
import streamlit as st

from synfin_core.learning.curves import shared
from synfin_core.learning.registry import Kept
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.studio import session
from synfin_core.studio.training import material
from synfin_core.studio.words import age, plural

_SHOWN = 50


def draw(kept: Kept) -> None:
    """A table of all, a choice of another, and the comparison."""
    models = material.registry().list()[:_SHOWN]
    promoted = material.registry().promoted()
    table = pd.DataFrame([_row(one, kept, promoted) for one in models])
    look = {name: st.column_config.NumberColumn(format="%.3f") for name in ("Average precision", "Low", "High", "ROC AUC")}
    st.dataframe(table, hide_index=True, alt="Models, newest first", column_config=look)
    others = {one.id: one for one in models if one.id != kept.id}
    if not others:
        st.info("This is the only model so far. Train another kind, or one bank alone, and compare.")
        return
    names = {id: f"{one.record['name']}, {age(one.record['created_at'])}" for id, one in others.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox("Another run", list(names), key="other", format_func=lambda id: names.get(id, id), width=420)
        st.button("Open it", key="open_other", on_click=session.choose_model, args=(id,))
    _compared(kept, others[id])


def _row(one: Kept, kept: Kept, promoted: Kept | None) -> dict[str, object]:
    found = one.record["metrics"]
    precision, marks = found["average_precision"], ["shown"] if one.id == kept.id else []
    if promoted and promoted.id == one.id:
        marks.append("promoted")
    return {
        "Name": one.record["name"],
        "": ", ".join(marks),
        "Kind": one.record["type"],
        "Whose payments": whose(one),
        "Average precision": precision["value"],
        "Low": precision["low"],
        "High": precision["high"],
        "ROC AUC": found["roc_auc"],
        "Tested on": one.record["parameters"]["n_test"],
        "Tags": ", ".join(one.record["tags"]),
        "Trained": age(one.record["created_at"]),
    }


def whose(one: Kept) -> str:
    """'all banks', or the bank whose payments a model learned from."""
    view = one.record["parameters"].get("view", ECOSYSTEM)
    return "all banks" if view == ECOSYSTEM else f"{view.removeprefix(PREFIX)} alone"


def _compared(kept: Kept, other: Kept) -> None:
    """Both on the very same payments; a bank alone against the ecosystem is one such pair."""
    if not _is_same_dataset(kept, other):
        st.info("The two were not tested on the same dataset, so their figures cannot be held against each other.")
        return
    found = shared(material.tested(kept.id).payments, material.tested(other.id).payments)
    if found is None:
        st.info("The two were tested on no fraud payment in common, so their figures cannot be held against each other.")
        return
    n, n_fraud, first, second = found
    st.markdown(
        f"**On the {plural(n, 'payment')} that both were tested on, {n_fraud:,} of them fraud:** average precision "
        f"**{first:.3f}** for this model ({whose(kept)}) and **{second:.3f}** for the other ({whose(other)})."
    )


def _is_same_dataset(kept: Kept, other: Kept) -> bool:
    id = kept.record["data"].get("id")
    return id is not None and id == other.record["data"].get("id")
