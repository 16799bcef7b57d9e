"""The System Health screen: how it is at the top, then its parts behind tabs."""

import streamlit as st

from synfin_core.studio.health import drill_panel, guards, log, runs, self_test_panel, settings, status, work

_TICK = 5.0  # seconds
_MOVING = {"Components": status.components, "Jobs": work.draw, "Guards": guards.draw, "Errors and log": log.draw}
_STILL = {"Fault drill": drill_panel.draw, "Runs": runs.draw, "Settings": settings.draw, "Self-test": self_test_panel.draw}
_PARTS = _MOVING | _STILL


def draw() -> None:
    """Draw all of it; what moves is looked at every five seconds unless that is paused."""
    is_paused = st.toggle("Pause updates", key="paused", help="Otherwise the figures are looked at every five seconds.")
    tick = None if is_paused else _TICK
    st.fragment(status.draw, run_every=tick)()
    tabs = st.tabs(list(_PARTS), key="part", bind="query-params", on_change="rerun")
    for tab, (name, part) in zip(tabs, _PARTS.items(), strict=True):
        if tab.open:
            with tab:
                st.fragment(part, run_every=tick)() if name in _MOVING else part()
