"""One case, told: stepped by slider, buttons or arrow keys, never by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from synfin_core.analytics.trail import trail
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import bands, brief, figure, graph, present, step_words, story_charts
from synfin_core.studio.patterns.choice import Choice
from synfin_core.studio.patterns.link import STEP
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import literal, money, plural

_WAYS = ("Bands", "Graph")
_LANES_HIGH, _LIFE_HIGH, _TRAIL_HIGH, _TRAIL_PRESENTED = 280, 380, 360, 250  # pixels
_DIGITS = 5  # of a step in a link, at most
_KEYS_HELP = "The arrow keys left and right do the same."


def draw(choice: Choice) -> None:
    """The case of the choice."""
    told = choice.told
    if told is None:
        return
    if not present.is_on():
        st.markdown(choice.card.story)
    _who(told)
    st.fragment(_steps)(told)
    name = f"synfinance-case-{told.case.id}.html"
    with st.container(horizontal=True):
        if not present.is_on():
            present.enter()
        st.download_button(
            "Brief, one page", lambda: brief.page(choice.card, told), name, "text/html", key="brief", on_click="ignore",
            icon=":material/description:", help="One page as HTML, to print or to send; it needs nothing else.",
        )  # fmt: skip


def _who(told: Told) -> None:
    """Who it happened to, and how it ended, in one line."""
    facts, who = told.case.facts, told.life.words if told.life else "Many customers"
    ended = (
        f"**{money(facts['loss_inr'])}** lost, {money(facts['restored_inr'])} given back" if facts["loss_inr"] else "nothing lost"
    )
    mules = f", through {plural(facts['n_mules'], 'mule')}" if facts["n_mules"] else ""
    cut = " The period cuts this case off." if facts["is_truncated"] else ""
    st.markdown(f"**{literal(who)}** · {ended}{mules} · case {told.case.id}.{cut}")


def _steps(told: Told) -> None:
    """The stepper, then everything as it stands at that step."""
    step = _stepper(len(told.moments))
    moment = told.moments[step - 1]
    at, place = moment.ends_at, _places()
    with place.card:
        step_words.card(moment, step, len(told.moments))
    with place.bank:  # words first: they are there while the charts are drawn
        step_words.bank(told, at)
    with place.rule:
        step_words.rule(told, moment)
    drawn = [story_charts.lanes(told, step)]
    with place.lanes, st.container(border=True):
        figure.draw(drawn[0], _LANES_HIGH, is_labelled=True)
    with place.trail, st.container(border=True):
        drawn.append(money_trail(told, at))
    if life := story_charts.life(told, at):
        drawn.append(life)
        with place.life, st.container(border=True):
            figure.draw(life, _LIFE_HIGH)
    figure.tables(drawn)


@dataclass(frozen=True)
class _Places:
    """Where the parts of a step stand."""

    card: DeltaGenerator
    bank: DeltaGenerator
    rule: DeltaGenerator
    lanes: DeltaGenerator
    trail: DeltaGenerator
    life: DeltaGenerator


def _places() -> _Places:
    """Two columns; when presented, rows, so that what happens, the steps and the trail fit a projector without scrolling."""
    if not present.is_on():
        left, right = st.columns([3, 2], gap="medium")
        return _Places(card=left, bank=right, rule=right, lanes=left, trail=left, life=right)
    card, bank = st.columns([3, 2], gap="medium")
    lanes, trail = st.columns(2, gap="medium")
    life, rule = st.columns([3, 2], gap="medium")
    return _Places(card, bank, rule, lanes, trail, life)


def _stepper(last: int) -> int:
    """Back, slider, on; the step stands in the link."""
    now = _at(last)
    if STEP in st.session_state:
        st.session_state[STEP] = now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button("Back", key="back", on_click=_move, args=(-1, last), shortcut="Left", disabled=now == 1, help=_KEYS_HELP)
        step = (
            st.slider("Step", 1, max(last, 2), 1, key=STEP, bind="query-params", format=f"%d of {last}", label_visibility=_seen())
            if last > 1
            else 1
        )
        st.button(
            "Next",
            key="next",
            on_click=_move,
            args=(1, last),
            shortcut="Right",
            type="primary",
            disabled=now == last,
            help=_KEYS_HELP,
        )
    return min(step, last)


def _seen() -> Literal["visible", "collapsed"]:
    """Labels of what explains itself are left out for a room."""
    return "collapsed" if present.is_on() else "visible"


def _at(last: int) -> int:
    """The step of the session, else of the link, within the case."""
    asked = str(st.session_state.get(STEP, st.query_params.get(STEP, "1")))
    return min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else 1


def _move(by: int, last: int) -> None:
    st.session_state[STEP] = min(max(_at(last) + by, 1), last)


def money_trail(told: Told, at: datetime, key: str = "trail") -> Chart:
    """The trail up to an instant, as bands or as a graph; drawn, and given back for its table."""
    way = st.segmented_control("Money trail", _WAYS, default=_WAYS[0], required=True, key=f"{key}_way", label_visibility=_seen())
    found = trail(told.legs, at)
    chart = (bands if way == _WAYS[0] else graph).draw(found, figure.scheme())
    figure.draw(chart, _TRAIL_PRESENTED if present.is_on() else _TRAIL_HIGH, key)
    return chart
