"""What this browser session works with: a dataset and a job, kept in the session and in the link of the page."""

import streamlit as st

from synfin_core.errors import JobError, SynfinError
from synfin_core.jobs.job import Job
from synfin_core.store.entry import Entry
from synfin_core.studio import desk

_DATASET, _JOB, _MODEL, _TROUBLE, _REMARK = "dataset", "job", "model", "trouble", "remark"


def dataset() -> Entry | None:
    """The dataset in hand: the one that the link names, else the last choice, else the newest that can be opened."""
    id = st.query_params.get(_DATASET) or st.session_state.get(_DATASET)
    if id is None:
        newest = next((entry for entry in desk.library().list() if entry.state == "ok"), None)
        if newest:
            choose(newest.id)
        return newest
    choose(id)
    try:
        return desk.library().entry(id)
    except SynfinError:
        return None


def missing() -> str:
    """The id that the link names, when the library has no such dataset."""
    id = str(st.session_state.get(_DATASET) or "")
    return "" if not id or dataset() else id[:20]


def choose(id: str) -> None:
    """Take this dataset in hand."""
    _keep(_DATASET, id)


def let_go() -> None:
    """Go back to the newest dataset."""
    _drop(_DATASET)


def model() -> str | None:
    """The id of the model in hand: the one that the link names, else the last choice; then the link says it too."""
    id = st.query_params.get(_MODEL) or st.session_state.get(_MODEL)
    if id is not None:
        _keep(_MODEL, str(id))
    return None if id is None else str(id)


def choose_model(id: str) -> None:
    """Take this model in hand, on the screen that shows models."""
    st.session_state[_MODEL] = id
    st.query_params.pop(_MODEL, None)


def let_go_of_model() -> None:
    """Go back to the newest model."""
    _drop(_MODEL)


def job() -> Job | None:
    """The job that this session waits for."""
    id = st.query_params.get(_JOB) or st.session_state.get(_JOB)
    if id is None:
        return None
    try:
        found = desk.jobs().get(str(id))
    except JobError:
        forget_job()
        return None
    _keep(_JOB, found.id)
    return found


def watch(job: Job) -> None:
    """Wait for this job."""
    _keep(_JOB, job.id)


def forget_job() -> None:
    """Wait for no job any more."""
    _drop(_JOB)


def settle() -> None:
    """Take what the job of this session has made in hand, once, on whatever screen that is noticed."""
    ended = job()
    if ended is None or ended.state != "done":
        return
    forget_job()
    if made := ended.result.get("dataset"):
        if ended.kind == "generate":
            choose(made)
        st.toast(f"Done: {ended.title}", icon=":material/check_circle:")
    elif made := ended.result.get("model"):
        choose_model(made)
        st.toast(f"Trained: {ended.title}", icon=":material/check_circle:")


def complain(sentence: str) -> None:
    """Keep a sentence for the next drawing of the page."""
    st.session_state[_TROUBLE] = sentence


def complaint() -> str:
    """The sentence that was kept, once."""
    return str(st.session_state.pop(_TROUBLE, ""))


def mention(sentence: str) -> None:
    """Keep a passing remark for the next drawing of the page: a toast raised under a dialog closes with it."""
    st.session_state[_REMARK] = sentence


def remark() -> str:
    """The remark that was kept, once."""
    return str(st.session_state.pop(_REMARK, ""))


def _keep(name: str, value: str) -> None:
    st.session_state[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def _drop(name: str) -> None:
    st.session_state.pop(name, None)
    st.query_params.pop(name, None)
