"""After real work the figures are there, right, and stay when jobs are forgotten or the program starts again."""

import shutil
from pathlib import Path

import pytest

from synfin_core.errors import Cancelled, StorageError
from synfin_core.jobs.job import now
from synfin_core.jobs.queue import Jobs
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability.families import FAMILIES
from synfin_core.observability.sources import register_source
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.jobs.conftest import until
from tests.observability.conftest import Shown, exposed, job, python, read, value
from tests.observability.test_sources import register_all

AGAIN = """
import sys
from pathlib import Path
from synfin_core.cli import main
sys.exit(main(["system", "metrics", "--library", sys.argv[1]]))
"""
SMALL = Spec(count=2_000, fraud_rate=0.05, seed=3)


def counters(shown: Shown) -> Shown:
    """What only grows in a library: its own totals, not those of one process."""
    ends = ("_total", "_bucket", "_sum", "_count")
    own = ("process_", "synfinance_log_events_")
    return {key: one for key, one in shown.items() if key[0].endswith(ends) and not key[0].startswith(own)}


def test_a_run_and_an_export_are_counted_as_they_were(used: Library) -> None:
    """Rows, fraud, seconds and stages as the manifest has them; the file of the download by its format."""
    shown = read(exposed(used))
    entry = used.list()[0]
    timings, fraud = entry.manifest["timings"], entry.manifest["fraud"]

    assert value(shown, "synfinance_rows_made_total") == value(shown, "synfinance_stored_rows") == 20_000
    assert value(shown, "synfinance_runs_total", outcome="done") == value(shown, "synfinance_run_seconds_count") == 1
    assert value(shown, "synfinance_fraud_cases_total") == fraud["n_cases"] > 0
    assert value(shown, "synfinance_fraud_rows_total") == fraud["n_fraud_rows"] > 0
    assert value(shown, "synfinance_fraud_rate_made_ratio") == pytest.approx(fraud["made_rate"])
    assert value(shown, "synfinance_fraud_rate_asked_ratio") == pytest.approx(0.02)
    for stage in ("plan", "shards", "finish", "keep"):
        assert value(shown, "synfinance_stage_seconds_sum", stage=stage) == timings[stage] > 0
    assert value(shown, "synfinance_exports_total", format="csv") == 1
    assert value(shown, "synfinance_exports_total", format="xlsx") == 0
    assert value(shown, "synfinance_export_seconds_sum", format="csv") > 0
    assert value(shown, "synfinance_library_bytes") == sum(one.n_bytes for one in used.list())
    assert value(shown, "synfinance_datasets", state="damaged") == value(shown, "synfinance_datasets", state="ok") == 1


def test_a_download_that_lies_there_is_not_counted_again(used: Library) -> None:
    """Asking twice makes one file."""
    used.export(used.list()[0].id, ("csv",))

    assert value(read(exposed(used)), "synfinance_exports_total", format="csv") == 1


def test_stages_add_up_to_the_run(used: Library) -> None:
    """What a manifest calls seconds is plan, shards and finish; keeping comes after."""
    timings = used.list()[0].manifest["timings"]

    assert list(timings) == ["seconds", "plan", "shards", "finish", "keep"]
    assert timings["seconds"] == pytest.approx(timings["plan"] + timings["shards"] + timings["finish"], abs=0.003)


def test_jobs_and_the_queue_are_shown(used: Library) -> None:
    """By kind and state, and how many wait for how long."""
    shown = read(exposed(used))

    for state in ("done", "running", "queued"):
        assert value(shown, "synfinance_jobs", kind="generate", state=state) == 1
    assert value(shown, "synfinance_queue_length") == 1
    assert value(shown, "synfinance_queue_oldest_seconds") > 0
    assert value(shown, "synfinance_jobs_ended_total", kind="generate", state="done") == 1
    assert value(shown, "synfinance_job_seconds_count", kind="generate") == 1


def test_every_metric_that_is_declared_can_be_seen(used: Library) -> None:
    """With resilience and health registered nothing is missing, and nothing else is there; the scoring API shows its own."""
    register_all()
    names = {name for name, _ in read(exposed(used))}
    declared = [family for family in FAMILIES.values() if not family.name.startswith("synfinance_api_")]
    endings = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}

    assert names == {family.name + ending for family in declared for ending in endings[family.kind]}


def test_failed_and_cancelled_runs_are_counted_as_such(tmp_path: Path) -> None:
    """They add no rows."""
    library = Library(tmp_path)
    with pytest.raises(Cancelled):
        keep(SMALL, library, cancelled=lambda: True)
    shutil.rmtree(tmp_path / "datasets")
    (tmp_path / "datasets").write_text("a file where a folder should be")
    with pytest.raises(StorageError):
        keep(SMALL, library)
    (tmp_path / "datasets").unlink()
    shown = read(exposed(library))

    outcomes = [value(shown, "synfinance_runs_total", outcome=outcome) for outcome in ("done", "cancelled", "failed")]
    assert outcomes == [0, 1, 1]
    assert value(shown, "synfinance_rows_made_total") == 0


def test_counters_survive_a_restart_and_only_grow(tmp_path: Path) -> None:
    """Another process tells the same of the library; after more work, deleted datasets and removed jobs none is lower."""
    library, jobs = Library(tmp_path), Jobs(tmp_path)
    done = jobs.submit("generate", "", {"spec": SMALL.as_dict(), "workers": 1})
    until(lambda: not jobs.get(done.id).is_live)
    before = counters(read(exposed(library)))
    restarted = python(AGAIN, str(tmp_path))
    assert restarted.stderr == ""
    assert counters(read(restarted.stdout)) == before

    library.delete(jobs.get(done.id).result["dataset"])
    jobs.remove(done.id)
    keep(SMALL, library)
    after = counters(read(exposed(library)))
    assert all(after[key] >= one for key, one in before.items())
    assert value(before, "synfinance_rows_made_total") == 2_000 and value(after, "synfinance_rows_made_total") == 4_000
    assert value(after, "synfinance_jobs_ended_total", kind="generate", state="done") == 1


def test_what_a_job_hands_back_is_counted_once_and_apart(tmp_path: Path) -> None:
    """Retries inside a job's process stand beside the studio's own; text that makes no sense adds nothing."""
    shelf = Shelf(tmp_path)
    shelf.make()
    told = {"retries": {"start": {"retries": 3, "failures": 1}}, "breakers": {"library": {"state": "closed"}}, "more": 5}
    with shelf.locked():
        shelf.write(job("000000000001", state="done", ended_at=now(), resilience=told))
    register_source("retries", lambda: {"start": {"retries": 2, "failures": 0}})
    read(exposed(Library(tmp_path)))
    shown = read(exposed(Library(tmp_path)))

    retries = [value(shown, "synfinance_retries_total", handler="start", process=process) for process in ("jobs", "server")]
    assert retries == [3, 2]


def test_a_library_that_is_not_there_is_shown_as_empty(tmp_path: Path) -> None:
    """Looking makes no folder."""
    shown = read(exposed(Library(tmp_path / "library")))

    assert value(shown, "synfinance_stored_rows") == value(shown, "synfinance_queue_length") == 0
    assert list(tmp_path.iterdir()) == []
