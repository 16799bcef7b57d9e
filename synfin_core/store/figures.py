"""What lies in a library, as figures to show."""

import shutil
from collections import Counter
from contextlib import suppress

from synfin_core.observability import families
from synfin_core.observability.families import Reading
from synfin_core.store.library import Library


def readings(library: Library) -> list[Reading]:
    """Datasets, payments, bytes, room left, and the share of fraud that was made beside what was asked."""
    entries = library.list()
    whole = [entry for entry in entries if entry.state == "ok" and entry.spec]
    rows = sum(entry.n_rows for entry in whole)
    asked = sum(entry.n_rows * entry.spec.fraud_rate for entry in whole if entry.spec)
    found = [
        *(Reading(families.DATASETS, n, {"state": state}) for state, n in Counter(entry.state for entry in entries).items()),
        Reading(families.STORED_ROWS, rows),
        Reading(families.LIBRARY_BYTES, sum(entry.n_bytes for entry in entries)),
        Reading(families.RATE_MADE, sum(entry.n_rows * entry.fraud_rate for entry in whole) / max(rows, 1)),
        Reading(families.RATE_ASKED, asked / max(rows, 1)),
    ]
    with suppress(OSError):  # a library that was never written to
        found.append(Reading(families.FREE_BYTES, shutil.disk_usage(library.folder).free))
    return found
