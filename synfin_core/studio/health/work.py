"""The jobs of the library: how far each is, a way to stop it, a way to try it again."""

import streamlit as st

from synfin_core.jobs.job import AGAIN, Job
from synfin_core.observability.redaction import without_folders
from synfin_core.studio import desk, dialogs, progress
from synfin_core.studio.words import age, literal

_SHOWN = 20


def draw() -> None:
    """The newest jobs."""
    jobs = desk.jobs().look()
    if not jobs:
        st.caption("None yet; runs of more than some 100,000 payments, downloads and proofs appear here.")
    for job in jobs[:_SHOWN]:
        _job(job)
    if len(jobs) > _SHOWN:
        st.caption(f"and {len(jobs) - _SHOWN:,} older ones")


def _job(job: Job) -> None:
    with st.container(border=True):
        said, act = st.columns([5, 1], vertical_alignment="center")
        said.markdown(f"**{literal(job.title)}** · {job.kind} · {job.state} · {age(job.created_at.isoformat())}")
        said.caption(_line(job))
        if job.is_live and act.button("Cancel", key=f"health_cancel_{job.id}", icon=":material/close:"):
            progress.cancel(job)
            st.rerun()
        if job.state in AGAIN and act.button("Retry", key=f"health_retry_{job.id}", icon=":material/refresh:"):
            dialogs.ask(_again(job))
            st.rerun()


def _line(job: Job) -> str:
    if job.is_live:
        return progress.line(job)
    if job.error:
        return literal(f"{without_folders(job.error)} (error id {job.error_id})")
    return f"{job.share:.0%} done"


def _again(job: Job) -> dialogs.Question:
    text = f"**{literal(job.title)}** is asked for again with the same settings; this one stays in the list."
    return dialogs.Question("Try this job again?", text, "Try it again", lambda: progress.retry(job))
