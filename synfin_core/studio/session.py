"""Which run this browser session looks at: kept in the session, and in the link so that a reload finds it."""

from typing import Any

import streamlit as st

from synfin_core import Spec
from synfin_core.errors import SpecError
from synfin_core.studio import runs
from synfin_core.studio.runs import Run

_KEY = "run"


def current() -> Run | None:
    """The run of this session, or the one that the link names."""
    name = st.session_state.get(_KEY) or st.query_params.get(_KEY, "")
    return runs.find(name)


def lost() -> bool:
    """True when the link names a run that this server does not keep."""
    return _KEY in st.query_params and current() is None


def start(settings: dict[str, Any]) -> None:
    """Start a run with these settings; settings that cannot be met are answered with their one sentence."""
    try:
        run = runs.start(Spec.create(**settings))
    except SpecError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state[_KEY] = run.name
    run.finished.wait(timeout=1.0)  # a small run is ready before a progress bar would be worth drawing


def show_in_link(run: Run) -> None:
    """Put the run into the address of the page."""
    if st.query_params.get(_KEY) != run.name:
        st.query_params[_KEY] = run.name
