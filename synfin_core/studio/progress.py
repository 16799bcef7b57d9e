"""Jobs as they run: a panel for the one that this session waits for, and a small bar for all of them on every screen."""

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.jobs.job import Job
from synfin_core.studio import desk, dialogs, notices, session
from synfin_core.studio.words import literal, percent, seconds, whole

_TICK = 1.0  # seconds
_SHOWN = 3  # jobs in the sidebar
_LAST_STEPS = {"train": "have their features, training and testing"}  # after the last row, by kind of job


def panel(job: Job) -> None:
    """The job of this session: how far it is, or why it did not come to its end; the settings stay as they are."""
    if job.is_live:
        with st.container(border=True):
            st.markdown(f"**{literal(job.title)}**")
            st.fragment(_running, run_every=_TICK / 4)(job.id, "panel")
    elif job.state == "cancelled":
        st.info("Cancelled; nothing was kept. The settings are as you left them.", icon=":material/block:")
        session.forget_job()
    elif job.state != "done":
        _failure(job)


def bars() -> None:
    """All jobs that wait or run in this library, in the sidebar."""
    live = _live()
    if live:
        st.markdown("**Running**")
        st.fragment(_bars, run_every=_TICK)([job.id for job in live])


def cancel(job: Job) -> None:
    """Stop a job; one that makes a dataset is asked about first."""
    if job.kind != "generate":
        _stop(job.id)
        return
    made = f"The {whole(job.done_rows)} payments made so far are thrown away." if job.done_rows else "It has made nothing yet."
    question = dialogs.Question("Cancel this run?", f"**{literal(job.title)}**\n\n{made}", "Cancel the run", lambda: _stop(job.id))
    dialogs.ask(question)


def retry(job: Job) -> None:
    """Ask for the same work again, and wait for it."""
    try:
        session.watch(desk.retry(job.id))
    except SynfinError as error:
        session.complain(desk.told(error))


def line(job: Job) -> str:
    """Where a job stands, in words."""
    if job.state == "queued":
        return f"waits, place {job.position} in the queue"
    if not job.all_rows:
        return "working"
    if not job.done_rows:
        return f"starting on {whole(job.all_rows)} rows"
    if job.done_rows >= job.all_rows:
        return f"{whole(job.all_rows)} rows {_LAST_STEPS.get(job.kind, 'made, putting them into the library')}"
    left = "" if job.seconds_left is None else f", {seconds(job.seconds_left)} left"
    return f"{whole(job.done_rows)} of {whole(job.all_rows)} rows, {percent(job.share)}{left}"


def _live() -> list[Job]:
    return [job for job in reversed(desk.jobs().look()) if job.is_live]


def _bars(drawn: list[str]) -> None:
    """Redraw the whole page when a job came or went: it may be the one that the page waits for."""
    live = _live()
    if [job.id for job in live] != drawn:
        st.rerun()
    for job in live[:_SHOWN]:
        st.caption(literal(job.title))
        _running(job.id, "bar")
    if len(live) > _SHOWN:
        st.caption(f"and {len(live) - _SHOWN} more, see System Health")


def _running(id: str, place: str) -> None:
    job = desk.jobs().get(id)
    if not job.is_live:
        st.rerun()
    st.progress(job.share, text=line(job))
    if st.button("Cancel", key=f"cancel_{place}_{id}", icon=":material/close:"):
        cancel(job)
        st.rerun()


def _stop(id: str) -> None:
    try:
        desk.jobs().cancel(id)
    except SynfinError as error:
        session.complain(desk.told(error))


def _failure(job: Job) -> None:
    notices.error(f"{job.title}: {job.error} (error id {job.error_id})")
    with st.container(horizontal=True):
        st.button("Retry", key="retry", on_click=retry, args=(job,), icon=":material/refresh:")
        st.button("Dismiss", key="dismiss", on_click=session.forget_job)
