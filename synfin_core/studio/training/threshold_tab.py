"""The threshold: moved by a slider, and counts, rupees, costs and what is missed move with it, from sums made beforehand."""

import math

import pandas as pd
import streamlit as st

from synfin_core.calibration import load_calibration
from synfin_core.learning.operating import Costs, Curve, Point
from synfin_core.learning.registry import Kept
from synfin_core.studio.patterns import figure
from synfin_core.studio.training import charts, material
from synfin_core.studio.words import money, percent, plural, whole

THRESHOLD, _OF = "threshold", "threshold_of"
_BUDGET_MINUTES = 480.0  # a working day of one analyst, assumed
_MOST_LOGIT, _STEPS_A_LOGIT = 9.2, 10  # from 0.0001 to 0.9999, finer towards both ends
_HELP = (
    "A payment whose score is at least this is an alert. The scale is finer towards 0 and 1, where the scores are. The first "
    "position is what one analyst can look at in a day."
)
_COST_HELP = "Rupees of fraud that is missed, of analysts' time, and of honest payments that are stopped. The prices are assumed."


def _grid() -> tuple[str, ...]:
    """Thresholds as they stand in the link."""
    logits = [step / _STEPS_A_LOGIT for step in range(round(-_MOST_LOGIT * 10), round(_MOST_LOGIT * 10) + 1)]
    told = [1 / (1 + math.exp(-logit)) for logit in logits]
    return tuple(dict.fromkeys(f"{one:.3g}" if one < 0.5 else f"{one:.4f}" for one in told))


GRID = _grid()


def draw(kept: Kept) -> None:
    """All of it in a fragment: nothing else of the page is drawn again."""
    if st.session_state.setdefault(_OF, kept.id) != kept.id:
        st.session_state[_OF] = kept.id
        st.session_state.pop(THRESHOLD, None)
        st.query_params.pop(THRESHOLD, None)
    st.fragment(_moved)(material.curve(kept.id))  # read before: an error inside a fragment is not told to its caller


def nearest(threshold: float) -> str:
    """The lowest position of the slider that makes no more alerts than a threshold does."""
    return next((word for word in GRID if float(word) >= threshold), GRID[-1])


def _moved(curve: Curve) -> None:
    usual = nearest(_within_budget(curve, Costs(), _BUDGET_MINUTES))
    word = st.select_slider(
        "Alert when the score is at least", GRID, value=usual, key=THRESHOLD, bind="query-params", persist_state="session",
        help=_HELP,
    )  # fmt: skip
    costs = _ways(curve)
    point = curve.at(float(word))
    st.markdown(f"At **{word}**, {whole(point.alerts)} of {plural(len(curve.scores), 'test payment')} are alerts.")
    _figures(point, curve, costs)
    counts, missed = st.columns(2, gap="large")
    with counts:
        _confusion(point)
    with missed:
        _missed(curve.by_typology(float(word)))


def _ways(curve: Curve) -> Costs:
    """Prices and the budget, and buttons that move the slider to what they mean."""
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons = st.container(horizontal=True, width="content")
        with st.popover("Costs and budget", icon=":material/tune:", key="costs"):
            minutes = st.number_input("Minutes of an analyst for one alert", 1.0, 240.0, 15.0, 1.0, key="minutes")
            hour = st.number_input("Rupees for an hour of an analyst", 0.0, 10_000.0, 600.0, 50.0, key="hour_inr")
            friction = st.number_input("Rupees lost by stopping an honest payment", 0.0, 10_000.0, 50.0, 10.0, key="friction")
            budget = st.number_input("Minutes of analysts in a day", 15.0, 100_000.0, _BUDGET_MINUTES, 60.0, key="budget")
            st.caption("All four are assumed; put in your own.")
    costs = Costs(minutes, hour / 60, friction)
    a_day = budget / minutes
    with buttons:
        within, cheapest = _within_budget(curve, costs, budget), curve.cheapest(costs)
        st.button(f"Budget: {a_day:,.0f} alerts a day", key="to_budget", on_click=_move, args=(within,))
        st.button("Least cost", key="to_cheapest", on_click=_move, args=(cheapest,), help=_COST_HELP)
    return costs


def _move(threshold: float) -> None:
    st.session_state[THRESHOLD] = nearest(threshold)


def _within_budget(curve: Curve, costs: Costs, minutes: float) -> float:
    return curve.within(minutes / costs.minutes)


def _figures(point: Point, curve: Curve, costs: Costs) -> None:
    cost, without = point.cost_inr(costs), curve.at(math.inf).cost_inr(costs)
    lost = point.caught_inr + point.missed_inr
    share = f"{percent(point.caught_inr / lost)} of {money(lost)}" if lost else "no rupees moved"
    hours = point.alerts * costs.minutes / 60 / curve.days
    _row(
        ("Fraud payments caught", whole(point.caught), f"{percent(point.recall)} of {whole(point.caught + point.missed)}", ""),
        ("Fraud rupees caught", money(point.caught_inr), share, "Of fraud that went through; what is stopped in time is saved."),
        ("Alerts a day", f"{point.alerts / curve.days:,.1f}", f"{hours:,.1f} hours of analysts", "Days of the test period."),
        ("Alerts that are fraud", percent(point.precision), f"{whole(point.stopped)} honest stopped", "Precision."),
        ("Cost", money(cost), f"{money(without)} without alerts", _COST_HELP),
        (
            "Honest stopped",
            percent(point.stopped / max(point.stopped + point.passed, 1)),
            "customer friction",
            "Share of honest payments.",
        ),
    )


def _row(*figures: tuple[str, str, str, str]) -> None:
    with st.grid(3, min_column_width=150):
        for label, value, beside, meaning in figures:
            st.metric(
                label, value, beside, delta_color="off", delta_arrow="off", help=meaning or None, border=True, height="stretch"
            )


def _confusion(point: Point) -> None:
    """Counts and rupees of the four corners."""
    st.markdown("**Alerts and the truth, in payments and rupees**")
    rows = [
        ("Fraud", point.caught, point.missed, money(point.caught_inr), money(point.missed_inr)),
        ("Honest", point.stopped, point.passed, money(point.stopped_inr), money(point.passed_inr)),
    ]
    table = pd.DataFrame(rows, columns=["Truth", "Alert", "No alert", "Alert, ₹", "No alert, ₹"])
    look = {name: st.column_config.NumberColumn(format="%,d") for name in ("Alert", "No alert")}
    st.dataframe(table, hide_index=True, alt="Confusion in payments and rupees", column_config=look)
    st.caption("Rupees are those that moved; a payment that failed moved none.")


def _missed(found: pd.DataFrame) -> None:
    """The kinds of fraud that go through, most rupees first."""
    names = {one.id: one.name for one in load_calibration().typologies}
    chart = charts.missed(found, names)
    figure.draw(chart, height=charts.height_of(found), is_labelled=True)
    with st.expander("What is missed, as a table"):
        st.dataframe(chart.table, hide_index=True, alt=chart.title)
