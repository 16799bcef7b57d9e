"""Write the file of a download beside its dataset in the library."""

import time
from typing import Any

from synfin_core.errors import WrongUse
from synfin_core.jobs.kind import Kind, Outcome, Task
from synfin_core.store.entry import checked_id
from synfin_core.store.formats import FORMATS
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.store.slice import Slice

_NAMES = {"dataset", "format", "layout", "truth", "view", "slice"}
_LAYOUTS = ("flat", "linked")


def checked(parameters: dict[str, Any]) -> dict[str, Any]:
    """`dataset`: its id; `format`; `layout`: flat or linked; `truth`: with or without what only the generator knows; `view`: the
    ecosystem's, or that of one bank; `slice`: of the flat view, only these payments."""
    if unknown := sorted(set(parameters) - _NAMES):
        raise WrongUse(f"an export job got {unknown[0]!r:.60}; {', '.join(sorted(_NAMES))} are allowed.")
    asked = {"dataset": "", "format": "csv", "layout": "flat", "truth": True, "view": ECOSYSTEM, "slice": {}} | parameters
    if asked["format"] not in FORMATS:
        raise WrongUse(f"format is {asked['format']!r:.60}; allowed are {', '.join(FORMATS)}.")
    if asked["layout"] not in _LAYOUTS:
        raise WrongUse(f"layout is {asked['layout']!r:.60}; allowed are {', '.join(_LAYOUTS)}.")
    if not isinstance(asked["truth"], bool):
        raise WrongUse(f"truth is {asked['truth']!r:.60}; true or false is allowed.")
    if not isinstance(asked["view"], str):
        raise WrongUse(f"view is {asked['view']!r:.60}; {ECOSYSTEM}, or {PREFIX} and the name of one, is allowed.")
    if not isinstance(asked["slice"], dict):
        raise WrongUse(f"slice is {asked['slice']!r:.60}; what to filter by, and its values, is allowed.")
    if asked["slice"] and asked["layout"] != "flat":
        raise WrongUse("a slice is of payments; the layout flat is allowed.")
    return asked | {"dataset": checked_id(str(asked["dataset"])), "slice": Slice.create(asked["slice"]).as_dict()}


def work(task: Task) -> Outcome:
    """Make the file; one that lies there already is taken as it is."""
    began, asked = time.perf_counter(), task.parameters
    chosen = {"layout": asked["layout"], "truth": asked["truth"], "view": asked["view"]}
    part = Slice.create(asked["slice"])
    file, *_ = Library(task.library).export(asked["dataset"], (asked["format"],), **chosen, slice=None if part.is_whole else part)
    told = {"dataset": asked["dataset"], "file": file.path.name, "bytes": file.n_bytes}
    return Outcome(told, {"seconds": round(time.perf_counter() - began, 3)})


KIND = Kind(checked=checked, rows=lambda parameters: 0, work=work)
