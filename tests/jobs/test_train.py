"""A model is trained by a job as by hand."""

from pathlib import Path

import pytest

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import find
from synfin_core.jobs.queue import Jobs
from synfin_core.learning.registry import Registry
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from tests.jobs.conftest import until


def test_a_job_trains_and_keeps_a_model(library: Path) -> None:
    """Under its title, with the figures in its result."""
    made = keep(Spec(count=20_000, fraud_rate=0.04, seed=3), Library(library)).id
    jobs = Jobs(library)
    job = jobs.submit("train", "By a job", {"dataset": made, "type": "logistic"})
    until(lambda: not jobs.get(job.id).is_live, 120)
    [kept] = Registry(library).list()
    assert kept.record["name"] == "By a job"
    assert jobs.get(job.id).result == {"model": kept.id, "average_precision": kept.record["metrics"]["average_precision"]}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"dataset": "../../etc"}, "12 letters"),
        ({"dataset": "0123456789ab", "type": "oracle"}, "type is 'oracle'"),
        ({"dataset": "0123456789ab", "split": "hope"}, "split is 'hope'"),
        ({"dataset": "0123456789ab", "test_share": 2}, "test_share is 2"),
        ({"dataset": "0123456789ab", "gap_days": -1}, "gap_days is -1"),
        ({"dataset": "0123456789ab", "seed": "x"}, "seed is 'x'"),
        ({"dataset": "0123456789ab", "path": "/etc"}, "'path'"),
    ],
)
def test_what_cannot_be_trained_is_refused(parameters: dict[str, object], said: str) -> None:
    """Before it is queued."""
    with pytest.raises(WrongUse, match=said):
        find("train").checked(parameters)
