"""The key figures of a slice: each with its course over time and, where only a part is looked at, beside the whole dataset."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.dashboard import Course, Figures
from synfin_core.studio.words import money, percent, plural, whole

_MOST_POINTS = 60  # of a small line
_RATE_HELP = "Share of payments that are fraud. In colour: percentage points above or below the whole dataset."
_VALUE_HELP = "Basis points: rupees of completed fraud in 10,000 rupees of completed payments."
_LOSS_HELP = "Rupees lost in cases that have a payment here; each case counts whole."
_HELD_HELP = "Rupees stopped on their way to the thieves, of what those cases lost."
_RESTORED_HELP = "Rupees given back to the losers: what was held, or the bank's part of the loss."


def draw(here: Course, everywhere: Course) -> None:
    """Eight figures."""
    now, all_of_it, steps = here.figures, everywhere.figures, here.over_time
    with st.grid(4, min_column_width=170):
        _tile("Payments", whole(now.n), _share(now.n, all_of_it.n) or _a_step(here), course=steps["n"])
        _rate(now, all_of_it, steps)
        _tile("Fraud by value", f"{now.value_bps:,.1f} bp", f"{money(now.taken_inr)} taken", _VALUE_HELP, _value(steps))
        _tile("Refused", percent(now.failed_rate), plural(now.n_failed, "payment"), course=_part(steps, "n_failed"))
        _tile("Money moved", money(now.moved_inr), _share(now.moved_inr, all_of_it.moved_inr), course=steps["moved_inr"])
        _tile("Lost", money(now.loss_inr), plural(now.n_cases, "case"), _LOSS_HELP, steps["taken_inr"])
        _tile("Held", money(now.held_inr), _of_loss(now.held_inr, now), _HELD_HELP)
        _tile("Restored", money(now.restored_inr), _of_loss(now.restored_inr, now), _RESTORED_HELP)


def _tile(label: str, value: str, beside: str, meaning: str | None = None, course: pd.Series | None = None) -> None:
    st.metric(
        label, value, beside or None, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch",
        chart_data=_line(course),
    )  # fmt: skip


def _rate(now: Figures, all_of_it: Figures, steps: pd.DataFrame) -> None:
    points = (now.fraud_rate - all_of_it.fraud_rate) * 100
    differs = now.n != all_of_it.n and abs(points) >= 0.005
    st.metric(
        "Fraud rate", percent(now.fraud_rate), f"{points:+.2f} points" if differs else plural(now.n_fraud, "fraud payment"),
        delta_color="inverse" if differs else "off", delta_arrow="auto" if differs else "off", help=_RATE_HELP, border=True,
        height="stretch", chart_data=_line(_part(steps, "n_fraud")),
    )  # fmt: skip


def _line(course: pd.Series | None) -> list[float] | None:
    """At most so many points of a course, each the mean of its neighbours."""
    if course is None or len(course) < 3:
        return None
    apart = -(-len(course) // _MOST_POINTS)
    return [float(value) for value in course.groupby(pd.RangeIndex(len(course)) // apart).mean()]


def _part(steps: pd.DataFrame, name: str) -> pd.Series:
    return steps[name] / steps["n"].clip(lower=1)


def _value(steps: pd.DataFrame) -> pd.Series:
    return steps["taken_inr"] / steps["moved_inr"].clip(lower=1) * 10_000


def _share(part: float, of: float) -> str:
    return "" if part == of or not of else f"{percent(part / of)} of all"


def _of_loss(part: float, now: Figures) -> str:
    return f"{part / now.loss_inr:.0%} of the loss" if now.loss_inr else "nothing was lost"


def _a_step(here: Course) -> str:
    return f"{whole(here.over_time['n'].median())} in a usual {here.step}"
