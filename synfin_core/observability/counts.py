"""What one process counted, in its memory: for servers that count a hundred times a second."""

from collections import defaultdict
from threading import Lock

from synfin_core.observability.families import Reading
from synfin_core.observability.samples import Sample, Totals, samples


class Counts:
    """Counters and histograms from zero, from any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._totals: dict[Sample, float] = defaultdict(float)

    def add(self, *readings: Reading) -> None:
        """Add to the totals."""
        with self._lock:
            for reading in readings:
                for sample, value in samples(reading):
                    self._totals[sample] += value

    def totals(self) -> Totals:
        """The samples so far."""
        with self._lock:
            return dict(self._totals)
