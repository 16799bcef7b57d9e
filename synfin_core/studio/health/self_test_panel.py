"""The self-test on the screen, and the versions that run."""

import platform
from importlib.metadata import version

import streamlit as st

from synfin_core import __version__
from synfin_core.calibration import load_calibration
from synfin_core.errors import SynfinError
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.studio import desk, limits, notices
from synfin_core.studio.health import table
from synfin_core.studio.health.self_test import Step, steps
from synfin_core.studio.words import plural

_KEY = "self_test"
_PACKAGES = ("streamlit", "duckdb", "numpy", "pandas", "pyarrow", "plotly")


def draw() -> None:
    """The button, what the last test of this session found, the versions."""
    st.markdown("Makes 1,000 payments twice, writes them as Parquet, reads them back and compares checksums. Nothing is kept.")
    if st.button("Run the self-test", key="self_test_run", type="primary", icon=":material/fact_check:"):
        _run()
    if found := st.session_state.get(_KEY):
        _told(found)
    st.subheader("Versions", anchor=False)
    ours = f"synfin-core {__version__} · schema {SCHEMA_VERSION} · calibration {load_calibration().digest[:12]}"
    others = " · ".join(f"{name} {version(name)}" for name in _PACKAGES)
    st.caption(f"{ours} · Python {platform.python_version()} · {others}")


def _run() -> None:
    st.session_state.pop(_KEY, None)
    try:
        limits.count_job_start(desk.visitor())
        with st.spinner("Testing…"):
            st.session_state[_KEY] = list(steps(desk.library()))
    except SynfinError as error:
        notices.error(desk.told(error))


def _told(found: list[Step]) -> None:
    n_failed = sum(not step.passed for step in found)
    if n_failed:
        notices.error(f"The self-test failed: {n_failed} of {plural(len(found), 'step')} went wrong.")
    else:
        seconds = sum(step.seconds for step in found)
        st.success(f"The self-test passed: {len(found)} of {len(found)} steps, in {seconds:.2f} s.", icon=":material/check_circle:")
    table.draw([_row(step) for step in found], "Steps of the self-test", "No step was made.")


def _row(step: Step) -> dict[str, str]:
    passed = "✓ passed" if step.passed else "✕ failed"
    return {"Step": step.name, "Result": passed, "Found": step.found, "Took": f"{step.seconds * 1000:,.0f} ms"}
