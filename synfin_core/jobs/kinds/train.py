"""Train a model on a dataset of the library and keep it there."""

import time
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.learning.course import Course, take
from synfin_core.store.entry import checked_id


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`dataset`: its id; the rest as in Course, each with its default."""
    names = Course.__dataclass_fields__
    if unknown := sorted(set(parameters) - set(names)):
        raise WrongUse(f"a train job got {unknown[0]!r:.60}; {', '.join(names)} are allowed.")
    return vars(Course(**(parameters | {"dataset": checked_id(str(parameters.get("dataset", "")))})))


def work(task: Task) -> Outcome:
    """Train; the model is kept under the title of the job."""
    began = time.perf_counter()
    kept = take(Course(**task.parameters), task.library, task.title, (), task.progress, task.cancelled)
    told = {"model": kept.id, "average_precision": kept.record["metrics"]["average_precision"]}
    return Outcome(told, {"seconds": round(time.perf_counter() - began, 3)})


KIND = Kind(checked=checked, rows=lambda parameters: 0, work=work)
