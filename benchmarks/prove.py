"""The long proofs, one after another: `make prove`. Ends with code 1 when a promise is broken."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.leakage import gate
from benchmarks.measure import measure_module
from synfin_core.fidelity.purses import lift_table, purse_table, purses, purses_by_role
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

MILLION = 1_000_000
_PLAIN_NUMPY = "X86_V3"  # the vector instructions that a result must not depend on


def main() -> None:
    """Run every proof and count what is broken."""
    with TemporaryDirectory() as folder:
        dataset = generate(Spec(count=MILLION, seed=7), workers=2, folder=Path(folder) / "million")
        broken = _told("one million rows", chain(_sound(dataset), _as_asked(dataset)))
        broken += _told("the same data from other workers and other processors", _same_everywhere(dataset))
        broken += _told("nothing leaks", gate(dataset))
        for table in (purse_table(purses(dataset)), purse_table(purses_by_role(dataset)), lift_table(dataset)):
            print("\n" + "\n".join(table))
        months = Spec.create(count=MILLION, seed=7, start="2025-06-01", end="2025-07-31")
        many_customers = generate(months, workers=2, folder=Path(folder) / "months")
        broken += _told("nothing leaks among many customers", gate(many_customers))
    broken += _told("small counts and odd periods", _odd_specs())
    sys.exit(1 if broken else 0)


def _told(title: str, failures: Iterable[str]) -> int:
    """Print what is broken as it is found."""
    started, broken = time.perf_counter(), 0
    print(f"\n{title}")
    for failure in failures:
        print(f"  BROKEN {failure}")
        broken += 1
    print(f"  {'holds' if not broken else f'{broken} broken'} ({time.perf_counter() - started:.0f} s)", flush=True)
    return broken


def _sound(dataset: Dataset) -> Iterator[str]:
    yield from (f"{check.name}: {check.found:,} {check.meaning}" for check in dataset.verify() if not check.passed)


def _as_asked(dataset: Dataset) -> Iterator[str]:
    """Exactly as many rows as asked, and the share of fraud to within one case."""
    spec = dataset.spec
    if len(dataset.transactions) != spec.count:
        yield f"{len(dataset.transactions):,} rows instead of {spec.count:,}"
    largest = "(SELECT max(n_fraud_payments) FROM fraud_cases) AS largest"
    query = f"SELECT count(*) FILTER (is_fraud) AS made, {largest} FROM transactions"
    [found] = dataset.sql(query).to_pylist()
    if abs(found["made"] - spec.count * spec.fraud_rate) > (found["largest"] or 0):
        yield f"{found['made']:,} fraud rows instead of {spec.count * spec.fraud_rate:,.0f}, more than one case off"


def _same_everywhere(dataset: Dataset) -> Iterator[str]:
    expected = dataset.manifest["fingerprints"]["transactions"]
    for workers, environment in ((1, {}), (4, {}), (2, {"NPY_DISABLE_CPU_FEATURES": _PLAIN_NUMPY})):
        os.environ.update(environment)
        _, told = measure_module("benchmarks.one_run", "--count", str(dataset.spec.count), "--workers", str(workers))
        for name in environment:
            del os.environ[name]
        if told["fingerprint"] != expected:
            yield f"{workers} workers {environment or ''}: {told['fingerprint']} instead of {expected}"


def _odd_specs() -> Iterator[str]:
    five_years = {"start": "2023-01-01", "end": "2027-12-31"}
    pay_day = {"start": "2025-08-01", "end": "2025-08-01"}
    for count in (1, 100, 1_000, 10_000):
        for name, period in (("no period", {}), ("one pay day", pay_day), ("five years", five_years)):
            made = generate(Spec.create(count=count, seed=7, **period))
            failures = [*_sound(made)]
            if len(made.transactions) != count:
                failures.append(f"{len(made.transactions):,} rows")
            yield from (f"{count:,} rows, {name}: {failure}" for failure in failures)


if __name__ == "__main__":
    main()
