"""Let a kept model score every payment of a dataset of the library."""

import time
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.learning.kept_scores import keep_scores
from synfin_core.learning.registry import Registry
from synfin_core.store.entry import checked_id
from synfin_core.store.library import Library

_NAMES = ("dataset", "model")


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`dataset` and `model`: their ids."""
    if unknown := sorted(set(parameters) ^ set(_NAMES)):
        raise WrongUse(f"a score job got {unknown[0]!r:.60} wrong; {' and '.join(_NAMES)} are needed, and nothing else.")
    return {"dataset": checked_id(str(parameters["dataset"])), "model": str(parameters["model"])}


def work(task: Task) -> Outcome:
    """Score, and keep the scores with the model."""
    began = time.perf_counter()
    loaded = Registry(task.library).load(task.parameters["model"])
    dataset = Library(task.library).open(task.parameters["dataset"])
    n = keep_scores(loaded, dataset, task.progress, task.cancelled)
    return Outcome({"model": loaded.kept.id, "payments": n}, {"seconds": round(time.perf_counter() - began, 3)})


KIND = Kind(checked=checked, rows=lambda parameters: 0, work=work)
