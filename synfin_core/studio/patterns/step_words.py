"""A step in words: what happens, what the bank knows by then, what the simple rule sees of it."""

from datetime import datetime

import pandas as pd
import streamlit as st

from synfin_core.analytics.rule import ALERT_AT, signs_of
from synfin_core.studio.patterns.moments import Moment
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import literal, plural


def card(moment: Moment, step: int, last: int) -> None:
    """What happens at this step, in large letters."""
    with st.container(border=True):
        st.caption(f"Step {step} of {last} · {moment.at:%A, %d %B %Y, %H:%M} · {moment.lane}")
        st.markdown(f"#### {literal(moment.words)}")


def bank(told: Told, at: datetime) -> None:
    """What the bank knows of the payments so far."""
    with st.container(border=True):
        st.markdown("**What the bank knows now**")
        st.markdown(literal(knows(told, at)))


def knows(told: Told, at: datetime) -> str:
    """What the labels known at an instant say of the payments made by then, in words."""
    made = told.legs.loc[told.legs["transacted_at"] <= at, "transaction_id"]
    if made.empty:
        return "Nothing yet: no payment of the case has been made."
    labels = told.case.labels
    known = labels[(labels["labelled_at"] <= at) & labels["transaction_id"].isin(made)]
    latest = known.groupby("transaction_id")["label"].last().value_counts()
    if latest.empty:
        return f"Nothing: all {plural(len(made), 'payment')} so far look like any others to it."
    said = ", ".join(f"{plural(int(n), 'payment')} taken for {label}" for label, n in latest.items())
    rest = len(made) - int(latest.sum())
    return f"{said}; of {plural(rest, 'other')} it knows nothing." if rest else f"{said}: all that were made so far."


def rule(told: Told, moment: Moment) -> None:
    """What the simple rule says of the payment at this step."""
    with st.container(border=True):
        st.markdown("**What a simple rule sees**", help=f"Points for what a bank can see; {ALERT_AT} raise an alert. All assumed.")
        row = _worst(told.scores, moment)
        if row is None:
            st.markdown("No payment by a customer at this step.")
            return
        verdict = "an alert" if row["score"] >= ALERT_AT else "no alert"
        st.markdown(f"**{row['score']} points: {verdict}**")
        signs = signs_of(row)
        st.markdown("\n".join(f"- {sign.words}: {sign.points}" for sign in signs) or "Nothing of it looks odd to the rule.")


def _worst(scores: pd.DataFrame, moment: Moment) -> pd.Series | None:
    """The row of the payment of a moment that the rule gives most points."""
    ours = scores[scores.index.isin(moment.ids)] if moment.ids and not moment.title.startswith(_NO_PAYMENT) else scores.head(0)
    return None if ours.empty else ours.loc[ours["score"].idxmax()]


_NO_PAYMENT = ("Declined", "Reported", "Lien", "Confirmed", "Doubted", "Corrected")  # moments about payments made earlier
