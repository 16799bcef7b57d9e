"""What the link of this screen says besides the dataset: kept in the session as well, for when another screen was looked at."""

import streamlit as st

TYPOLOGY, CASE, FRESH, STEP = "typology", "case", "fresh", "step"
VIEW = "look"  # the tab that is open


def keep(name: str, value: str) -> None:
    """Into the session and the link."""
    st.session_state[f"kept_{name}"] = value
    st.query_params[name] = value


def drop(name: str) -> None:
    """Out of both."""
    st.session_state.pop(f"kept_{name}", None)
    st.query_params.pop(name, None)


def kept(name: str) -> str | None:
    """What the link says, else what was kept; then the link says it too."""
    value = st.query_params.get(name) or st.session_state.get(f"kept_{name}")
    if value is not None:
        keep(name, str(value))
    return None if value is None else str(value)
