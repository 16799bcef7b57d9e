"""The text that Prometheus reads, from a registry of our own."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from synfin_core.observability.families import Reading
from synfin_core.observability.samples import Totals, added, shown

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class _Told(Collector):
    """What was counted so far, and what is so at this moment."""

    def __init__(self, totals: Totals, readings: Iterable[Reading]) -> None:
        self._totals, self._readings = totals, readings

    def describe(self) -> Iterable[Metric]:
        """Nothing: what there is turns out when it is read."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Each metric in one piece."""
        found: dict[str, Metric] = {}
        for metric in (*added(self._totals), *shown(self._readings)):
            found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type)).samples.extend(metric.samples)
        return found.values()


def text(totals: Totals, readings: Iterable[Reading]) -> str:
    """All metrics as plain text."""
    registry = CollectorRegistry()
    registry.register(_Told(totals, readings))
    return generate_latest(registry).decode()
