"""Mix and rate: weights that sum to 100%, a run with them, and what was asked beside what was made."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.analytics.catalogue import card, cards
from synfin_core.analytics.mixture import checked, delivered, percents, preset_names, scaled
from synfin_core.errors import SynfinError
from synfin_core.spec import DIFFICULTIES
from synfin_core.store.entry import Entry
from synfin_core.studio import charts, desk, notices, progress, session, start
from synfin_core.studio.charts import Chart
from synfin_core.studio.controls import RATES, ROWS
from synfin_core.studio.patterns import figure
from synfin_core.studio.words import percent, plural, short_count

_KEPT = 64
_CALIBRATED = "As calibrated"
_NAMES = {"portal": "Portal", "bank_upi": "Bank, UPI", "card_issuer": "Card issuer", "acquirer": "Acquirer"}
_MOST_BARS = 15
_MIX_HELP = "Shares of cases. 'As calibrated' holds all kinds; the others are what one kind of reporter sees."
_WEIGHT_STEP = 1.0
_HARD = {word.capitalize(): word for word in DIFFICULTIES}
_HARD_HELP = "How hard fraud is to find: its sums, its hours, its mules, and how many innocent twins stand beside each case."


def draw(entry: Entry | None) -> None:
    """The weights, the run, the comparison."""
    with st.container(border=True):
        preset = _preset()
        _weights(preset)
        _run(preset)
    if job := session.job():
        progress.panel(job)
    if entry is None:
        st.info("There is no dataset in hand yet; press Generate.")
    else:
        _compare(entry)


def _preset() -> str | None:
    """The preset in the link, as fraud_mix names it; None for the calibration."""
    names = {_NAMES.get(name, name): name for name in preset_names()}
    chosen = st.segmented_control(
        "Mix", [_CALIBRATED, *names], default=_CALIBRATED, required=True, key="typology_mix", bind="query-params", help=_MIX_HELP
    )
    return names.get(str(chosen))


def _weights(preset: str | None) -> None:
    """Draw the kinds and their per cent of cases; `_typed` reads them."""
    before, names = percents(preset), {one.id: one.name for one in cards()}
    with st.expander("Kinds of fraud and their weights, % of cases", expanded=preset is not None, key=f"weights_{preset}"):
        kinds = st.multiselect("Kinds of fraud", list(names), list(before), key=_kinds_key(preset), format_func=names.__getitem__)
        with st.grid(4, min_column_width=190, vertical_alignment="bottom"):
            for id in kinds:
                key = _weight_key(preset, id)
                st.session_state.setdefault(key, before.get(id, 0.0))
                st.number_input(f"{card(id).name}, %", 0.0, 100.0, step=_WEIGHT_STEP, format="%.1f", key=key)


def _kinds_key(preset: str | None) -> str:
    return f"kinds_{preset}"


def _weight_key(preset: str | None, id: str) -> str:
    return f"weight_{preset}_{id}"


def _typed(preset: str | None) -> dict[str, float]:
    """The weights as typed, per cent."""
    chosen = st.session_state
    return {id: float(chosen.get(_weight_key(preset, id)) or 0.0) for id in chosen[_kinds_key(preset)]}


def _asked(preset: str | None) -> dict[str, Any]:
    """What would be made, as values of a Spec, also inside a callback; WrongUse when the weights do not sum to 100%."""
    chosen, mix = st.session_state, checked(_typed(preset))
    return {
        "count": chosen["mix_rows"],
        "fraud_rate": chosen["mix_rate"] / 100,
        "seed": chosen["mix_seed"],
        "fraud_mix": preset if mix == percents(preset) else mix,
        "difficulty": _HARD[chosen["mix_difficulty"]],
    }


def _run(preset: str | None) -> None:
    """How many, how much fraud, the button and what it will make; or a sentence why it cannot."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.select_slider("Payments", ROWS, value=200_000, format_func=short_count, key="mix_rows", width=260)
        st.select_slider("Fraud rate (% of payments)", RATES, value=1, key="mix_rate", format_func="{:g}".format, width=260)
        st.number_input("Seed", min_value=0, value=42, key="mix_seed", width=160)
        st.segmented_control("Difficulty", list(_HARD), default="Realistic", required=True, key="mix_difficulty", help=_HARD_HELP)
        place = st.container(width="content")
    trouble = said = ""
    try:
        said = start.foreseen(_asked(preset)).sentence
    except SynfinError as error:
        trouble = desk.told(error).capitalize()
    place.button(
        "Generate", key="mix_generate", type="primary", icon=":material/play_arrow:", disabled=bool(trouble), on_click=_press,
        args=(preset,),
    )  # fmt: skip
    if not trouble:
        st.markdown(f"The weights sum to **100%** over {plural(len(checked(_typed(preset))), 'kind')}. {said}")
        return
    notices.error(trouble)
    if sum(_typed(preset).values()) > 0:
        st.button("Scale to 100%", key="scale", on_click=_scale, args=(preset,), icon=":material/percent:")


def _press(preset: str | None) -> None:
    try:
        start.press(_asked(preset))
    except SynfinError as error:
        session.complain(desk.told(error).capitalize())


def _scale(preset: str | None) -> None:
    for id, weight in scaled(_typed(preset)).items():
        st.session_state[_weight_key(preset, id)] = weight


@st.cache_resource(max_entries=_KEPT, show_spinner="Reading the dataset")
def _delivered(id: str, version: str) -> pd.DataFrame:
    return delivered(desk.library().open(id))


def _compare(entry: Entry) -> None:
    """Asked and made, kind by kind, of the dataset in hand."""
    found, made = _delivered(entry.id, str(entry.manifest["schema_version"])), entry.manifest["fraud"]
    st.subheader("Asked beside made, in the dataset in hand", anchor=False)
    if not found["cases"].sum():
        st.info("This dataset has no fraud that it tells of, so there is nothing to compare.")
        return
    with st.grid(3, min_column_width=190):
        off = (found["made"] - found["asked"]).abs().sum() / 2
        _figure("Fraud rate, made", percent(made["made_rate"]), f"asked {percent(made['requested_rate'])}")
        _figure("Cases", f"{made['n_cases']:,}", f"{plural(int((found['cases'] > 0).sum()), 'kind')} of fraud")
        why = "one of each kind comes first" if entry.spec and entry.spec.min_cases else "few cases cannot meet every share"
        _figure("Cases of another kind than asked", percent(off), why)
    chart = _bars(found)
    with st.container(border=True):
        figure.draw(chart, 60 + 28 * min(len(found), _MOST_BARS))
    figure.tables([chart])


def _figure(label: str, value: str, beside: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", border=True, height="stretch")


def _bars(found: pd.DataFrame) -> Chart:
    rows = found.head(_MOST_BARS)
    names = [charts.cut(card(id).name) for id in rows["typology"]]
    drawn = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "barmode": "group"})
    drawn.add_bar(x=rows["asked"], y=names, orientation="h", name="Asked", hovertemplate="%{y}: %{x:.1%}")
    drawn.add_bar(
        x=rows["made"], y=names, orientation="h", name="Made", hovertemplate="%{y}: %{x:.1%}",
        marker_pattern={"shape": "/", "fillmode": "overlay"},
    )  # fmt: skip
    drawn.update_xaxes(title="Share of cases", tickformat=".0%")
    drawn.update_yaxes(autorange="reversed")
    far = (found["made"] - found["asked"]).abs().idxmax()
    asked, got = found.at[far, "asked"], found.at[far, "made"]
    title = f"{card(found.at[far, 'typology']).name} is furthest off: asked {asked:.1%}, made {got:.1%}"
    columns = {
        "Kind of fraud": [card(id).name for id in found["typology"]],
        "Cases asked": found["asked"].map(percent),
        "Cases made": found["made"].map(percent),
        "Cases": found["cases"].astype(int),
        "Fraud payments": found["payments"].astype(int),
    }
    table = pd.DataFrame(columns)
    return Chart("asked_made", title, f"Two bars a kind of fraud, asked and made. {title}.", drawn, table)
