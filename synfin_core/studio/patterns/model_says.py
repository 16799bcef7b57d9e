"""What a trained model would say of a case and its twin: the promoted model, else the newest one that was kept."""

import streamlit as st

from synfin_core.analytics.lineup import Lineup
from synfin_core.errors import SynfinError
from synfin_core.learning.kept_scores import Standing, kept_scores, path_of, scored_now, standing
from synfin_core.learning.registry import Kept, Registry, features_hash
from synfin_core.studio import desk, progress, session
from synfin_core.studio.patterns.told import Origin, opened
from synfin_core.studio.screens import TRAIN_MODEL
from synfin_core.studio.words import literal, percent

_KEPT = 128
_JOB = "model_says_job"


def draw(origin: Origin, shown: Lineup) -> None:
    """The model's score of either side, or the one step that is missing."""
    try:
        kept = _model()
        if kept is None:
            st.caption("No model has been trained yet: the score above is the rule's alone.")
            st.page_link(TRAIN_MODEL, label="Train a model", icon=":material/model_training:")
        elif origin.seed is None and not path_of(kept, opened(origin)).is_file():
            _offer(origin, kept)
        else:
            _both(
                kept, [_standing(origin, kept.id, tuple(suspect.payments["transaction_id"])) for suspect in shown.suspects], shown
            )
    except SynfinError as error:
        st.caption(f"The model says nothing: {literal(desk.told(error))}")


def _model() -> Kept | None:
    """The promoted model, else the newest, among those of today's features."""
    registry, now = Registry(desk.library().folder), features_hash()
    known = [registry.promoted(), *registry.list()]
    return next((kept for kept in known if kept and kept.record["features_hash"] == now), None)


def _offer(origin: Origin, kept: Kept) -> None:
    """Score the dataset once, as a job that this session waits for."""
    job = next((job for job in desk.jobs().look() if job.id == st.session_state.get(_JOB)), None)
    if job and (job.is_live or job.state == "failed"):
        progress.panel(job)
        return
    label = f"Let the model '{literal(kept.record['name'])}' score this dataset"
    st.button(label, key="score_dataset", on_click=_submit, args=(origin, kept), icon=":material/model_training:")


def _submit(origin: Origin, kept: Kept) -> None:
    try:
        job = desk.submit("score", f"Scores by {kept.record['name']}", {"dataset": origin.dataset, "model": kept.id})
        st.session_state[_JOB] = job.id
    except SynfinError as error:
        session.complain(desk.told(error))


@st.cache_data(max_entries=_KEPT, show_spinner="Asking the model")
def _standing(origin: Origin, model: str, payments: tuple[int, ...]) -> Standing | None:
    """How the highest of these payments stands among all of the dataset."""
    registry, dataset = Registry(desk.library().folder), opened(origin)
    scores = kept_scores(registry.get(model), dataset) if origin.seed is None else scored_now(registry.load(model), dataset)
    return None if scores is None else standing(scores, payments)


def _both(kept: Kept, standings: list[Standing | None], shown: Lineup) -> None:
    with st.grid(4, min_column_width=150):
        for suspect, found in zip(shown.suspects, standings, strict=True):
            value = "none" if found is None else f"{found.score:.3f}"
            above = "" if found is None else f"above {percent(found.above)} of payments"
            st.metric(f"The model gives {suspect.name}", value, above, delta_color="off", delta_arrow="off", border=True)
    st.caption(
        f"The model is '{literal(kept.record['name'])}', {kept.record['type']}; its score, 0 to 1, is that of the payment it finds "
        "most like fraud, from what was known before each."
    )
