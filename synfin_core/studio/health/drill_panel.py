"""The fault drill on the screen: a button, the state in words, and a timeline."""

import plotly.graph_objects as go
import streamlit as st

from synfin_core.resilience import CircuitBreakerState
from synfin_core.studio import charts
from synfin_core.studio.health import table
from synfin_core.studio.health.drill import FAILURES, OPEN_SECONDS, SUCCESSES, Drill, Moment

_KEY = "drill"
_TICK = 1.0  # seconds between two calls
_STATES = {CircuitBreakerState.CLOSED: "closed", CircuitBreakerState.HALF_OPEN: "half-open", CircuitBreakerState.OPEN: "open"}
_SIGNS = {"failed": "x", "answered": "circle", "refused": "square-open"}
_WHAT = (
    f"One call a second goes to a **stand-in** through a breaker of its own. The stand-in breaks; {FAILURES} failures in a row and "
    f"the breaker opens and refuses calls at once, for {OPEN_SECONDS:g} seconds; then it lets a few through, and {SUCCESSES} good "
    "ones close it. Library, jobs and downloads go on as before, and none of this counts in the figures of the other tabs."
)


def draw() -> None:
    """What it is, the button, and the drill of this session as it runs."""
    st.markdown(_WHAT)
    drill: Drill | None = st.session_state.get(_KEY)
    is_running = drill is not None and not drill.is_over
    label = "Start the drill again" if drill else "Start the drill"
    st.button(label, key="drill_start", type="primary", icon=":material/bolt:", disabled=is_running, on_click=_start)
    if drill:
        st.fragment(_live, run_every=_TICK if is_running else None)(drill, is_running)


def _start() -> None:
    st.session_state[_KEY] = Drill()


def _live(drill: Drill, was_running: bool) -> None:
    drill.step()
    if was_running and drill.is_over:
        st.rerun()  # for the button, and no more ticks
    with st.grid(4, min_column_width=150):
        st.metric("The drill's breaker is", _STATES[drill.state], border=True)
        for outcome in _SIGNS:
            st.metric(f"Calls {outcome}", drill.count(outcome), border=True)  # type: ignore[arg-type]
    st.markdown(_said(drill))
    st.markdown(f"**Timeline**: {path(drill)}")
    figure = timeline(drill.moments)
    charts.ink(figure, st.context.theme.type or "light")
    alt = f"State of the drill's breaker over the seconds: {path(drill)}."
    st.plotly_chart(figure, height=260, key="drill_timeline", alt=alt, config={"displayModeBar": False})
    with st.expander("Every call as a table"):
        table.draw([_row(moment) for moment in drill.moments], "Calls of the drill", "No call yet.")


def path(drill: Drill) -> str:
    """'closed → open at 5 s → half-open at 13 s → closed at 15 s'."""
    first, *others = drill.turns
    return " → ".join([_STATES[first.state], *(f"{_STATES[turn.state]} at {turn.second:.0f} s" for turn in others)])


def timeline(moments: list[Moment]) -> go.Figure:
    """The state over the seconds as a line of steps; each call as a sign of its own shape."""
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest"})
    seconds = [moment.second for moment in moments]
    states = [_STATES[moment.state] for moment in moments]
    figure.add_scatter(x=seconds, y=states, mode="lines", line_shape="hv", name="state")
    for outcome, sign in _SIGNS.items():
        chosen = [moment for moment in moments if moment.outcome == outcome]
        figure.add_scatter(
            x=[moment.second for moment in chosen], y=[_STATES[moment.state] for moment in chosen], mode="markers",
            marker={"symbol": sign, "size": 11}, name=f"call {outcome}",
        )  # fmt: skip
    figure.update_xaxes(title="Seconds since the start", range=[-0.5, max([20.0, *seconds]) + 0.5])
    figure.update_yaxes(categoryorder="array", categoryarray=list(_STATES.values()), range=[-0.4, 2.4])
    return figure


def _said(drill: Drill) -> str:
    """What happens at this moment, for an audience."""
    match drill.state:
        case CircuitBreakerState.OPEN:
            left = drill.breaker.get_stats()["seconds_until_retry"]
            return f"**Open**: the stand-in has failed {FAILURES} times in a row, so calls are refused at once; {left:.0f} s to go."
        case CircuitBreakerState.HALF_OPEN:
            return f"**Half-open**: a few calls are let through to see; {SUCCESSES} good ones close the breaker."
    if drill.is_over:
        n = drill.count("refused")
        return f"**Closed again**, by itself: the stand-in is back, and {n} calls were spared the wait for something broken."
    if drill.count("failed"):
        return f"**Closed**, but the stand-in fails now: at {FAILURES} failures in a row the breaker opens."
    return "**Closed**: the stand-in answers, every call goes through."


def _row(moment: Moment) -> dict[str, str]:
    return {"Second": f"{moment.second:.1f}", "Call": moment.outcome, "Breaker afterwards": _STATES[moment.state]}
