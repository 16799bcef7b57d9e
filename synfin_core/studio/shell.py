"""The frame around every screen: menu, title, the dataset in hand, running jobs, and what is wrong with either."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager

from synfin_core.errors import SynfinError
from synfin_core.store.entry import Entry
from synfin_core.studio import chip, desk, dialogs, notices, progress, session
from synfin_core.studio.screens import GENERATE, SCREENS

ICON = str(Path(__file__).with_name("icon.svg"))
# The dark primary colour carries white text at 4.8:1 but is text itself at 3.4 to 3.8:1 only; the link colour reaches 7:1.
_DARK_INK = "<style>[role=tab][aria-selected=true] *, [role=radio][aria-checked=true] * { color: #7FB2FF }</style>"
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


def failed(error: Exception) -> bool:
    """Tell a visitor what happened without a traceback or a path; True: nothing else is shown."""
    notices.error(desk.told(error) if isinstance(error, SynfinError) else desk.unforeseen(error))
    return True


def _home() -> None:
    st.switch_page(GENERATE, query_params=st.query_params.to_dict())


def frame(title: str, head: bool = True) -> Entry | None:
    """Draw what every screen has, and return the dataset in hand; each page file calls this first. `head`: title and purpose."""
    screen = next(screen for screen in SCREENS if screen.title == title)
    st.set_page_config(page_title=f"{title} · SynFinance", page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large", icon_image=ICON)
    session.settle()
    entry = session.dataset()
    with st.sidebar:
        chip.draw(entry)
        with st.container():
            progress.bars()
        st.caption("All data is synthetic: no real person, account or payment.")
        if st.context.theme.type == "dark":
            st.html(_DARK_INK)
    if head:
        st.title(title, anchor=False)
        st.markdown(screen.purpose)
    with st.container():
        if sentence := session.complaint():
            notices.error(sentence)
    if said := session.remark():
        st.toast(said, icon=":material/info:")
    dialogs.draw()
    return entry if _is_usable(entry) else None


def _is_usable(entry: Entry | None) -> bool:
    """Whether the dataset can be opened; if not, one sentence and one action."""
    if entry is None:
        if id := session.missing():
            notices.warning(f"The dataset of this link, {id}, is not in this library; it may have been deleted.")
            st.button("Show the newest dataset", key="newest", on_click=session.let_go)
        return False
    if entry.state == "ok":
        return True
    notices.warning(f"Dataset {entry.name or entry.id} is {entry.state}: {entry.cause}.")
    match entry.state:
        case "damaged":
            st.button("Set it aside", key="aside", on_click=_set_aside, args=(entry,))
        case "older":
            st.button("Upgrade it", key="upgrade", on_click=_upgrade, args=(entry,))
        case _:
            st.button("Show the newest dataset", key="newest", on_click=session.let_go)
    return False


def _set_aside(entry: Entry) -> None:
    _try(lambda: desk.library().set_aside(entry.id))
    session.let_go()


def _upgrade(entry: Entry) -> None:
    _try(lambda: desk.library().upgrade(entry.id))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except SynfinError as error:
        session.complain(desk.told(error))
