"""The way to a model: one button for a baseline, the choices behind another, and what is said where too little can be learned."""

from typing import Any, get_args

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.learning.models import Type
from synfin_core.store.entry import Entry
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.studio import desk, notices, session
from synfin_core.studio.screens import GENERATE
from synfin_core.studio.training import material
from synfin_core.studio.training.material import Facts
from synfin_core.studio.words import plural, seconds, whole

FEWEST_ROWS, FEWEST_CASES = 50, 10  # fraud in the whole dataset; a part of it is before the test and known by then, assumed
_MOST_ROWS = 200_000  # payments that are learned from unless all are asked for
_FEWEST_DAYS = 40  # a test of its last three tenths, a week before it left out, still leaves three weeks, assumed
_ROWS_A_SECOND, _BASE_SECONDS = 25_000, 6.0  # python -m benchmarks.train_screen
_FEATURES_A_SECOND = 250_000  # of payments before the ones learned from
_BANKS = 12
_PRESET = {"rate": "1", "rows": "100K"}
_LATER = 0.15  # share of the time that is the test when verdicts are used: half of the usual, so that some come before it
_VIEW_HELP = "What one bank sees: its customers' side of their payments, and nothing of other banks."
_VERDICT_HELP = "Verdicts that came in before the test stand in for labels. The test begins later than usual, to let more in."


def is_possible(entry: Entry) -> bool:
    """Whether the dataset tells enough of fraud; if not, how much is needed and one way to get it."""
    found = material.facts_of(entry)
    made = entry.manifest["fraud"]
    if not found.n_fraud and made["n_cases"]:
        _offer("This dataset tells nothing of its fraud: it is blind. A model needs payments that are known to be fraud.")
        return False
    if found.n_fraud < FEWEST_ROWS or found.n_cases < FEWEST_CASES:
        here = f"{plural(found.n_fraud, 'payment')} of fraud in {plural(found.n_cases, 'case')}"
        _offer(f"This dataset has {here}; at least {FEWEST_ROWS} in {FEWEST_CASES} cases are needed to learn from and to test.")
        return False
    return True


def draw(entry: Entry, is_first: bool) -> None:
    """The button for a baseline, primary while there is no model, and the choices."""
    found = material.facts_of(entry)
    days = _days(found)
    rows = min(found.n * days / found.n_days, found.n) if days else found.n
    took = _BASE_SECONDS + rows / _ROWS_A_SECOND + (found.n - rows) / _FEATURES_A_SECOND
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Train a baseline (about {seconds(max(took, 1))})", key="baseline", icon=":material/model_training:",
            type="primary" if is_first else "secondary", on_click=_train, args=(entry, {"days": days}),
        )  # fmt: skip
        with st.popover("Another kind, one bank, verdicts", icon=":material/tune:", key="choices"):
            _choices(entry, days)
    if days:
        st.caption(f"Learns from the latest {days} days, about {whole(rows)} of {whole(found.n)} payments; all is a choice beside.")


def _days(found: Facts) -> int:
    """The latest so many days that hold about as many payments as are learned from; 0 when all do."""
    if found.n <= _MOST_ROWS:
        return 0
    days = max(round(found.n_days * _MOST_ROWS / found.n), _FEWEST_DAYS)
    return 0 if days >= found.n_days else days


def _choices(entry: Entry, days: int) -> None:
    kind = st.selectbox("Kind of model", get_args(Type), key="kind")
    views = {ECOSYSTEM: "All banks together"}
    for bank, n in list(material.banks(entry.id, str(entry.manifest["schema_version"])).items())[:_BANKS]:
        views[PREFIX + bank] = f"{bank} alone, {plural(n, 'payment')}"
    view = st.selectbox("Whose payments", list(views), key="whose", format_func=views.__getitem__, help=_VIEW_HELP)
    n_verdicts = len(desk.library().verdicts(entry.id).latest())
    uses = st.checkbox(f"Use the {plural(n_verdicts, 'verdict')}", key="uses", disabled=not n_verdicts, help=_VERDICT_HELP)
    whole_period = st.checkbox("All days, however long it takes", key="all_days", disabled=not days)
    asked: dict[str, Any] = {"type": kind, "view": view, "days": 0 if whole_period else days}
    if uses and n_verdicts:
        asked |= {"verdicts": True, "test_share": _LATER}
    st.button("Train it", key="train", type="primary", on_click=_train, args=(entry, asked))


def _train(entry: Entry, asked: dict[str, Any]) -> None:
    whose = asked.get("view", ECOSYSTEM).removeprefix(PREFIX)
    title = f"{asked.get('type', 'baseline')} on {entry.name or entry.id}"
    title += "" if whose == ECOSYSTEM else f", {whose} alone"
    title += ", with verdicts" if asked.get("verdicts") else ""
    try:
        session.watch(desk.submit("train", title, {"dataset": entry.id} | asked))
    except SynfinError as error:
        session.complain(desk.told(error))


def _offer(sentence: str) -> None:
    notices.warning(sentence)
    st.page_link(
        GENERATE, label="Generate 100,000 payments with 1% of fraud", icon=":material/arrow_forward:", query_params=_PRESET
    )
