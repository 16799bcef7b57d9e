"""The figures of one library: what was done in it, what lies in it, and what its jobs are at."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from synfin_core.jobs import kind as kinds
from synfin_core.jobs.job import AGAIN, Job, now
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability import families, sources
from synfin_core.observability.families import Reading
from synfin_core.observability.runs import OUTCOMES
from synfin_core.observability.samples import Totals, samples
from synfin_core.observability.tally import Tally
from synfin_core.store.formats import FORMATS


def totals(library: Path) -> Totals:
    """Counters and histograms, with every job that ended, whoever did it; looking needs no right to write."""
    jobs, _ = Shelf(library).jobs()
    count_ended(library, jobs)
    return dict(pair for reading in _at_first() for pair in samples(reading)) | Tally(library).totals()


def readings(library: Path) -> list[Reading]:
    """The jobs that are remembered, and the queue."""
    jobs, _ = Shelf(library).jobs()
    waiting = [job.created_at for job in jobs if job.state == "queued"]
    oldest = (now() - min(waiting)).total_seconds() if waiting else 0.0
    return [
        *(
            Reading(families.JOBS, n, {"kind": kind, "state": state})
            for (kind, state), n in Counter((job.kind, job.state) for job in jobs).items()
        ),
        Reading(families.QUEUE, len(waiting)),
        Reading(families.QUEUE_AGE, max(oldest, 0.0)),
    ]


def count_ended(library: Path, jobs: Iterable[Job]) -> None:
    """Add the jobs that ended to the totals, each once, however often and by whom this is asked."""
    tally = Tally(library)
    counted = tally.counted()
    if fresh := [job for job in jobs if not job.is_live and job.id not in counted]:
        tally.add_all((job.id, _ended(job)) for job in fresh)


def _at_first() -> list[Reading]:
    """Counters before anything happened: Prometheus sees no growth in one that begins with its first event."""
    ends = [{"kind": kind, "state": state} for kind in kinds.names() for state in ("done", *AGAIN)]
    return [
        *(Reading(family, 0.0) for family in (families.ROWS, families.CASES, families.FRAUD_ROWS)),
        *(Reading(families.RUNS, 0.0, {"outcome": outcome}) for outcome in OUTCOMES),
        *(Reading(families.EXPORTS, 0.0, {"format": format}) for format in FORMATS),
        *(Reading(families.JOBS_ENDED, 0.0, labels) for labels in ends),
    ]


def _ended(job: Job) -> list[Reading]:
    """What a job that ended adds."""
    found = [Reading(families.JOBS_ENDED, 1.0, {"kind": job.kind, "state": job.state})]
    if job.started_at and job.ended_at:
        seconds = max((job.ended_at - job.started_at).total_seconds(), 0.0)
        found.append(Reading(families.JOB_SECONDS, seconds, {"kind": job.kind}))
    return found + sources.handed_back(job.resilience)
