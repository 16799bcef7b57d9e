"""Hold every promise against a dataset of the library, its ledger first."""

import time
from dataclasses import asdict
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.store.entry import checked_id
from synfin_core.store.library import Library


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`dataset`: its id."""
    if set(parameters) != {"dataset"}:
        raise WrongUse(f"a verify job got {', '.join(parameters) or 'nothing'!s:.60}; 'dataset' is allowed.")
    return {"dataset": checked_id(str(parameters["dataset"]))}


def work(task: Task) -> Outcome:
    """Run the checks in SQL; hand back each with its name, meaning, and how much breaks it."""
    began = time.perf_counter()
    checks = Library(task.library).verify(task.parameters["dataset"])
    return Outcome({"checks": [asdict(check) for check in checks]}, {"seconds": round(time.perf_counter() - began, 3)})


KIND = Kind(checked=checked, rows=lambda parameters: 0, work=work)
