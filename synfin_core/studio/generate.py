"""The Generate screen: settings, what to expect, the button; below it the run, then the dataset in hand."""

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.jobs.job import Job
from synfin_core.store.entry import Entry
from synfin_core.studio import charts, controls, demo, desk, limits, notices, progress, results, session, specs, start


def draw(entry: Entry | None) -> None:
    """Draw all of it. The charts are sent first, though they stand below: a browser needs longest for its first chart."""
    settings, below = st.container(border=True), st.container()
    job = session.job() or (None if entry else _first())
    with below:
        _run(job)
        if entry:
            _dataset(entry)
        elif job and job.is_live:
            _skeletons()
        elif not session.missing():
            _nothing()
    with settings:
        _settings(waits=entry is None and job is not None and job.is_live)


def _settings(waits: bool) -> None:
    """`waits`: the first dataset is being made, and should have the machine to itself."""
    controls.draw()
    _button(waits)
    with st.expander("From a spec file instead", icon=":material/upload:"):
        specs.upload()


def _run(job: Job | None) -> None:
    with st.container():  # the same place whether a job runs or not, or the open tab below would be forgotten
        if job:
            progress.panel(job)


def _button(waits: bool) -> None:
    """What the settings will make, or why they cannot be met; then the button. Details come first, a link may set them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        button = st.container(width="content")
        with st.popover("Period, frauds, people, rails", icon=":material/tune:", key="details"):
            controls.draw_details()
    trouble, sentence = "", "What to expect of these settings is told when the first dataset is there."
    try:
        sentence = sentence if waits else start.foreseen(controls.asked()).sentence
    except SynfinError as error:
        trouble = desk.told(error)
    button.button(
        "Generate", type="primary", key="generate", icon=":material/play_arrow:", disabled=bool(trouble), on_click=_pressed
    )
    if trouble:
        notices.error(trouble)
    else:
        st.markdown(sentence)


def _pressed() -> None:
    start.press(controls.asked())


def _first() -> Job | None:
    """The job that makes the first dataset, for a visitor who waits for nothing else."""
    return next((job for job in desk.jobs().look() if job.kind == "generate" and job.is_live), None)


def _dataset(entry: Entry) -> None:
    try:
        results.draw(entry)
    except SynfinError as error:
        notices.error(desk.told(error))


def _skeletons() -> None:
    """The places of the charts to come; the browser loads its chart code meanwhile, which takes it a second."""
    with st.grid(2, min_column_width=420):
        for _ in range(2):
            st.skeleton(charts.HEIGHT)
    st.plotly_chart(charts.blank(), height=20, key="blank", alt="Charts appear here", config={"staticPlot": True})


def _nothing() -> None:
    """One action for an empty library; none where it cannot be used, which is said above."""
    try:
        desk.library().need_room(demo.SPEC.count)
    except SynfinError:
        return
    st.info("The library is empty. Press Generate, or look at the demo dataset: six months with every kind of fraud.")
    st.button("Make the demo dataset", key="demo", on_click=_demo)


def _demo() -> None:
    try:
        limits.count_job_start(desk.visitor())
        session.watch(demo.make())
    except SynfinError as error:
        session.complain(desk.told(error))
