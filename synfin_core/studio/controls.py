"""The settings of the Generate screen; each keeps its value across screens and is part of the link."""

from datetime import date
from typing import Any

import streamlit as st

from synfin_core.spec import FIRST_DAY, LAST_DAY
from synfin_core.studio.words import percent, plural, short_count, whole

ROWS = (10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
RATES = (0, 0.00068, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)  # per cent of payments
PRESETS = {"Reported": 0.00068, "Demo 1%": 1, "Stress 5%": 5}

_KEPT: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}


def draw() -> dict[str, Any]:
    """Draw the settings; returns them as values of a Spec."""
    amounts, world = st.columns(2, gap="large")
    with amounts:
        count = st.select_slider("Payments", ROWS, value=100_000, format_func=short_count, key="rows", **_KEPT)
        rate = _fraud_rate()
    with world:
        start, end = _period()
        seed = st.number_input("Seed", min_value=0, value=42, key="seed", help=_SEED_HELP, **_KEPT)
    return {"count": count, "fraud_rate": rate / 100, "seed": seed, "start": start, "end": end}


_SEED_HELP = "The same settings and seed always make the same data; another seed makes another world."
_RATE_HELP = (
    "Share of payments that are fraud. Reported is what India's banks reported for UPI in 2024-25: 6.8 fraud payments "
    "in a million. Demo and Stress have more than real life, so that there is something to see."
)
_DAY_HELP = "Leave both days empty and the period is chosen so that at least 500 customers live in it."


def _fraud_rate() -> float:
    rate = st.select_slider(
        "Fraud rate (% of payments)", RATES, value=1, key="rate", format_func="{:g}".format, help=_RATE_HELP,
        on_change=_match_preset, **_KEPT,
    )  # fmt: skip
    st.session_state.setdefault("preset", _preset_of(rate))
    st.segmented_control("Fraud rate presets", list(PRESETS), key="preset", label_visibility="collapsed", on_change=_apply_preset)
    return float(rate)


def _preset_of(rate: float) -> str | None:
    return next((name for name, preset in PRESETS.items() if preset == rate), None)


def _match_preset() -> None:
    """The slider moved: light up the preset it stands on, if any."""
    st.session_state["preset"] = _preset_of(st.session_state["rate"])


def _apply_preset() -> None:
    """A preset was pressed: move the slider; pressing it again leaves the slider alone."""
    if st.session_state["preset"]:
        st.session_state["rate"] = PRESETS[st.session_state["preset"]]


def _period() -> tuple[date | None, date | None]:
    bounds: dict[str, Any] = {"value": None, "min_value": FIRST_DAY, "max_value": LAST_DAY, "format": "YYYY-MM-DD"}
    first, last = st.columns(2)
    start = first.date_input("First day (optional)", key="start", help=_DAY_HELP, **bounds, **_KEPT)
    end = last.date_input("Last day (optional)", key="end", help=_DAY_HELP, **bounds, **_KEPT)
    return start, end


def expected(count: int, rate: float) -> str:
    """What the settings ask for, in words, before anything is made."""
    n_fraud = plural(round(count * rate), "payment")
    return f"Asks for {whole(count)} payments, {percent(rate)} of them fraud: about {n_fraud}."
