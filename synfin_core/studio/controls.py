"""The settings of the Generate screen; each keeps its value across screens and is part of the link."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from synfin_core.calibration import load_calibration
from synfin_core.fraud.mixes import presets
from synfin_core.schema import RAILS
from synfin_core.spec import DIFFICULTIES, FIRST_DAY, LAST_DAY
from synfin_core.studio.words import percent, short_count, whole

ROWS = (
    10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000,
)  # fmt: skip
RATES = (0, 0.00068, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)  # per cent of payments
PRESETS = {"Reported rate": 0.00068, "Demo 1%": 1, "Stress 5%": 5}
OTHER_RAILS = tuple(rail for rail in RAILS if rail != "UPI")

ODD_RATES = (0, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)  # per cent of payments
MIXES = {
    "portal": "As the national portal hears of it",
    "bank_upi": "As banks report it for UPI",
    "card_issuer": "As a card issuer sees it",
    "acquirer": "As an acquirer sees it",
}

_MOVES = "rate_moves"
_KEPT: dict[str, Any] = {"bind": "query-params", "persist_state": "session"}
_RATE_HELP = (
    "Share of payments that are fraud, on a logarithmic scale. The reported rate is what India's banks reported for UPI in "
    "2024-25: 6.8 fraud payments in a million. Demo and Stress have more than real life, so that there is something to see."
)
_ROWS_HELP = "Each row is one payment, completed or not. Up to 200K take about a second; more run as a job in the background."
_SEED_HELP = "The same settings and seed always make the same data; another seed makes another world."
_DAY_HELP = "Leave both days empty and the period is chosen so that at least 500 customers live in it."
_RAIL_HELP = "UPI is always in: people pay each other by it. A rail that is left out appears only where life cannot do without."
_DIFFICULTY_HELP = (
    "Easy: larger sums, acts at night, mules used again, few look-alikes. Hard: sums and hours like anybody's, slow ramps, "
    "many look-alikes. Labels are true in each."
)
_MIX_HELP = "Which frauds are many and which are few. Without a choice each has its share by the published figures."
_ODD_HELP = (
    "Payments that are odd but honest, apart from fraud: unusual amounts, hours, places or habits, each with its measure. Together "
    "with fraud they are at most 20% of payments."
)


def draw() -> None:
    """Draw the two settings that matter most, and the seed; `asked` reads them."""
    fraud, rows = st.columns(2, gap="medium", vertical_alignment="bottom")
    with fraud:
        _fraud_rate()
    with rows:
        _rows()


def draw_details() -> None:
    """Draw the other settings."""
    _period()
    _frauds()
    calibration = load_calibration()
    names = {state.code: state.name for state in calibration.states}
    _several("Home states", list(names), "states", "All of India", names.__getitem__)
    _several("Segments of people", [one.id for one in calibration.segments], "segments", "Everybody", _plain)
    rails: dict[str, Any] = {"default": list(OTHER_RAILS), "selection_mode": "multi"}
    st.pills("Rails besides UPI", OTHER_RAILS, key="rails", help=_RAIL_HELP, **rails, **_KEPT)


def asked() -> dict[str, Any]:
    """What the settings say, as values of a Spec; also inside a callback, before they are drawn."""
    chosen = st.session_state
    rails = tuple(chosen.get("rails", OTHER_RAILS))
    return {
        "count": chosen.get("rows", 100_000),
        "fraud_rate": chosen.get("rate", 1) / 100,
        "anomaly_rate": chosen.get("odd", 0) / 100,
        "fraud_mix": chosen.get("mix"),
        "difficulty": chosen.get("difficulty", "realistic"),
        "seed": chosen.get("seed", 42),
        "start": chosen.get("start"),
        "end": chosen.get("end"),
        "states": tuple(chosen.get("states") or ()) or None,
        "segments": tuple(chosen.get("segments") or ()) or None,
        "rails": None if set(rails) == set(OTHER_RAILS) else ("UPI", *rails),
    }


def _fraud_rate() -> None:
    presets, value = st.container(), st.container()
    rate = st.select_slider(
        "Fraud rate (% of payments)", RATES, value=1, key="rate", format_func="{:g}".format, on_change=_match_preset,
        label_visibility="collapsed", **_KEPT,
    )  # fmt: skip
    per_million = f"{rate * 10_000:,.1f}".removesuffix(".0")
    value.markdown(f"**{percent(rate / 100)}** of payments, {per_million} in a million")
    lit, key = _preset_of(rate), _preset_key()
    presets.segmented_control(
        "Fraud rate", list(PRESETS), default=lit, key=key, on_change=_apply_preset, args=(key, lit), help=_RATE_HELP
    )


def _preset_of(rate: float) -> str | None:
    return next((name for name, preset in PRESETS.items() if preset == rate), None)


def _preset_key() -> str:
    """The presets are drawn anew when the slider moves: a late message of the old ones cannot move it back."""
    return f"preset{st.session_state.get(_MOVES, 0)}"


def _match_preset() -> None:
    """The slider moved: light up the preset it stands on, if any."""
    st.session_state[_MOVES] = st.session_state.get(_MOVES, 0) + 1


def _apply_preset(key: str, lit: str | None) -> None:
    """A preset was pressed: move the slider; pressing it again, or an echo of how it was drawn, leaves the slider alone."""
    chosen = st.session_state.get(key)
    if chosen and chosen != lit:
        st.session_state["rate"] = PRESETS[chosen]


def _rows() -> None:
    seed, value = st.container(), st.container()
    count = st.select_slider(
        "Payments", ROWS, value=100_000, format_func=short_count, key="rows", label_visibility="collapsed", **_KEPT
    )
    value.markdown(f"**{whole(count)}** payments", help=_ROWS_HELP)
    seed.number_input("Seed", min_value=0, value=42, key="seed", help=_SEED_HELP, width=220, **_KEPT)


def _several(label: str, options: list[str], key: str, nothing: str, format: Callable[[str], str]) -> None:
    st.multiselect(label, options, key=key, placeholder=nothing, format_func=format, **_KEPT)


def _period() -> None:
    bounds: dict[str, Any] = {"value": None, "min_value": FIRST_DAY, "max_value": LAST_DAY, "format": "YYYY-MM-DD"}
    first, last = st.columns(2)
    first.date_input("First day (optional)", key="start", help=_DAY_HELP, **bounds, **_KEPT)
    last.date_input("Last day (optional)", key="end", help=_DAY_HELP, **bounds, **_KEPT)


def _frauds() -> None:
    """How hard fraud is to find, which frauds, and how much that is odd without being fraud."""
    levels: dict[str, Any] = {"default": "realistic", "required": True, "format_func": str.capitalize}
    st.segmented_control("How hard to find", DIFFICULTIES, key="difficulty", help=_DIFFICULTY_HELP, **levels, **_KEPT)
    mix, odd = st.columns(2)
    names = {name: MIXES.get(name, _plain(name)) for name in presets()}
    look: dict[str, Any] = {"index": None, "placeholder": "All, by published shares", "format_func": names.__getitem__}
    mix.selectbox("Fraud mix", list(names), key="mix", help=_MIX_HELP, **look, **_KEPT)
    odd.select_slider(
        "Odd but honest (% of payments)", ODD_RATES, value=0, key="odd", format_func="{:g}".format, help=_ODD_HELP, **_KEPT
    )


def _plain(word: str) -> str:
    """'salaried_entry' -> 'Salaried entry'."""
    return word.replace("_", " ").capitalize()
