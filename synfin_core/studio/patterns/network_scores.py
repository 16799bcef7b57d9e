"""How well a network was found, in four figures and in a table."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.network import Score
from synfin_core.analytics.network.score import RINGS
from synfin_core.studio.words import percent, whole

_SHOWN = (RINGS, "shared payee", "pass-through", "in-out path")
_TWINS = (
    "Twins are innocent and planted to look like fraud: what a bank sees of a sale or a stall at a fair is what it sees of a burst."
)
_MEANINGS = {
    "Found": "Findings of this kind.",
    "Right": "Of those found, how many were planted.",
    "Twins": "Of those found and not right, how many are innocent twins.",
    "Precision": "Share of what was found that is right.",
    "Planted": "How many there are in the dataset.",
    "Met": "Of those planted, how many were found.",
    "Recall": "Share of what was planted that was found.",
}


def figures(scores: tuple[Score, ...]) -> None:
    """Precision and recall of rings and of the kinds that tell most; a sentence where no truth is told."""
    if not scores:
        st.caption("This dataset tells of no case of fraud (it has none, or it is blind), so what is found is not scored.")
        return
    known = {one.kind: one for one in scores}
    with st.grid(4, min_column_width=190):
        for one in (known[kind] for kind in _SHOWN):
            met = f"{_share(one.recall)} of {whole(one.planted)} planted found"
            st.metric(
                one.kind.capitalize(), f"{_share(one.precision)} right", met, delta_color="off", delta_arrow="off", border=True,
                height="stretch", help=f"Planted: {one.planted_are}.",
            )  # fmt: skip


def table(scores: tuple[Score, ...]) -> None:
    """Every score with its counts."""
    if not scores:
        return
    rows = [
        (one.kind.capitalize(), one.planted_are, one.found, one.right, one.twins, one.precision, one.planted, one.met, one.recall)
        for one in scores
    ]
    frame = pd.DataFrame(rows, columns=["Kind", "What was planted", *_MEANINGS])
    shares = ("Precision", "Recall")
    look = {
        name: st.column_config.NumberColumn(format="%.2f" if name in shares else "%,d", help=text)
        for name, text in _MEANINGS.items()
    }
    with st.expander("Scores beside the planted truth"):
        st.dataframe(frame, hide_index=True, alt="Scores by kind", column_config={**look})
        st.caption(_TWINS)


def _share(share: float | None) -> str:
    return "none" if share is None else percent(share).split(".")[0].rstrip("%") + "%"
