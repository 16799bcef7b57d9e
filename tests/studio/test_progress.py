"""Where a job stands, in words."""

from datetime import timedelta
from typing import Any

import pytest

from synfin_core.jobs.job import Job, now
from synfin_core.studio.progress import line


@pytest.mark.parametrize(
    "values, told",
    [
        ({"state": "queued", "position": 2}, "waits, place 2 in the queue"),
        ({"all_rows": 0}, "working"),
        ({"all_rows": 2_000_000}, "starting on 2,000,000 rows"),
        ({"all_rows": 2_000_000, "done_rows": 500_000, "share": 0.25}, "500,000 of 2,000,000 rows, 25.00%, 30 s left"),
        ({"all_rows": 2_000_000, "done_rows": 2_000_000, "share": 0.99}, "2,000,000 rows made, putting them into the library"),
    ],
)
def test_a_job_says_how_far_it_is(values: dict[str, Any], told: str) -> None:
    """Rows, share and time left; the place in the queue before, the library after."""
    began = {"started_at": now() - timedelta(seconds=10), "updated_at": now()}
    known = {"id": "0123456789ab", "number": 1, "kind": "generate", "title": "T", "parameters": {}, "created_at": now()}

    assert line(Job(**{**known, "state": "running", **began, **values})) == told
