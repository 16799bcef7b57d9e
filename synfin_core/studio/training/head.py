"""The head of a model: its name, its figures beside those of simple scores, how it was tested, and what to beware of."""

from datetime import datetime
from typing import Any

import streamlit as st

from synfin_core.learning.registry import Kept
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.studio import notices
from synfin_core.studio.training import material
from synfin_core.studio.words import age, literal, percent, whole

_PRECISION_HELP = (
    "Mean precision over all thresholds (average precision), on payments that the model has not seen; 1 is perfect, the fraud rate "
    "of the test is blind guessing. The 95% interval is over whole cases."
)
_BASELINES = {
    "always honest": "Beside it: average precision when nobody is ever suspected.",
    "amount rule": "Beside it: average precision when the larger payment is the more suspect.",
    "best rule set": "Beside it: average precision of the eight best rules, learned from the same payments.",
}


def draw(kept: Kept) -> None:
    """Name, tags, figures, the split in plain words, warnings."""
    record = kept.record
    promoted = material.registry().promoted()
    st.subheader(literal(record["name"]), anchor=False)
    with st.container(horizontal=True):
        if promoted and promoted.id == kept.id:
            st.badge("promoted: it scores", icon=":material/verified:", color="green")
        for tag in record["tags"]:
            st.badge(literal(tag), color="gray")
    _figures(record)
    st.caption(split_words(record))
    for line in record["warnings"]:
        notices.warning(line)


def _figures(record: dict[str, Any]) -> None:
    """Average precision first, beside it the baselines."""
    found = record["metrics"]["average_precision"]
    with st.grid(4, min_column_width=160):
        _figure("Average precision", found["value"], f"{found['low']:.3f} to {found['high']:.3f}", _PRECISION_HELP)
        for name, one in record["baselines"].items():
            times = f"{found['value'] / one['value']:.1f} times less" if 0 < one["value"] < found["value"] else "not less"
            _figure(name.capitalize(), one["value"], times, _BASELINES.get(name, name))


def _figure(label: str, value: float, beside: str, meaning: str) -> None:
    st.metric(
        label, f"{value:.3f}", beside, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch"
    )  # fmt: skip


def split_words(record: dict[str, Any]) -> str:
    """How it was trained and tested, in plain words."""
    told = record["parameters"]
    view = told.get("view", ECOSYSTEM)
    whose = "all banks together" if view == ECOSYSTEM else f"what {literal(view.removeprefix(PREFIX))} alone sees"
    counts = f"{whole(told['n_train'])} payments learned from, {whole(told['n_test'])} tested, {whose}"
    tail = f"fraud in the test {percent(record['metrics']['base_rate'])} · trained {age(record['created_at'])}"
    verdicts = f" · {told['verdicts']} verdicts stood in for labels" if "verdicts" in told else ""
    return f"{record['type']} · {_when(told)} · {counts}{verdicts} · {tail}"


def _when(told: dict[str, Any]) -> str:
    if told["split"] != "time" or "train_ends" not in told:
        return f"split by {told['split']}"
    ends, starts = (datetime.fromisoformat(told[name]) for name in ("train_ends", "test_starts"))
    return (
        f"learned from payments before {ends:%d %b %Y}, with only the labels known by {starts:%d %b %Y}; "
        "tested on all payments from then on"
    )
