"""System Health, small for now: where the library lies, what works, which versions run."""

import platform
import shutil
from importlib.metadata import version

import streamlit as st

from synfin_core import __version__
from synfin_core.errors import SynfinError
from synfin_core.jobs.job import AGAIN, Job
from synfin_core.observability import logs
from synfin_core.studio import desk, notices, progress
from synfin_core.studio.words import age, literal, size, whole

_SHOWN, _ERRORS = 20, 5  # jobs, errors


def draw() -> None:
    """Library, jobs, versions."""
    _library()
    st.subheader("Jobs", anchor=False)
    st.fragment(_jobs, run_every=2.0 if any(job.is_live for job in desk.jobs().look()) else None)()
    _errors()
    st.subheader("Versions", anchor=False)
    packages = ("streamlit", "duckdb", "numpy", "pandas", "pyarrow", "plotly")
    told = [f"synfin-core {__version__}", f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)]
    st.caption(" · ".join(told))


def _errors() -> None:
    """What went wrong in this server lately, by the ids that visitors were told."""
    st.subheader("Last errors", anchor=False)
    errors = logs.recent_errors()[:_ERRORS]
    if not errors:
        st.caption("None since the server started.")
    for error in errors:
        st.markdown(literal(f"{error['time']} · {error['event']} · error id {error.get('error_id') or 'none'}"))


def _library() -> None:
    library = desk.library()
    entries = library.list()
    with st.grid(4, min_column_width=160):
        st.metric("Datasets", whole(len(entries)), border=True)
        st.metric("Damaged", whole(sum(entry.state == "damaged" for entry in entries)), border=True)
        st.metric("On disk", size(sum(entry.n_bytes for entry in entries)), border=True)
        st.metric("Free on that disk", _free(), border=True)
    st.caption(f"Library: `{library.folder}` (set SYNFINANCE_LIBRARY to move it)")
    try:
        library.need_room(0)
    except SynfinError as error:
        notices.error(desk.told(error))


def _free() -> str:
    try:
        return size(shutil.disk_usage(desk.library().folder).free)
    except OSError:
        return "unknown"


def _jobs() -> None:
    jobs = desk.jobs().look()[:_SHOWN]
    if not jobs:
        st.caption("None yet; long work appears here.")
    for job in jobs:
        _job(job)


def _job(job: Job) -> None:
    with st.container(border=True):
        said, act = st.columns([5, 1], vertical_alignment="center")
        said.markdown(f"**{literal(job.title)}** · {job.kind} · {job.state} · {age(job.created_at.isoformat())}")
        said.caption(progress.line(job) if job.is_live else literal(job.error) or f"{job.share:.0%} done")
        if job.is_live and act.button("Cancel", key=f"health_cancel_{job.id}"):
            progress.cancel(job)
            st.rerun()
        if job.state in AGAIN and act.button("Retry", key=f"health_retry_{job.id}"):
            progress.retry(job)
            st.rerun()
