"""What is looked at: days, states, rails, kinds of fraud, categories; each part of the link, and set by a click on a bar."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import streamlit as st

from synfin_core.analytics.dashboard import Bounds
from synfin_core.calibration import load_calibration
from synfin_core.store.slice import Slice
from synfin_core.studio.dashboard import places

FIRST, LAST = "first_day", "last_day"
STATE, RAIL, TYPOLOGY, CATEGORY = "in_state", "by_rail", "of_kind", "of_category"
KEYS = {"state": STATE, "rail": RAIL, "fraud_type": TYPOLOGY, "category": CATEGORY}
_DAYS = {"day": 1, "week": 7}
_KEPT: dict[str, Any] = {"bind": "query-params"}
_TYPOLOGY_HELP = "Leaves only payments of cases of these kinds, those by which the money moves on as well."


def draw(bounds: Bounds) -> Slice:
    """The filters of a dataset, and the slice that they make of it."""
    within: dict[str, Any] = {"value": None, "min_value": bounds.first, "max_value": bounds.last, "format": "YYYY-MM-DD"}
    _forget_beyond(bounds)
    with st.grid(6, min_column_width=135, vertical_alignment="bottom"):
        first = st.date_input("From", key=FIRST, **within, **_KEPT)
        last = st.date_input("To", key=LAST, **within, **_KEPT)
        states = _several("State", bounds.words["state"], STATE, places.names())
        rails = _several("Rail", bounds.words["rail"], RAIL, {})
        kinds = _several("Kind of fraud", bounds.words["fraud_type"], TYPOLOGY, typologies(), _TYPOLOGY_HELP)
        categories = _several("Category", bounds.words["category"], CATEGORY, {})
    days = {"first": _day(first), "last": _day(last)}
    return Slice(**days, states=states, rails=rails, typologies=kinds, categories=categories)


def typologies() -> dict[str, str]:
    """Names of the kinds of fraud by their ids."""
    return {one.id: one.name for one in load_calibration().typologies}


def clear() -> None:
    """Look at everything again."""
    for key in (FIRST, LAST):
        st.session_state[key] = None
    for key in KEYS.values():
        st.session_state[key] = []


def add(by: str, words: Iterable[str]) -> None:
    """Look at these words of a list alone; at all of them again when they are looked at already."""
    chosen = list(words)
    st.session_state[KEYS[by]] = [] if st.session_state.get(KEYS[by]) == chosen else chosen


def span(start: str, step: str, bounds: Bounds) -> None:
    """Look at the day or week that begins at `start`."""
    first = date.fromisoformat(start)
    st.session_state[FIRST] = max(first, bounds.first)
    st.session_state[LAST] = min(first + timedelta(days=_DAYS[step] - 1), bounds.last)


def in_words(chosen: Slice) -> str:
    """The slice as a sentence reads it."""
    names = places.names() | typologies()
    days = [f"{word} {day:%d %b %Y}" for word, day in (("from", chosen.first), ("to", chosen.last)) if day]
    lists = [", ".join(names.get(one, one) for one in words) for words in _lists(chosen) if words]
    return "; ".join([*days, *lists]) or "all payments"


def _lists(chosen: Slice) -> tuple[tuple[str, ...], ...]:
    return chosen.states, chosen.rails, chosen.typologies, chosen.categories


def _several(label: str, words: tuple[str, ...], key: str, names: dict[str, str], help: str | None = None) -> tuple[str, ...]:
    """Some words of a list; of words that another dataset had, those that this one has."""
    if key in st.session_state:
        st.session_state[key] = [word for word in st.session_state[key] or [] if word in words]
    found = st.multiselect(
        label,
        list(words),
        key=key,
        placeholder="All",
        format_func=lambda word: names.get(word, word),
        help=help,
        wrap=False,
        **_KEPT,
    )
    return tuple(sorted(found))


def _forget_beyond(bounds: Bounds) -> None:
    """A day of another dataset's period is none of this one's."""
    for key in (FIRST, LAST):
        day = st.session_state.get(key)
        if day is not None and not bounds.first <= day <= bounds.last:
            st.session_state[key] = None


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
