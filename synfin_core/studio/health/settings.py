"""The settings in force with their origin, secrets hidden, and what happened to them."""

import pandas as pd
import streamlit as st

from synfin_core.observability.redaction import without_folders
from synfin_core.settings.in_force import IN_FORCE, Event
from synfin_core.settings.loading import State
from synfin_core.settings.shape import Leaf, about, leaves
from synfin_core.studio.health import table

_SHOWN = 20  # events
_WIDTHS = {"Setting": 230, "Value": 110, "Unit": 90, "Origin": 150, "A change needs": 110}  # pixels
_MARKS = {"loaded": "✓ loaded", "changed": "✓ changed", "refused": "✕ refused", "rolled back": "↶ rolled back"}


def draw() -> None:
    """What happened, looked at every few seconds; below it every setting."""
    st.subheader("What happened to them", anchor=False)
    st.caption("A file that changes is read within a second; what is not valid is refused, and the settings stay as they are.")
    st.fragment(_events, run_every=2.0)()
    st.subheader("In force", anchor=False)
    state = IN_FORCE.state()
    st.caption(
        f"Environment **{state.settings.environment}**. Secrets are hidden, folders left out; 'synfinance config show' has them."
    )
    rows = pd.DataFrame([_row(state, leaf) for leaf in leaves(state.settings)])
    look = {name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()}
    st.dataframe(rows, hide_index=True, height=500, column_config=look, alt="Every setting in force with its origin")


def _events() -> None:
    events = IN_FORCE.history()[:_SHOWN]
    table.draw([_told(event) for event in events], "Events of the settings", "Nothing yet.")


def _told(event: Event) -> dict[str, str]:
    what = event.error or "; ".join(map(str, event.changes)) or "as the files and variables say"
    return {
        "At (UTC)": f"{event.at:%Y-%m-%d %H:%M:%S}",
        "Event": _MARKS[event.kind],
        "By": without_folders(event.source),
        "What": without_folders(what),
    }


def _row(state: State, leaf: Leaf) -> dict[str, str]:
    origin = state.origin(leaf.place)
    where = "" if origin.kind == "default" else without_folders(origin.where(leaf.place))
    said = about(leaf.field)
    return {
        "Setting": leaf.key,
        "Value": _value(leaf.shown),
        "Unit": str(said["unit"]),
        "Origin": origin.kind + (f": {where}" if where and where != origin.kind else ""),
        "A change needs": "a restart" if said["restart"] else "nothing",
        "Meaning": str(leaf.field.description),
    }


def _value(shown: object) -> str:
    """'none', 'yes', '10,000,000', or the text without its folders."""
    if shown is None or isinstance(shown, bool):
        return {None: "none", True: "yes", False: "no"}[shown]
    return f"{shown:,}" if isinstance(shown, int) else without_folders(str(shown))
