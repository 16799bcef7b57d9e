"""Which one is the fraud? A case and a twin side by side, unlabelled; a guess, the answer, and what the rule would say."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.lineup import NAMES, Lineup, Suspect, lineup, twins_like
from synfin_core.analytics.rule import ALERT_AT
from synfin_core.studio.patterns import model_says
from synfin_core.studio.patterns.choice import Choice
from synfin_core.studio.patterns.told import Origin, listed, opened, told
from synfin_core.studio.words import money, plural, rupees

_KEPT = 64
_MOST_SHOWN = 11  # rows; more are scrolled
_TURN, _TALLY = "turn", "tally"
_WHAT = (
    "One of the two is a fraud; the other is an innocent **twin** that looks like it. You see what a bank sees at the time: "
    "no names, no labels, nothing that came to light later."
)


def draw(choice: Choice) -> None:
    """Two columns, two buttons, the answer."""
    if choice.told is None:
        return
    turn = int(st.session_state.get(_TURN, 0))
    shown = _pair(choice.origin, choice.card.id, turn)
    if shown is None:
        st.info("This dataset has no innocent twin of this kind of fraud; a fresh case has three.")
        return
    st.markdown(_WHAT)
    key = f"{choice.origin} {choice.card.id} {turn}"
    guess = st.session_state.setdefault(_TALLY, {}).get(key, ("", "", ""))[0]
    for column, suspect in zip(st.columns(2, gap="medium"), shown.suspects, strict=True):
        with column, st.container(border=True, height="stretch"):
            label, act = f"{suspect.name} is the fraud", (key, suspect.name, shown)
            st.button(label, key=f"guess_{suspect.name}", on_click=_guess, args=act, type="primary", disabled=bool(guess))
            _suspect(suspect)
    if guess:
        _reveal(shown, guess)
        model_says.draw(choice.origin, shown)
    st.button("Another pair", key="another_pair", on_click=_next, icon=":material/skip_next:")


@st.cache_resource(max_entries=_KEPT, show_spinner="Looking for a twin")
def _pair(origin: Origin, typology: str, turn: int) -> Lineup | None:
    """One case after the other, each beside one twin after the other; None where the typology has no twin here."""
    ids = listed(origin, typology)["fraud_case_id"]
    dataset, one = opened(origin), told(origin, str(ids.iloc[turn % len(ids)])).case
    twins = twins_like(dataset, one)
    return lineup(dataset, one, twins.iloc[turn % len(twins)]) if len(twins) else None


def _guess(key: str, name: str, shown: Lineup) -> None:
    st.session_state[_TALLY][key] = (name, shown.fraud, rule_says(shown))


def _next() -> None:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def rule_says(shown: Lineup) -> str:
    """The name of the suspect to whom the rule gives more points; '' when it cannot tell them apart."""
    first, second = (-1 if suspect.score is None else suspect.score for suspect in shown.suspects)
    return "" if first == second else NAMES[first < second]


def _suspect(suspect: Suspect) -> None:
    rows = suspect.payments
    span = (rows["at"].iloc[-1] - rows["at"].iloc[0]).total_seconds() / 3600
    st.markdown(f"{plural(len(rows), 'payment')} over {_span(span)}, {money(rows['amount_inr'].sum())} together")
    st.dataframe(
        _table(rows), hide_index=True, height="content" if len(rows) <= _MOST_SHOWN else 430, alt=f"Payments of {suspect.name}"
    )
    if len(suspect.events):
        st.markdown(
            "\n".join(f"- {at:%d %b, %H:%M}: {event} ({channel})" for at, event, channel in suspect.events.itertuples(index=False))
        )
    else:
        st.caption("No event around them.")


def _span(hours: float) -> str:
    if hours < 2:
        return plural(max(round(hours * 60), 1), "minute")
    return plural(round(hours), "hour") if hours < 72 else plural(round(hours / 24), "day")


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "When": rows["at"].dt.strftime("%d %b, %H:%M"),
            "Amount": rows["amount_inr"].map(rupees),
            "How": rows["rail"] + ", " + rows["kind"],
            "New payee": rows["is_first_with_payee"].map({True: "yes", False: ""}).fillna(""),
            "Balance after": rows["balance_after_inr"].map(rupees, na_action="ignore").fillna(""),
            "Outcome": rows["status"],
            "What for": rows["category"],
        }
    )


def _reveal(shown: Lineup, guess: str) -> None:
    """Right or wrong, what the other one is, and the scores."""
    other = NAMES[shown.fraud == NAMES[0]]
    answer = f"{shown.fraud} is the fraud, case {shown.case_id}; {other} is innocent: {shown.kind}."
    if guess == shown.fraud:
        st.success(f"Right. {answer}", icon=":material/check_circle:")
    else:
        st.warning(f"Not this time. {answer}", icon=":material/psychology_alt:")
    with st.grid(4, min_column_width=150):
        for suspect in shown.suspects:
            points = "none" if suspect.score is None else f"{suspect.score} points"
            alert = "" if suspect.score is None else "alert" if suspect.score >= ALERT_AT else "no alert"
            st.metric(f"The rule gives {suspect.name}", points, alert, delta_color="off", delta_arrow="off", border=True)
        guesses = list(st.session_state[_TALLY].values())
        st.metric(
            "You were right", f"{sum(one == fraud for one, fraud, _ in guesses)} of {len(guesses)}", border=True, height="stretch"
        )
        st.metric(
            "The rule was right",
            f"{sum(rule == fraud for _, fraud, rule in guesses)} of {len(guesses)}",
            border=True,
            height="stretch",
        )
    st.caption(f"The rule's score is that of its highest payment; {ALERT_AT} points are an alert.")
