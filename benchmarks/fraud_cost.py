"""What fraud costs: processor seconds of the same rows without fraud, at 1% and at 20%: `python -m benchmarks.fraud_cost`."""

import argparse
import time
from collections.abc import Iterator

from synfin_core.run import make
from synfin_core.simulate import plan, shard
from synfin_core.spec import Spec
from synfin_core.world.people import people_of

RATES = (0.0, 0.01, 0.2)
LIMITS = {0.01: 1.25, 0.2: 2.0}  # times the processor time of no fraud, promised of a run with its tables
ROUNDS = 3


def main() -> None:
    """Measure in turns, so that a busy machine is busy for all, and print the least of each rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="payments of a run")
    count = parser.parse_args().count
    for name, tables in (("plan and shards", False), ("with all tables", True)):
        told: dict[float, list[float]] = {rate: [] for rate in RATES}
        for _ in range(ROUNDS):
            for rate in RATES:
                told[rate].append(_seconds(Spec(count=count, fraud_rate=rate), tables))
        limits = LIMITS if tables else {}
        print("\n".join(_lines(f"{name}, {count:,} payments:", {rate: min(seconds) for rate, seconds in told.items()}, limits)))


def _seconds(spec: Spec, tables: bool) -> float:
    """Processor seconds of the plan and all shards, with or without their tables."""
    people_of.cache_clear()
    start = time.process_time()
    chosen = plan(spec)
    for number in range(chosen.population.n_shards):
        if tables:
            make(chosen, number, None)
        else:
            shard(chosen, number)
    return time.process_time() - start


def _lines(title: str, seconds: dict[float, float], limits: dict[float, float]) -> Iterator[str]:
    yield title
    for rate, taken in seconds.items():
        ratio = taken / seconds[0.0]
        limit = f" (promised: at most {limits[rate]:.2f})" if rate in limits else ""
        yield f"  {rate:6.1%} fraud: {taken:6.2f} CPU seconds, {ratio:.2f} times{limit}"


if __name__ == "__main__":
    main()
