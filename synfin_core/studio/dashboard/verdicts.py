"""The verdicts first: whether the dataset is sound and like the published world, and what stands out in what is looked at."""

from typing import Any

import streamlit as st

from synfin_core.analytics.dashboard import View
from synfin_core.analytics.standing_out import Outlier, standing_out
from synfin_core.errors import SynfinError
from synfin_core.quality.report import report_on
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, limits, session
from synfin_core.studio.dashboard import places
from synfin_core.studio.words import literal, percent

_MOST_JUDGED = 1_000_000  # payments that are judged while somebody waits, assumed


def draw(entry: Entry, here: View) -> None:
    """One line on the dataset, one on the slice."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_of_quality(entry), width="content")
        if not entry.manifest.get("quality") and entry.n_rows <= _MOST_JUDGED:
            st.button("Judge it now", key="judge", on_click=_judge, args=(entry,), type="tertiary", icon=":material/gavel:")
    st.markdown(_of_slice(here))


def _of_quality(entry: Entry) -> str:
    found: dict[str, Any] = entry.manifest.get("quality") or {}
    if not found:
        return "**Sound and believable?** Not judged yet."
    broken, judged = len(found["broken"]), found["judged"]
    told = f"quality {found['score']:.1f} of 100, {judged - broken} of {judged} checks hold"
    if found.get("held"):
        told += f"; {found['share_met']:.0%} of {found['held']} published figures fit"
    if found.get("evidence"):
        told += f", {found['evidence_met']:.0%} of the {found['evidence']} that the generator does not read"
    return f"**{'Passes' if found['passed'] else 'Does not pass'} its gates:** {told}."


def _of_slice(here: View) -> str:
    figures = here.figures
    if not figures.n_fraud:
        return "**Stands out:** nothing is marked as fraud here."
    found = standing_out(here)
    if not found:
        return "**Stands out:** no rail, category or state has a fraud rate that is above the rest by more than chance."
    return f"**Stands out:** {'; '.join(map(_told, found))}. All together: {percent(figures.fraud_rate)}."


def _told(one: Outlier) -> str:
    name = places.names().get(one.name, one.name) if one.by == "state" else one.name
    return f"{literal(name)}, with {one.times:.1f} times the fraud rate of all ({percent(one.rate)}, at least {percent(one.low)})"


def _judge(entry: Entry) -> None:
    """Check it and measure its figures; its card tells them from then on."""
    try:
        limits.count_job_start(desk.visitor())
        desk.library().remember(entry.id, report_on(desk.library().open(entry.id), entry.id).in_short())
    except SynfinError as error:
        session.complain(desk.told(error))
