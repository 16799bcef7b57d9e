"""Prove the ledger: every account re-added in SQL, and every other promise held against the stored tables."""

from typing import Any

import pandas as pd
import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.jobs.job import Job
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, notices, progress, session
from synfin_core.studio.words import plural, seconds, whole

_KIND = "verify"
_PAISE = "balances re-add"  # the check that counts paise


def draw(entry: Entry, job: Job | None) -> None:
    """What is proved and how; the button; the result with the name of each check."""
    st.markdown(
        "Re-adds every account from both sides of every payment, in whole paise, and compares each balance with the one "
        "that is recorded; then checks times, references, cases, limits and fingerprints. All of it is SQL over the stored tables."
    )
    if job and job.is_live:
        st.caption(f"Proving: {progress.line(job)}.")
    else:
        st.button("Prove the ledger", key="prove", on_click=_prove, args=(entry,), icon=":material/balance:")
    if job and job.state == "done":
        _told(entry, job)


def in_short(job: Job | None) -> tuple[str, str]:
    """'62 of 62' and what stands beside it."""
    checks = job.result.get("checks", []) if job else []
    if not checks:
        return "Not run yet", "see Prove the ledger"
    passed = sum(bool(check["passed"]) for check in checks)
    return f"{passed} of {len(checks)}", _off(checks)


def latest(entry: Entry) -> Job | None:
    """The newest proof of this dataset that runs or has ended well."""
    proofs = (job for job in desk.jobs().look() if job.kind == _KIND and job.parameters.get("dataset") == entry.id)
    return next((job for job in proofs if job.is_live or job.state == "done"), None)


def _told(entry: Entry, job: Job) -> None:
    checks = job.result["checks"]
    broken = [check for check in checks if not check["passed"]]
    took = seconds(float(job.timings.get("seconds", 0)))
    if not broken:
        st.success(
            f"{whole(entry.n_rows)} payments re-added, {_off(checks)}; {len(checks)} of {len(checks)} checks passed, in {took}."
        )
    else:
        names = ", ".join(check["name"] for check in broken)
        notices.error(f"{_off(checks)}; {plural(len(broken), 'check')} of {len(checks)} failed: {names}.")
    table = pd.DataFrame(checks, columns=["name", "passed", "found", "meaning"])
    table["passed"] = table["passed"].map({True: "yes", False: "NO"})
    table.columns = ["Check", "Passed", "Found", "What is counted (0 is good)"]
    st.dataframe(table, hide_index=True, height=420, alt="Every check with what it found")


def _off(checks: list[dict[str, Any]]) -> str:
    found = next((int(check["found"]) for check in checks if check["name"] == _PAISE), 0)
    return f"{whole(found)} paise off"


def _prove(entry: Entry) -> None:
    try:
        session.watch(desk.submit(_KIND, f"Prove the ledger of {entry.name}", {"dataset": entry.id}))
    except SynfinError as error:
        session.complain(desk.told(error))
