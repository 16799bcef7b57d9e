"""Readings as the samples that Prometheus counts, and back from added-up samples to metrics."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from synfin_core.observability.families import FAMILIES, Family, Reading

Sample = tuple[str, str, str]  # name of the family; values of its labels as a JSON list; upper bound of a bucket, 'sum' or ''
Totals = Mapping[Sample, float]

_SUM, _INFINITE = "sum", "+Inf"


def samples(reading: Reading) -> Iterator[tuple[Sample, float]]:
    """What a reading of a counter or histogram adds to the totals."""
    family, value = reading.family, reading.value
    labels = json.dumps([reading.labels[name] for name in family.labels])
    if family.kind == "counter":
        yield (family.name, labels, ""), value
        return
    yield (family.name, labels, _SUM), value
    for bound in (*map(str, family.buckets), _INFINITE):
        yield (family.name, labels, bound), float(value <= float(bound))


def added(totals: Totals) -> list[Metric]:
    """Counters and histograms from their totals; what today's families do not know is left out."""
    by_family: dict[Family, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for (name, labels, part), value in totals.items():
        if name in FAMILIES:
            by_family[FAMILIES[name]][labels][part] = value
    return [_metric(family, series) for family, series in by_family.items()]


def shown(readings: Iterable[Reading]) -> list[Metric]:
    """Gauges and counters as they stand at this moment."""
    found: dict[str, Metric] = {}
    for family, value, labels in readings:
        kind = CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily
        metric = found.setdefault(family.name, kind(family.name, family.meaning, labels=family.labels))
        metric.add_metric([str(labels[name]) for name in family.labels], value)  # type: ignore[attr-defined]
    return list(found.values())


def _metric(family: Family, series: Mapping[str, Mapping[str, float]]) -> Metric:
    if family.kind == "counter":
        counter = CounterMetricFamily(family.name, family.meaning, labels=family.labels)
        for labels, parts in series.items():
            counter.add_metric(json.loads(labels), parts[""])
        return counter
    histogram = HistogramMetricFamily(family.name, family.meaning, labels=family.labels)
    for labels, parts in series.items():
        bounds = [(bound, parts.get(bound, 0.0)) for bound in (*map(str, family.buckets), _INFINITE)]
        histogram.add_metric(json.loads(labels), bounds, parts[_SUM])
    return histogram
