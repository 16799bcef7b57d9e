"""One question at a time, asked over the page before something that cannot be undone or takes long."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

_KEY = "question"


@dataclass(frozen=True)
class Question:
    """What is asked, the words of the button that does it, and what it does."""

    title: str
    text: str
    yes: str
    act: Callable[[], None]


def ask(question: Question) -> None:
    """Ask when the page is drawn next; fragments and callbacks cannot open a dialog that lasts."""
    st.session_state[_KEY] = question


def draw() -> None:
    """Open the question that waits, if any."""
    question = st.session_state.pop(_KEY, None)
    if question:
        st.dialog(question.title)(_body)(question)


def _body(question: Question) -> None:
    st.markdown(question.text)
    with st.container(horizontal=True):
        if st.button(question.yes, type="primary", key="yes", on_click=question.act):
            st.rerun()
        if st.button("No, go back", key="no"):
            st.rerun()
