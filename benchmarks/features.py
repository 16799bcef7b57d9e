"""How fast features are, that any cut into batches gives the same, and what they are worth beside the flat view's columns.

`python -m benchmarks.features [--rows N] [--gain-rows N]` prints the figures.
"""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import psutil
import pyarrow as pa

from benchmarks.hardware import hardware_class
from synfin_core.features.glossary import FEATURES
from synfin_core.features.state import State
from synfin_core.features.stream import ROWS, stream, stream_features
from synfin_core.learning.examples import Examples, examples_of
from synfin_core.learning.split import Sides, split
from synfin_core.learning.train import train
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.selection import select

PARITY_ROWS, TAIL = 100_000, 1_000
GAIN_RATE, SEEDS = 0.002, (1, 2, 3)
# Keys, and names with more words than a model takes (255); the rest of the flat view is what a bank can see.
NOT_LEARNED = {"transaction_id", "transacted_at", "customer_id", "merchant_id", "date", "time", "merchant_name", "currency", "mcc"}


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="payments of the throughput run")
    parser.add_argument("--gain-rows", type=int, default=400_000, help="payments of each of the three gain runs")
    asked = parser.parse_args()
    print(hardware_class())
    _throughput(asked.rows)
    _parity()
    _gain(asked.gain_rows)


def _throughput(rows: int) -> None:
    dataset = generate(Spec(count=rows, fraud_rate=0.01, seed=7))
    for threads in sorted({1, min(os.cpu_count() or 1, 4)}):
        batches = list(stream(dataset, ROWS))
        state, seconds, peak = State(threads), [], 0
        for payments, events in batches:
            began = time.perf_counter()
            state.advance(payments, events)
            seconds.append(time.perf_counter() - began)
            peak = max(peak, psutil.Process().memory_info().rss)
        print(f"{threads} threads: {rows / sum(seconds):,.0f} rows/s of {len(FEATURES)} features, {len(state):,} entries kept")
    began = time.perf_counter()
    made = sum(table.num_rows for table in stream_features(dataset))
    print(f"with reading: {made / (time.perf_counter() - began):,.0f} rows/s; peak of the process {peak / 2**20:,.0f} MB")


def _parity() -> None:
    dataset = generate(Spec(count=PARITY_ROWS, fraud_rate=0.01, seed=11))
    [(payments, events)] = stream(dataset, PARITY_ROWS)
    whole = State().advance(payments, events)
    cuts = np.unique(np.random.default_rng(3).integers(1, PARITY_ROWS - TAIL, 60)).tolist()
    ends = [*cuts, *range(PARITY_ROWS - TAIL, PARITY_ROWS + 1)]
    state, tables, seconds = State(), [], []
    for first, end in zip([0, *ends], ends, strict=False):
        began = time.perf_counter()
        tables.append(state.advance(payments.slice(first, end - first), _between(payments, events, first, end)))
        seconds.append(time.perf_counter() - began)
    worst = _largest_difference(whole, pa.concat_tables(tables))
    median, slow = np.percentile(np.array(seconds[-TAIL:]) * 1_000, [50, 99])
    print(f"parity: largest difference {worst:g} over {PARITY_ROWS:,} payments, {len(ends)} batches against one")
    print(f"one at a time: {median:.1f} ms, p99 {slow:.1f} ms")


def _between(payments: pa.Table, events: pa.Table, first: int, end: int) -> pa.Table:
    """The events after payment first - 1 up to payment end - 1."""
    at, told = (table[name].cast(pa.int64()).to_numpy() for table, name in ((payments, "transacted_at"), (events, "occurred_at")))
    low = np.searchsorted(told, at[first - 1], "right") if first else 0
    return events.slice(low, np.searchsorted(told, at[end - 1], "right") - low)


def _largest_difference(one: pa.Table, other: pa.Table) -> float:
    """Over all numbers; infinite where one is empty and the other is not, or words differ."""
    worst = 0.0
    for name in one.column_names:
        if pa.types.is_floating(one[name].type):
            a, b = one[name].to_numpy(), other[name].to_numpy()
            same_gaps = np.array_equal(np.isnan(a), np.isnan(b))
            worst = max(worst, float(np.nanmax(np.abs(a - b), initial=0)) if same_gaps else np.inf)
        elif one[name].to_pylist() != other[name].to_pylist():
            worst = np.inf
    return worst


def _gain(rows: int) -> None:
    pairs = [_one_gain(rows, seed) for seed in SEEDS]
    ours, flat = np.median([pair[0] for pair in pairs]), np.median([pair[1] for pair in pairs])
    print(f"median average precision: features {ours:.3f}, flat view {flat:.3f}: {ours / flat:.1f} times, {ours - flat:+.3f}")


def _one_gain(rows: int, seed: int) -> tuple[float, float]:
    dataset = generate(Spec(count=rows, fraud_rate=GAIN_RATE, seed=seed))
    sides = split(dataset, examples_of(dataset))
    names = tuple(column.name for column in select("flat", truth=False).columns if column.name not in NOT_LEARNED)
    found = [train(sides).metrics, train(_flat_sides(dataset, sides, names), names=names).metrics]
    told = [one["average_precision"] for one in found]
    said = ", ".join(f"{one['value']:.3f} ({one['low']:.3f} to {one['high']:.3f})" for one in told)
    print(f"seed {seed}, {rows:,} payments, {GAIN_RATE:.1%} fraud: average precision of features, of the flat view: {said}")
    return told[0]["value"], told[1]["value"]


def _flat_sides(dataset: Dataset, sides: Sides, names: Sequence[str]) -> Sides:
    """The same payments with the columns of the flat view in place of features."""
    columns = ", ".join(dict.fromkeys(["transaction_id", "transacted_at", *names]))
    table = dataset.sql(f"SELECT {columns} FROM flat ORDER BY transacted_at, transaction_id")
    first, last = len(sides.train), table.num_rows - len(sides.test)
    return replace(sides, train=_with(sides.train, table.slice(0, first)), test=_with(sides.test, table.slice(last)))


def _with(examples: Examples, table: pa.Table) -> Examples:
    return replace(examples, features=table)


if __name__ == "__main__":
    main()
