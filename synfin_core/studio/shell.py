"""The frame around every screen: menu, title, and the dataset in hand."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager

from synfin_core.studio import session
from synfin_core.studio.runs import Run
from synfin_core.studio.screens import GENERATE, SCREENS
from synfin_core.studio.words import percent, whole

ICON = str(Path(__file__).with_name("icon.svg"))
LOGO = str(Path(__file__).with_name("logo.svg"))


def own_the_menu() -> None:
    """Let app.py draw the menu even when a deep link comes before any screen was drawn."""
    PagesManager.uses_pages_directory = False  # st.navigation sets this too, but only on the first visit of app.py


def navigation(pages: Path) -> Page:
    """The menu of all screens; the address without a name leads to Generate."""
    st.set_page_config(page_title="SynFinance", page_icon=ICON, layout="wide")
    menu: dict[str, list[Page]] = {"": [st.Page(_home, title="Home", visibility="hidden", default=True)]}
    for screen in SCREENS:
        page = st.Page(pages / screen.file, title=screen.title, icon=screen.icon, url_path=screen.address)
        menu.setdefault(screen.section, []).append(page)
    return st.navigation(menu, expanded=True)


def _home() -> None:
    st.switch_page(GENERATE, query_params=st.query_params.to_dict())


def frame(title: str) -> None:
    """Draw what every screen has; each page file calls this first, so that it also stands alone."""
    screen = next(screen for screen in SCREENS if screen.title == title)
    st.set_page_config(page_title=f"{title} · SynFinance", page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large", icon_image=ICON)
    st.title(title, anchor=False)
    st.markdown(screen.purpose)
    with st.sidebar:
        _in_hand(session.current())
        st.caption("All data is synthetic: no real person, account or payment.")


def coming(title: str, *contents: str) -> None:
    """An honest empty screen: what will be here, and one thing to do now."""
    frame(title)
    with st.container(border=True):
        st.markdown("**Not built yet.** This screen will show:")
        st.markdown("\n".join(f"- {content}" for content in contents))
        st.page_link(GENERATE, label="Go to Generate", icon=":material/arrow_forward:")


def _in_hand(run: Run | None) -> None:
    """The dataset that this session works with."""
    st.markdown("**Dataset in hand**")
    if run is None or (run.summary is None and not run.is_running):
        st.caption("None yet. Generate makes one.")
    elif run.summary is None:
        st.caption(f"Making {whole(run.spec.count)} payments.")
    else:
        rate = percent(run.summary.made_rate)
        st.caption(f"{whole(run.summary.rows)} payments, {rate} fraud, seed {run.spec.seed}")
