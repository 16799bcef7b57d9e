"""How this installation is: one line first, the key figures, each component, and how it has been."""

from collections.abc import Callable, Mapping
from typing import Any

import psutil
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY

from synfin_core.jobs.health import health_checker
from synfin_core.observability.redaction import without_folders
from synfin_core.studio import desk, server
from synfin_core.studio.health import table
from synfin_core.studio.words import age, literal, plural, size, whole

_LINES: dict[str, tuple[Callable[..., Any], str]] = {
    "healthy": (st.success, ":material/check_circle:"),
    "degraded": (st.warning, ":material/warning:"),
    "unhealthy": (st.error, ":material/error:"),
}
_SHOWN = 10  # entries of the history


def draw() -> None:
    """The line and the key figures."""
    report = server.health_report()
    line, icon = _LINES[report["status"]]
    line(f"**{report['status'].capitalize()}**: {_reason(report)}", icon=icon)
    found = {part["name"]: part["details"] for part in report["components"]}
    with st.grid(6, min_column_width=130):
        _figure("CPU in use", _busy(found["cpu"]), f"{psutil.cpu_count()} cores", "Of all cores of this machine.")
        _memory()
        _disk()
        _library()
        _figure("Sessions", _sessions(), "connected", "Browser windows that are connected to this studio.")
        _jobs()


def components() -> None:
    """Each component with its last look, and the history of the whole."""
    report = server.health_report()
    checker = health_checker(desk.library().folder)
    graph = checker.dependencies()
    rows = [_component(part, graph[part["name"]]) for part in report["components"]]
    table.draw(rows, "Components with status and last check", "Nothing is looked at.")
    st.subheader("History", anchor=False)
    st.caption("Each change, and otherwise one entry a minute while somebody asks; newest first.")
    entries = list(reversed(checker.history()))[:_SHOWN]
    table.draw([_entry(entry) for entry in entries], "History of the status", "Nobody has asked yet.")


def _reason(report: Mapping[str, Any]) -> str:
    """What is wrong, in the words of each component that is not well."""
    ailing = [part for part in report["components"] if part["status"] != "healthy"]
    told = "; ".join(f"{part['name']} {part['status']}: {_words(part['message'])}" for part in ailing)
    return f"{literal(told)}." if told else "every component works."


def _component(part: Mapping[str, Any], graph: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Component": part["name"],
        "Status": table.MARKS[part["status"]],
        "It says": _words(part["message"]),
        "Last check": _clock(part["last_check"]),
        "Took": f"{part['check_duration'] * 1000:,.1f} ms",
        "Needed": "yes" if graph["required"] else "no, only degrades",
        "Rests on": ", ".join(graph["depends_on"]) or "nothing",
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        "At (UTC)": _clock(entry["timestamp"]),
        "Status": table.MARKS[entry["status"]],
        "Not healthy": ", ".join(entry["not_healthy"]) or "nothing",
        "How long ago": age(entry["timestamp"]),
    }


def _figure(label: str, value: str, beside: str, meaning: str) -> None:
    st.metric(label, value, beside, delta_color="off", delta_arrow="off", help=meaning, border=True, height="stretch")


def _busy(details: Mapping[str, Any]) -> str:
    """'12%'; the first look of a process has nothing to compare with."""
    return f"{details['busy_share']:.0%}" if "busy_share" in details else "unknown"


def _memory() -> None:
    own, all = psutil.Process().memory_info().rss, psutil.virtual_memory()
    _figure("Memory", size(own), f"{size(all.available)} left", "Of this process; beside it, what the machine has left.")


def _disk() -> None:
    meaning = "Of the disk that the library lies on; 'synfinance system info' says where that is."
    try:
        usage = psutil.disk_usage(str(desk.library().folder))
    except OSError:
        _figure("Disk free", "unknown", "no library yet", meaning)
    else:
        _figure("Disk free", size(usage.free), f"of {size(usage.total)}", meaning)


def _library() -> None:
    entries = desk.library().list()
    n_damaged = sum(entry.state == "damaged" for entry in entries)
    beside = plural(len(entries), "dataset") + (f", {n_damaged} damaged" if n_damaged else "")
    _figure("Library", size(sum(entry.n_bytes for entry in entries)), beside, "All datasets with their downloads, on disk.")


def _sessions() -> str:
    """How many browsers are connected; a script without a server has none to count."""
    if not Runtime.exists():
        return "unknown"
    told = Runtime.instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])
    return whole(sum(stat.value for stat in told.get(ACTIVE_SESSIONS_FAMILY, ())))  # type: ignore[attr-defined]


def _jobs() -> None:
    states = [job.state for job in desk.jobs().look()]
    meaning = f"Long work: runs, downloads, proofs. {plural(len(states), 'job')} in the list."
    _figure("Jobs running", whole(states.count("running")), f"{states.count('queued')} waiting", meaning)


def _clock(instant: str) -> str:
    """'12:31:05' of an ISO instant."""
    return instant[11:19]


def _words(message: str) -> str:
    return without_folders(message) or "works"
