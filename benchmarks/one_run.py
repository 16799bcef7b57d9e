"""One run of the generator, measured from inside: prints one line of JSON for `bench`."""

import argparse
import json
import resource
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from synfin_core.run import generate
from synfin_core.spec import Spec


def main() -> None:
    """Generate to Parquet parts, or `--repeat` times in memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--start")
    parser.add_argument("--end")
    parser.add_argument("--repeat", type=int, default=0)
    asked = parser.parse_args()
    period = {name: day for name, day in (("start", asked.start), ("end", asked.end)) if day}
    spec = Spec.create(count=asked.count, fraud_rate=0.01, seed=7, **period)
    print(json.dumps(_warm(spec, asked.repeat) if asked.repeat else _to_parts(spec, asked.workers)))


def _to_parts(spec: Spec, workers: int) -> dict[str, float | str]:
    with TemporaryDirectory() as folder:
        clock = time.perf_counter()
        dataset = generate(spec, workers=workers, folder=Path(folder) / "parts")
        seconds, cpu = time.perf_counter() - clock, cpu_seconds()
        rows = len(dataset.transactions)
        columns = dataset.sql("SELECT * FROM transactions LIMIT 1").num_columns
        events = len(dataset.events)
        fingerprint = dataset.manifest["fingerprints"]["transactions"]
    measured = {"seconds": seconds, "cpu_seconds": cpu, "fingerprint": fingerprint}
    return {"rows": rows, "columns": columns, "events": events, **measured}


def _warm(spec: Spec, times: int) -> dict[str, float]:
    """Median time of `times` runs after a first one."""
    generate(spec)
    taken = []
    for _ in range(times):
        clock = time.perf_counter()
        generate(spec)
        taken.append(time.perf_counter() - clock)
    return {"seconds": median(taken), "slowest": max(taken)}


def cpu_seconds() -> float:
    """Processor seconds of this process, of all workers that have ended, and of the server that forked them."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    alive = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    ended = sum(part.ru_utime + part.ru_stime for part in used)
    return ended + sum(part.user + part.system + part.children_user + part.children_system for part in alive)


if __name__ == "__main__":
    main()
