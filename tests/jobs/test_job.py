"""A job in its file, and the time it has left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from synfin_core.jobs.job import Job, from_text, now, to_text

JOB = Job(id="0123456789ab", number=3, kind="generate", title="Täglich", parameters={"spec": {"count": 5}}, created_at=now())


def test_a_job_comes_back_from_its_text() -> None:
    """Every field but the place in the queue, which depends on the others."""
    job = replace(JOB, state="done", started_at=now(), share=1.0, result={"dataset": "ab"}, timings={"keep": 0.5})

    assert from_text(to_text(replace(job, position=4))) == job


def test_what_a_newer_version_adds_is_read_over() -> None:
    """Fields that this version does not know are no damage; those it cannot do without are."""
    assert from_text(to_text(JOB).replace('"joined"', '"later": 1, "joined"')) == JOB
    with pytest.raises(ValueError):
        from_text(to_text(JOB).replace('"kind"', '"sort"'))


def test_the_time_left_follows_the_pace() -> None:
    """A quarter in ten seconds leaves thirty, less what has passed since; too early, nothing is said."""
    start = now() - timedelta(seconds=14)
    job = replace(JOB, state="running", started_at=start, updated_at=start + timedelta(seconds=10), share=0.25)

    assert job.seconds_left == pytest.approx(26, abs=0.5)
    assert replace(job, share=0.01).seconds_left is None
    assert replace(job, share=0.99).seconds_left == 0
    assert JOB.seconds_left is None
