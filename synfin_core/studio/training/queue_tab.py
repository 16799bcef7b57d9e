"""The alert queue: the highest scores of the test, one opened with its reasons and neighbours, and what somebody says of it."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.learning.registry import Kept
from synfin_core.store.dataset import Dataset
from synfin_core.store.one_bank import ECOSYSTEM
from synfin_core.store.verdicts import WORDS, Verdict, Word
from synfin_core.studio import desk, session
from synfin_core.studio.training import alert, material, truth
from synfin_core.studio.words import plural, rupees

_SHOWN = 50
_PAYMENT, _TABLE = "payment", "queue_table"
_ICONS = {"fraud": ":material/report:", "honest": ":material/check:", "unsure": ":material/question_mark:"}
_LABEL = (
    "A verdict is a label of its own kind: late and fallible. It is kept beside the dataset, never mixed with the truth, and "
    "counts as known on the day after its payment. The next training uses it when asked to, if it was known before the test began."
)


def draw(kept: Kept) -> None:
    """The list, the payment that is looked at, and the verdict."""
    id = str(kept.record["data"].get("id") or "")
    whole = desk.library().open(id)
    dataset = whole.view(kept.record["parameters"].get("view", ECOSYSTEM))
    verdicts = desk.library().verdicts(id).latest()
    found = _highest(kept.id)
    _told(found, verdicts)
    one = found.iloc[_chosen(found)]
    with st.container(border=True):
        _opened(kept, dataset, one)
        _verdict(id, one, verdicts.get(int(one["transaction_id"])))
        if int(one["transaction_id"]) in verdicts:
            truth.draw(whole, kept.id, int(one["transaction_id"]))
    st.caption(_LABEL)


@st.cache_data(max_entries=16, show_spinner=False)
def _highest(id: str) -> pd.DataFrame:
    """transaction_id, transacted_at, amount_inr, score of the highest scores; no truth."""
    payments = material.tested(id).payments.select(["transaction_id", "transacted_at", "amount_inr", "score"]).to_pandas()
    return payments.nlargest(_SHOWN, "score").reset_index(drop=True)


def _told(found: pd.DataFrame, verdicts: dict[int, Verdict]) -> None:
    n = sum(int(id) in verdicts for id in found["transaction_id"])
    st.markdown(f"**The {plural(len(found), 'payment')} with the highest scores of the test; a verdict on {n}**")
    said = [verdicts.get(int(id)) for id in found["transaction_id"]]
    table = pd.DataFrame(
        {
            "No.": range(1, len(found) + 1),
            "Score": found["score"],
            "Paid at": found["transacted_at"].dt.strftime("%d %b %Y, %H:%M"),
            "Amount": found["amount_inr"].astype(float).map(rupees),
            "Verdict": [one.word if one else "" for one in said],
            "As known on": [f"{one.known_on:%d %b %Y}" if one else "" for one in said],
            "Payment": found["transaction_id"].astype(str),
        }
    )
    st.dataframe(
        table, hide_index=True, height=250, key=_TABLE, on_select=_take_row, selection_mode="single-row",
        alt="Alert queue, highest score first", column_config={"Score": st.column_config.NumberColumn(format="%.4f")},
    )  # fmt: skip


def _take_row() -> None:
    if rows := st.session_state[_TABLE].selection.rows:
        st.session_state[_PAYMENT] = int(rows[0])


def _chosen(found: pd.DataFrame) -> int:
    """The place of the payment that is looked at."""
    st.session_state[_PAYMENT] = min(int(st.session_state.get(_PAYMENT, 0)), len(found) - 1)
    at: int = st.selectbox(
        "Payment to look at", range(len(found)), key=_PAYMENT, width=420,
        format_func=lambda at: f"No. {at + 1}: score {found['score'][at]:.4f}, {rupees(float(found['amount_inr'][at]))}",
    )  # fmt: skip
    return at


def _opened(kept: Kept, dataset: Dataset, one: pd.Series) -> None:
    """What a bank sees of it, why it has its score, and whom both ends dealt with."""
    why, around = st.columns([3, 2], gap="large")
    with why:
        alert.facts(dataset, int(one["transaction_id"]))
        alert.reasons(kept, int(one["transaction_id"]), float(one["score"]))
    with around:
        alert.around(dataset, int(one["transaction_id"]))


def _verdict(dataset: str, one: pd.Series, said: Verdict | None) -> None:
    st.markdown(f"**Your verdict:** {said.word}, as known on {said.known_on:%d %b %Y}" if said else "**Your verdict**")
    with st.container(horizontal=True):
        for word in WORDS:
            st.button(
                word.capitalize(), key=f"say_{word}", icon=_ICONS[word], on_click=_say, args=(dataset, one, word),
                type="primary" if said and said.word == word else "secondary",
            )  # fmt: skip


def _say(dataset: str, one: pd.Series, word: Word) -> None:
    known_on = (one["transacted_at"] + timedelta(days=1)).date()
    verdict = Verdict(int(one["transaction_id"]), word, known_on, datetime.now(UTC).isoformat(timespec="seconds"))
    try:
        desk.library().verdicts(dataset).add(verdict)
    except SynfinError as error:
        session.complain(desk.told(error))
