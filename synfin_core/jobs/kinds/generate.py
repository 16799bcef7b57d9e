"""Make a dataset from a spec and put it into the library."""

import os
from functools import partial
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.observability.runs import count_run
from synfin_core.run import generate
from synfin_core.settings.in_force import current
from synfin_core.settings.work import MAX_WORKERS
from synfin_core.spec import Spec
from synfin_core.store.guard import guarded
from synfin_core.store.library import Library


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
    """Make the dataset straight into the library; what is half-made lies where the job's end clears it."""
    spec, library = Spec.from_dict(task.parameters["spec"]), Library(task.library, task.scratch)
    library.need_room(spec.count)
    with count_run(task.library) as finished:
        dataset = generate(
            spec,
            workers=task.parameters["workers"],
            folder=None if spec.count <= current().generation.in_memory_rows else task.scratch / "parts",
            progress=task.progress,
            cancelled=task.cancelled,
        )
        entry = guarded(partial(library.add, dataset, task.title))
        finished(entry.manifest)
    return Outcome({"dataset": entry.id}, dict(entry.manifest["timings"]))


KIND = Kind(
    checked=checked,
    rows=lambda parameters: int(parameters["spec"]["count"]),
    work=work,
    identity=lambda parameters: parameters.get("spec"),
)
