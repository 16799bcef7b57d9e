"""The table of anomalies: how odd each is beside what its customer did otherwise, measured on the rows as they were booked."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.anomalies.scene import AMOUNT, BEHAVIOURAL, FAMILIES, GEOGRAPHIC, IS_PURCHASE, TEMPORAL
from synfin_core.payments.rows import FAILED
from synfin_core.payments.running import Ints, Segments, group_order
from synfin_core.payments.styles import IS_REMOTE
from synfin_core.records.arrow import ids, table, text
from synfin_core.records.payments import transaction_ids
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.places import distances_km

SEVERITIES = ("low", "medium", "high")
Measure = Callable[[Shard, Ints], NDArray[np.float64]]


def anomalies(shard: Shard) -> pa.Table:
    """One row an anomaly, in time order."""
    at = np.flatnonzero(shard.books.rows.anomaly)
    family = shard.books.rows.anomaly[at] - 1
    measure, severity = np.zeros(len(at)), np.zeros(len(at), np.int64)
    for code in np.unique(family):
        mine = family == code
        measure[mine] = MEASURES[code](shard, at[mine])
        severity[mine] = np.searchsorted(EDGES[code], measure[mine], side="right")
    columns = {
        "transaction_id": ids(transaction_ids(shard, at)),
        "family": text(family, FAMILIES),
        "severity": text(severity, SEVERITIES),
        "evidence": text(family, EVIDENCE),
        "measure": measure,
    }
    return table("anomalies", columns)


def _speed(shard: Shard, at: Ints) -> NDArray[np.float64]:
    """Kilometres an hour from the customer's last payment in person."""
    rows = shard.books.rows
    seen = np.flatnonzero((rows.payer >= 0) & ~IS_REMOTE[rows.style] & (rows.status != FAILED))
    seen = seen[group_order(rows.payer[seen].astype(np.int64), np.arange(len(seen)))]
    last = np.full(len(rows), -1)
    last[seen] = Segments.of(rows.payer[seen]).previous(seen, -1)
    before = last[at]
    far = distances_km(shard.people.calibration)[rows.place[before], rows.place[at]].astype(np.float64)
    return far * HOUR / (rows.time[at] - rows.time[before])


def _others(shard: Shard) -> tuple[Ints, Ints]:
    """Ordinary purchases, not declined, by customer, and in each run of one by time; how many each customer has."""
    rows = shard.books.rows
    at = np.flatnonzero((rows.payer >= 0) & IS_PURCHASE[rows.style] & (rows.anomaly == 0) & (rows.status != FAILED))
    payer = rows.payer[at].astype(np.int64)
    return at[group_order(payer, np.arange(len(at)))], np.bincount(payer, minlength=len(shard.people))


def _hours_apart(shard: Shard, at: Ints) -> NDArray[np.float64]:
    """Hours, around the clock, from the nearest time of day at which the customer buys otherwise; 12 where he never does."""
    rows, (others, n) = shard.books.rows, _others(shard)
    first, last = np.full(len(n), DAY), np.full(len(n), 0)
    clock = rows.time[others] % DAY
    np.minimum.at(first, rows.payer[others], clock)
    np.maximum.at(last, rows.payer[others], clock)
    payer, now = rows.payer[at], rows.time[at] % DAY
    return np.minimum(np.minimum(first[payer] - now, now + DAY - last[payer]) / HOUR, 12.0)


def _n_others(shard: Shard, at: Ints) -> NDArray[np.float64]:
    """Other purchases of the customer, none of this category."""
    return _others(shard)[1][shard.books.rows.payer[at]].astype(np.float64)


def _times_usual(shard: Shard, at: Ints) -> NDArray[np.float64]:
    """The amount over the customer's median other purchase (the upper one of two); over itself where there is none."""
    rows, (others, n) = shard.books.rows, _others(shard)
    others = others[group_order(rows.payer[others].astype(np.int64), np.argsort(rows.amount[others], kind="stable"))]
    payer = rows.payer[at]
    middle = (np.cumsum(n) - n + n // 2)[payer]
    usual = np.append(rows.amount[others], 0.0)[np.minimum(middle, len(others))]
    return rows.amount[at] / np.where(n[payer] > 0, usual, rows.amount[at])


MEASURES: dict[int, Measure] = {
    BEHAVIOURAL - 1: _n_others,
    GEOGRAPHIC - 1: _speed,
    TEMPORAL - 1: _hours_apart,
    AMOUNT - 1: _times_usual,
}
EDGES = {  # of the measure, from which an anomaly is medium and high; assumed
    BEHAVIOURAL - 1: (50.0, 200.0),
    GEOGRAPHIC - 1: (2_500.0, 10_000.0),
    TEMPORAL - 1: (3.0, 6.0),
    AMOUNT - 1: (20.0, 40.0),
}
EVIDENCE = (
    "a category of which the customer makes no other purchase; measure: other purchases",
    "too far from the last payment in person to be there so soon; measure: km/h between the two",
    "at night, when the customer makes no other purchase; measure: hours to the nearest usual time of day",
    "far above the customer's other purchases; measure: times their median",
)
