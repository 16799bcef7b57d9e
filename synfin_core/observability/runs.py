"""What a run into the library adds to the totals, however it ends."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from synfin_core.errors import Cancelled
from synfin_core.observability import families
from synfin_core.observability.families import Reading
from synfin_core.observability.logs import logger
from synfin_core.observability.tally import Tally

_log = logger(__name__)
Manifest = Mapping[str, Any]
OUTCOMES = ("done", "cancelled", "failed")
STAGES = ("plan", "shards", "finish", "keep")


@contextmanager
def count_run(library: Path) -> Iterator[Callable[[Manifest], None]]:
    """Count the run inside: as done when the manifest of what was kept is handed over, else as cancelled or failed."""
    kept: list[Manifest] = []
    outcome = "failed"
    try:
        yield kept.append
        outcome = "done"
    except Cancelled:
        outcome = "cancelled"
        raise
    finally:
        readings = [Reading(families.RUNS, 1.0, {"outcome": outcome})]
        Tally(library).add([*readings, *(reading for manifest in kept for reading in made(manifest))])
        _log.info("run ended", outcome=outcome, rows=sum(manifest["rows"]["transactions"] for manifest in kept))


def made(manifest: Manifest) -> list[Reading]:
    """Rows, fraud and seconds of a dataset that was kept."""
    rows, fraud, timings = manifest["rows"]["transactions"], manifest["fraud"], manifest["timings"]
    seconds = timings["seconds"] + timings["keep"]
    return [
        Reading(families.ROWS, rows),
        Reading(families.CASES, fraud["n_cases"]),
        Reading(families.FRAUD_ROWS, fraud["n_fraud_rows"]),
        Reading(families.RUN_SECONDS, seconds),
        Reading(families.SPEED, rows / max(seconds, 1e-3)),
        *(Reading(families.STAGE_SECONDS, timings[stage], {"stage": stage}) for stage in STAGES),
    ]
