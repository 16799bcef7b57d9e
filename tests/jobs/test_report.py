"""What a job's process tells through its file."""

from pathlib import Path

from synfin_core.jobs.job import Job, now
from synfin_core.jobs.report import Report
from synfin_core.jobs.shelf import Shelf

ID = "0123456789ab"


def reported(library: Path) -> tuple[Shelf, Report]:
    """A job in its file, and the one who reports on it."""
    shelf = Shelf(library)
    shelf.make()
    with shelf.locked():
        shelf.write(Job(id=ID, number=1, kind="generate", title="", parameters={}, created_at=now(), state="running"))
    return shelf, Report(shelf, ID)


def test_progress_never_goes_back(tmp_path: Path) -> None:
    """Neither fewer rows nor a larger whole take anything away, and only the end is the whole."""
    shelf, report = reported(tmp_path)
    shares = []
    for done, total in ((50, 50), (20, 50), (50, 100), (100, 100)):
        report.progress(done, total)
        shares.append(shelf.job(ID).share)

    assert shares == sorted(shares)
    assert shares[-1] < 1
    assert (shelf.job(ID).done_rows, shelf.job(ID).all_rows) == (100, 100)


def test_a_thousand_reports_are_a_few_writes(tmp_path: Path) -> None:
    """The disk is spared: reports within a quarter of a second are one."""
    shelf, report = reported(tmp_path)
    seen = set()
    for done in range(1_000):
        report.progress(done, 1_000)
        seen.add(shelf.job(ID).updated_at)

    assert len(seen) < 20


def test_a_stop_is_heard_and_stays(tmp_path: Path) -> None:
    """Once asked for, or once the file is gone, it is not taken back."""
    shelf, report = reported(tmp_path)
    assert not Report(shelf, ID).is_stopped()
    shelf.change(ID, stop_asked=True)
    assert report.is_stopped()
    shelf.change(ID, stop_asked=False)
    assert report.is_stopped()
    with shelf.locked():
        shelf.remove(ID)
    assert Report(shelf, ID).is_stopped()
