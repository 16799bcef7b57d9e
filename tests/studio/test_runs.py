"""Runs of the studio: kept while they are looked at, cancelled within two seconds, cleaned away."""

from time import monotonic

import pytest

from synfin_core import Spec
from synfin_core.studio import runs


def finished(spec: Spec) -> runs.Run:
    """A run that has come to its end, files included."""
    run = runs.start(spec)
    assert run.exported.wait(30)
    return run


def test_a_run_ends_with_a_summary_and_both_files() -> None:
    """Everything that the screen shows is there once the run is done."""
    run = finished(Spec(count=2_000))

    assert run.state == "done"
    assert run.summary is not None and run.summary.rows == 2_000
    assert all(run.files[suffix].stat().st_size > 0 for suffix in runs.FORMATS)
    assert run.share == 1
    assert runs.find(run.name) is run


def test_cancelling_takes_under_two_seconds_and_leaves_nothing() -> None:
    """The engine looks for a cancel while it works."""
    run = runs.start(Spec(count=1_000_000))
    began = monotonic()
    run.cancel.set()

    assert run.finished.wait(2)
    assert monotonic() - began < 2
    assert run.state == "cancelled"
    assert not run.folder.exists()


def test_progress_never_goes_back() -> None:
    """A late report of fewer rows changes nothing."""
    run = runs.Run("name", Spec(count=100), runs._shelf())
    run.advance(60, 100)
    run.advance(40, 100)

    assert run.share == 0.6


def test_the_oldest_run_makes_room() -> None:
    """Only so many datasets stay on disk; the rest are forgotten with their files."""
    made = [finished(Spec(count=100, seed=seed)) for seed in range(runs.KEPT + 1)]

    assert runs.find(made[0].name) is None
    assert not made[0].folder.exists()
    assert all(runs.find(run.name) for run in made[1:])


def test_an_unknown_name_is_no_run() -> None:
    """What a link says is looked up, never used as a path."""
    assert runs.find("../../etc/passwd") is None


@pytest.mark.parametrize("suffix", runs.FORMATS)
def test_files_lie_in_the_folder_of_their_run(suffix: str) -> None:
    """Runs do not mix."""
    run = finished(Spec(count=100))

    assert run.files[suffix].parent == run.folder
