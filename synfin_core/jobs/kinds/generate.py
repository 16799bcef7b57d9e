"""Make a dataset from a spec and put it into the library."""

import os
import time
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.observability.runs import count_run
from synfin_core.run import generate
from synfin_core.settings.in_force import current
from synfin_core.settings.work import MAX_WORKERS
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.failures import told_as_storage_error
from synfin_core.store.guard import guarded


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`spec` as a mapping, whole and in its one spelling, and `workers`, by default what suits the rows and the machine."""
    if unknown := sorted(set(parameters) - {"spec", "workers"}):
        raise WrongUse(f"a generate job got {unknown[0]!r:.60}; 'spec' and 'workers' are allowed.")
    asked = parameters.get("spec", {})
    if not isinstance(asked, dict):
        raise WrongUse(f"spec is {asked!r:.60}; a mapping of names to values is allowed.")
    spec = Spec.from_dict(asked)
    workers = parameters.get("workers") or min(max(spec.count // current().generation.rows_a_worker, 1), os.cpu_count() or 1)
    if not isinstance(workers, int) or not 1 <= workers <= MAX_WORKERS:
        raise WrongUse(f"workers is {workers!r:.60}; a whole number from 1 to {MAX_WORKERS} is allowed.")
    return {"spec": spec.as_dict(), "workers": workers}


def work(task: Task) -> Outcome:
    """Generate into the scratch folder, then hand the whole dataset to the library."""
    spec = Spec.from_dict(task.parameters["spec"])
    with count_run(task.library) as finished:
        dataset = generate(
            spec,
            workers=task.parameters["workers"],
            folder=task.scratch / "dataset",
            progress=task.progress,
            cancelled=task.cancelled,
        )
        began = time.perf_counter()
        kept = keep(dataset, task.library)
        timings = {**dataset.manifest["timings"], "keep": round(time.perf_counter() - began, 3)}
        finished({**dataset.manifest, "timings": timings})
    return Outcome({"dataset": kept}, timings)


def keep(dataset: Dataset, library: Path) -> str:
    """Move the parts of a finished run into the library; the id that they have there."""
    id = token_hex(6)
    guarded(partial(_move, Path(dataset.folder or ""), library / "datasets" / id))
    return id


def _move(folder: Path, target: Path) -> None:
    with told_as_storage_error(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(target)


KIND = Kind(
    checked=checked,
    rows=lambda parameters: int(parameters["spec"]["count"]),
    work=work,
    identity=lambda parameters: parameters.get("spec"),
)
