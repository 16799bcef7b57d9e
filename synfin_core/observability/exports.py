"""What the making of a download adds to the totals."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synfin_core.observability import families
from synfin_core.observability.families import Reading
from synfin_core.observability.logs import logger
from synfin_core.observability.tally import Tally

_log = logger(__name__)


@contextmanager
def count_export(library: Path, format: str) -> Iterator[None]:
    """Count the file that is made inside, and the seconds it takes."""
    began = time.perf_counter()
    yield
    seconds, labels = time.perf_counter() - began, {"format": format}
    Tally(library).add([Reading(families.EXPORTS, 1.0, labels), Reading(families.EXPORT_SECONDS, seconds, labels)])
    _log.info("export made", format=format, seconds=round(seconds, 3))
