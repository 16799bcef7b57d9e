"""The press of Generate: what is asked is checked, then made here when small, else by a job."""

from typing import Any

from synfin_core import __version__
from synfin_core.calibration import load_calibration
from synfin_core.errors import SynfinError, WrongUse
from synfin_core.settings.in_force import current
from synfin_core.spec import Spec
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, dialogs, limits, quick, session
from synfin_core.studio.expectation import Expectation, expect
from synfin_core.studio.words import plural, seconds, size, whole


def foreseen(values: dict[str, Any]) -> Expectation:
    """What the settings will make; the error of the core when they cannot be met, or the disk has no room."""
    spec, most = Spec.create(**values), current().studio.max_rows
    if spec.count > most:
        raise WrongUse(f"{spec.count:,} payments were asked for; up to {most:,} are allowed here (studio.max_rows).")
    expected = expect(spec)
    desk.library().need_room(expected.spec.count)
    return expected


def press(values: dict[str, Any]) -> None:
    """Make it; what takes very long is asked about first, and every error becomes one sentence on the page."""
    try:
        if known := _known(Spec.create(**values)):
            session.choose(known.id)
            session.mention("The library holds this very dataset already: the same settings make the same data.")
        else:
            _begin(foreseen(values))
    except SynfinError as error:
        session.complain(desk.told(error))


def _begin(expected: Expectation) -> None:
    """Ask first, make it here, or ask for a job, by how many payments it is."""
    count = expected.spec.count
    if count > current().studio.ask_above:
        dialogs.ask(_question(expected))
    elif count <= quick.most_rows():
        session.choose(_made_here(expected.spec))
    else:
        _submit(expected.spec)


def _question(expected: Expectation) -> dialogs.Question:
    spec = expected.spec
    text = f"It takes about {seconds(expected.seconds)} and {size(expected.n_bytes)} of disk. You can leave the page meanwhile."
    return dialogs.Question(f"Make {whole(spec.count)} payments?", text, "Make them", lambda: _submit(spec))


def _made_here(spec: Spec) -> str:
    """Make a small dataset; its id."""
    limits.count_job_start(desk.visitor())
    session.forget_job()
    with desk.visit():
        return quick.make(spec)


def _submit(spec: Spec) -> None:
    """Ask for a job and wait for it; the same work that waits or runs already is joined."""
    try:
        job = desk.submit("generate", f"{whole(spec.count)} payments, seed {spec.seed}", {"spec": spec.as_dict()})
    except SynfinError as error:
        session.complain(desk.told(error))
        return
    session.watch(job)
    if job.joined:
        session.mention(f"The same run is under way already; you have joined it, with {plural(job.joined, 'other')}.")


def _known(spec: Spec) -> Entry | None:
    """The dataset in the library that this spec would make again."""
    made_by = (__version__, load_calibration().digest)
    for entry in desk.library().list():
        if entry.state == "ok" and entry.spec == spec:
            manifest = entry.manifest
            if (manifest.get("engine_version"), manifest.get("calibration_hash")) == made_by:
                return entry
    return None
