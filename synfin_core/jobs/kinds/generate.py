"""Make a dataset from a spec and put it into the library."""

import os
import time
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

_ROWS_A_WORKER = 500_000  # below it a second process costs more than it saves, assumed
_MAX_WORKERS = 64


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`spec` as a mapping, whole and in its one spelling, and `workers`, by default what suits the rows and the machine."""
    if unknown := sorted(set(parameters) - {"spec", "workers"}):
        raise WrongUse(f"a generate job got {unknown[0]!r:.60}; 'spec' and 'workers' are allowed.")
    asked = parameters.get("spec", {})
    if not isinstance(asked, dict):
        raise WrongUse(f"spec is {asked!r:.60}; a mapping of names to values is allowed.")
    spec = Spec.from_dict(asked)
    workers = parameters.get("workers") or min(max(spec.count // _ROWS_A_WORKER, 1), os.cpu_count() or 1)
    if not isinstance(workers, int) or not 1 <= workers <= _MAX_WORKERS:
        raise WrongUse(f"workers is {workers!r:.60}; a whole number from 1 to {_MAX_WORKERS} is allowed.")
    return {"spec": spec.as_dict(), "workers": workers}


def work(task: Task) -> Outcome:
    """Make the dataset straight into the library; what is half-made lies where the job's end clears it."""
    began = time.perf_counter()
    library = Library(task.library, task.scratch)
    entry = keep(
        Spec.from_dict(task.parameters["spec"]),
        library,
        name=task.title,
        workers=task.parameters["workers"],
        progress=task.progress,
        cancelled=task.cancelled,
    )
    took = time.perf_counter() - began
    made = float(entry.manifest["timings"]["seconds"])
    return Outcome({"dataset": entry.id}, {"seconds": made, "keep": round(took - made, 3)})


KIND = Kind(
    checked=checked,
    rows=lambda parameters: int(parameters["spec"]["count"]),
    work=work,
    identity=lambda parameters: parameters.get("spec"),
)
