"""The figures of one library: what was done in it, what lies in it, and what its jobs are at."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from synfin_core.jobs.job import Job, now
from synfin_core.jobs.shelf import Shelf
from synfin_core.observability import families
from synfin_core.observability.families import Family, Reading
from synfin_core.observability.samples import Totals
from synfin_core.observability.tally import Tally

# What a job's process hands back in `resilience`: a count for each name.
_RESILIENCE: dict[str, tuple[Family, str]] = {
    "breaker_failures": (families.BREAKER_FAILURES, "breaker"),
    "retries": (families.RETRIES, "handler"),
    "limiter_refusals": (families.REFUSALS, "limiter"),
}


def totals(library: Path) -> Totals:
    """Counters and histograms, with every job that ended, whoever did it; looking needs no right to write."""
    jobs, _ = Shelf(library).jobs()
    count_ended(library, jobs)
    return Tally(library).totals()


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
    for job in jobs:
        if not job.is_live and job.id not in counted:
            tally.add(_ended(job), key=job.id)


def _ended(job: Job) -> list[Reading]:
    """What a job that ended adds."""
    found = [Reading(families.JOBS_ENDED, 1.0, {"kind": job.kind, "state": job.state})]
    if job.started_at and job.ended_at:
        seconds = max((job.ended_at - job.started_at).total_seconds(), 0.0)
        found.append(Reading(families.JOB_SECONDS, seconds, {"kind": job.kind}))
    for told, (family, label) in _RESILIENCE.items():
        for name, n in job.resilience.get(told, {}).items():
            found.append(Reading(family, float(n), {label: name, "process": "jobs"}))
    return found
