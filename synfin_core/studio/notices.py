"""Sentences about what went wrong, shown as they are."""

import streamlit as st

from synfin_core.studio.words import literal


def error(sentence: str) -> None:
    """Something could not be done."""
    st.error(literal(sentence), icon=":material/error:")


def warning(sentence: str) -> None:
    """Something is not as it should be."""
    st.warning(literal(sentence), icon=":material/warning:")
