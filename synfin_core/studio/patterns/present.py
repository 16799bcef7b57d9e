"""`?present=1`: the screen for a room, in large type, without menu and sidebar."""

import streamlit as st

LINK, BAR = "present", "present_bar"
# 1 rem is 16 pixels otherwise; on a phone the type stays as it is.
_STYLE = """<style>
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stExpandSidebarButton] { display: none }
[data-testid=stMainBlockContainer] { padding: 0.5rem 2rem; max-width: none }
[data-testid=stVerticalBlock] { gap: 0.6rem }
@media (min-width: 1000px) {
    :root { font-size: 20px }
    .st-key-present_bar { position: absolute; top: 0.2rem; right: 2rem; width: auto; z-index: 2 }
}
</style>"""


def is_on() -> bool:
    """Whether the link asks for it."""
    return str(st.query_params.get(LINK, "")) == "1"


def style() -> None:
    """Make the page large and bare, when the link asks for it."""
    if is_on():
        st.html(_STYLE)


def enter() -> None:
    """A button that goes into it."""
    st.button("Present", key="present_on", on_click=_enter, icon=":material/slideshow:", help="Large type, no menu, arrow keys.")


def leave() -> None:
    """A button that goes out of it."""
    st.button("Leave", key="present_off", on_click=_leave, icon=":material/close_fullscreen:", type="tertiary")


def _enter() -> None:
    st.query_params[LINK] = "1"


def _leave() -> None:
    st.query_params.pop(LINK, None)
