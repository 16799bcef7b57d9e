"""What is looked at: a typology, one of its cases, or a fresh one; kept in the session and in the link."""

import secrets
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from synfin_core.analytics.catalogue import Card, card, cards
from synfin_core.errors import SynfinError, WrongUse
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, limits, notices, session
from synfin_core.studio.patterns import absent, present
from synfin_core.studio.patterns.link import CASE, FRESH, STEP, TYPOLOGY, VIEW, drop, keep, kept
from synfin_core.studio.patterns.told import Origin, Told, listed, told
from synfin_core.studio.words import money, plural

ONE_CASE = "One case"
FIRST = "digital_arrest"  # what a first visitor is told
_TOLD_OF = "told_of"
_FRESH_HELP = "Makes 20,000 payments with whole cases of this kind, in memory, and tells one; nothing is kept."
_MOST_SEED = 2**31


@dataclass(frozen=True)
class Choice:
    """A typology, where its cases come from, and the one that is told; None where there is none to tell."""

    card: Card
    origin: Origin
    told: Told | None


def draw(entry: Entry | None, names_case: bool = True) -> Choice:
    """The choosers; below them a sentence and one action where what the link asks for is not there.

    Without `names_case` nothing is said of the case beforehand.
    """
    chosen = _card()
    _forget_of_another(entry)
    with _place():
        _typologies(chosen)
        origin = _origin(entry, chosen)
        case = _cases(origin, chosen, names_case)
        st.button("Fresh case", key="fresh_button", on_click=_make_fresh, icon=":material/casino:", help=_FRESH_HELP)
    return Choice(chosen, origin, _tell(entry, origin, chosen, case))


def _place() -> DeltaGenerator:
    """A row for the choosers; when presented they stand behind one button, beside the one that leaves."""
    if not present.is_on():
        return st.container(horizontal=True, vertical_alignment="bottom")
    with st.container(horizontal=True, key=present.BAR):
        behind = st.popover("Choose a case", icon=":material/tune:", key="choosers")
        present.leave()
    return behind


def take(typology: str) -> None:
    """Look at this typology, and open a case of it."""
    keep(TYPOLOGY, typology)
    for name in (CASE, FRESH):
        drop(name)
    st.session_state[STEP] = 1
    st.session_state[VIEW] = ONE_CASE


def _card() -> Card:
    """The typology of the link; an unknown one is said to be."""
    try:
        return card(kept(TYPOLOGY) or FIRST)
    except WrongUse as error:
        notices.warning(str(error).capitalize())
        drop(TYPOLOGY)
        return card(FIRST)


def _forget_of_another(entry: Entry | None) -> None:
    """A case is told of one dataset; another one taken in hand has others."""
    now = entry.id if entry else ""
    if st.session_state.setdefault(_TOLD_OF, now) != now:
        drop(CASE)
        drop(FRESH)
        st.session_state[_TOLD_OF] = now


def _typologies(chosen: Card) -> None:
    names = {one.id: one.name for one in cards()}
    st.session_state["typology_box"] = chosen.id
    st.selectbox(
        "Kind of fraud", list(names), key="typology_box", format_func=names.__getitem__, width=340,
        on_change=lambda: take(st.session_state["typology_box"]),
    )  # fmt: skip


def _origin(entry: Entry | None, chosen: Card) -> Origin:
    """The dataset in hand, or the fresh one of the link."""
    seed = kept(FRESH)
    if seed is not None and seed.isascii() and seed.isdigit() and int(seed) < _MOST_SEED:
        return Origin(typology=chosen.id, seed=int(seed))
    drop(FRESH)
    return Origin(entry.id, str(entry.manifest["schema_version"])) if entry else Origin()


def _cases(origin: Origin, chosen: Card, is_named: bool) -> str | None:
    """The id of the case to tell: that of the link, else the first of the list."""
    if origin == Origin():
        return None
    found = listed(origin, chosen.id)
    ids = [str(id) for id in found["fraud_case_id"]]
    asked = kept(CASE)
    words = dict(zip(ids, map(_words, found.itertuples()), strict=True))
    if asked is not None and asked not in ids:
        return asked
    if ids and is_named:
        st.session_state["case_box"] = asked or ids[0]
        label = "Fresh case" if origin.seed is not None else "Case"
        st.selectbox(label, ids, key="case_box", format_func=words.__getitem__, on_change=_choose_case, width=300)
    return asked or (ids[0] if ids else None)


def _words(row: pd.Series) -> str:
    marks = ", cut by the period" if row.is_truncated else ""
    return f"{row.started_at:%d %b %Y}, {money(row.loss_inr)}, {plural(row.n_legs, 'payment')}{marks}"


def _choose_case() -> None:
    keep(CASE, st.session_state["case_box"])
    st.session_state[STEP] = 1


def _make_fresh() -> None:
    try:
        limits.count_job_start(desk.visitor())
    except SynfinError as error:
        session.complain(desk.told(error))
        return
    drop(CASE)
    keep(FRESH, str(secrets.randbelow(_MOST_SEED)))
    st.session_state[STEP] = 1


def _tell(entry: Entry | None, origin: Origin, chosen: Card, case: str | None) -> Told | None:
    """The case, or a sentence why there is none and what can be done."""
    if case is None:
        absent.nothing(entry, chosen, _make_fresh)
        return None
    try:
        found = told(origin, case)
    except WrongUse as error:
        absent.missing(str(error))
        return None
    keep(TYPOLOGY, found.case.typology)
    keep(CASE, case)
    if found.case.typology != chosen.id:  # the link names the case alone
        st.rerun()
    return found
