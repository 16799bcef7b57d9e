"""The latest errors with their ids, and the tail of the log; tracebacks and folders stay in the log itself."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from synfin_core.jobs.job import Job
from synfin_core.observability import logs
from synfin_core.observability.redaction import without_folders
from synfin_core.studio import desk
from synfin_core.studio.health import table

_SHOWN = 20  # errors
_EVENTS = 50
_LONGEST = 300  # characters
_IDS = ("session", "job", "dataset")
_APART = ("time", "level", "event", "logger", "error_id", *_IDS)


def draw() -> None:
    """Errors of this process and of jobs, then what was logged last."""
    st.subheader("Recent errors", anchor=False)
    failed = [job for job in desk.jobs().look() if job.error_id]
    errors = sorted([*map(_error, logs.recent_errors()), *map(_failure, failed)], key=lambda row: row["At (UTC)"], reverse=True)
    table.draw(errors[:_SHOWN], "Recent errors with their ids", "No error since the studio started.")
    st.subheader("Log", anchor=False)
    counts = ", ".join(f"{n:,} {level}" for level, n in logs.counted().items())
    st.caption(f"The last {_EVENTS} events of this process, newest first; since its start: {counts}.")
    events = pd.DataFrame(map(line, logs.recent_events(_EVENTS)))
    if events.empty:
        st.caption("Nothing has been logged yet.")
    else:
        st.dataframe(events, hide_index=True, alt="The last events of the log", column_config={"More": {"width": "large"}})


def line(event: Mapping[str, Any]) -> dict[str, str]:
    """An event of the log as a row."""
    more = ", ".join(f"{name} {value}" for name, value in event.items() if name not in _APART)
    return {
        "At (UTC)": _instant(event.get("time")),
        "Level": str(event.get("level", "")),
        "Event": _shown(event.get("event", "")),
        "More": _shown(more),
        "Belongs to": _owner(event),
    }


def _error(event: Mapping[str, Any]) -> dict[str, str]:
    return {
        "At (UTC)": _instant(event.get("time")),
        "Error id": str(event.get("error_id", "")),
        "What": _shown(event.get("event", "")),
        "Belongs to": _owner(event),
    }


def _failure(job: Job) -> dict[str, str]:
    ended = job.ended_at.isoformat() if job.ended_at else ""
    what = _shown(f"{job.title}: {job.error}")
    return {"At (UTC)": _instant(ended), "Error id": job.error_id, "What": what, "Belongs to": f"job {job.id}"}


def _owner(event: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {str(event[name])[:12]}" for name in _IDS if event.get(name))


def _instant(time: Any) -> str:
    """'2025-01-31 12:30:01'."""
    return str(time or "")[:19].replace("T", " ")


def _shown(text: Any) -> str:
    return without_folders(str(text).split("\n", 1)[0])[:_LONGEST]
