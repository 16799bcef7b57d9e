"""The card of a model, and what can be taken along: the card, the scores of the test; tags, promotion, deletion."""

import io
import re

import pyarrow.csv as pc_csv
import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.learning.card import card
from synfin_core.learning.registry import Kept
from synfin_core.studio import desk, dialogs, session
from synfin_core.studio.training import material
from synfin_core.studio.words import literal, whole

_MOST_TAGS, _LONGEST_TAG = 10, 30
_SCORED = ["transaction_id", "transacted_at", "amount_inr", "score", "is_fraud"]


def draw(kept: Kept) -> None:
    """Buttons first, then the card as it is downloaded."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _downloads(kept)
        promoted = material.registry().promoted()
        st.button(
            "Promote", key="promote", icon=":material/verified:", on_click=_promote, args=(kept,),
            disabled=bool(promoted and promoted.id == kept.id), help="It becomes the model that scores payments.",
        )  # fmt: skip
        st.button("Delete this model", key="delete_model", icon=":material/delete:", on_click=_ask_delete, args=(kept,))
    st.text_input(
        "Tags, with commas between them", ", ".join(kept.record["tags"]), key=f"tags_{kept.id}", on_change=_tag, args=(kept,),
        max_chars=_MOST_TAGS * _LONGEST_TAG,
    )  # fmt: skip
    with st.container(border=True):
        st.markdown(literal(re.sub("^(#+)", r"###\1", card(kept.record), flags=re.MULTILINE)))


def _downloads(kept: Kept) -> None:
    st.download_button(
        "Card, Markdown",
        lambda: card(kept.record),
        f"model-{kept.id}.md",
        "text/markdown",
        on_click="ignore",
        icon=":material/download:",
    )
    n = kept.record["parameters"]["n_test"]
    st.download_button(
        f"Scores of the test, CSV, {whole(n)} rows", lambda: _scores(kept.id), f"scores-{kept.id}.csv", "text/csv",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _scores(id: str) -> bytes:
    """Numbers and instants only: no cell can be a formula."""
    told = io.BytesIO()
    pc_csv.write_csv(material.tested(id).payments.select(_SCORED), told)
    return told.getvalue()


def _promote(kept: Kept) -> None:
    try:
        material.registry().promote(kept.id)
        session.mention("Promoted: it is the model that scores from now on.")
    except SynfinError as error:
        session.complain(desk.told(error))


def _tag(kept: Kept) -> None:
    words = (word.strip()[:_LONGEST_TAG] for word in st.session_state[f"tags_{kept.id}"].split(","))
    try:
        material.registry().tag(kept.id, tuple(dict.fromkeys(word for word in words if word))[:_MOST_TAGS])
    except SynfinError as error:
        session.complain(desk.told(error))


def _ask_delete(kept: Kept) -> None:
    text = f"**{literal(kept.record['name'])}**, its card and its scores go for good; the dataset stays."
    dialogs.ask(dialogs.Question("Delete this model?", text, "Delete it", lambda: _delete(kept)))


def _delete(kept: Kept) -> None:
    try:
        material.registry().delete(kept.id)
    except SynfinError as error:
        session.complain(desk.told(error))
    session.let_go_of_model()
