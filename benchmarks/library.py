"""The library measured: `python -m benchmarks.library --count 1000000` makes, keeps and exports a dataset.

Prints a line a step: wall and processor seconds, and the peak memory of all its processes together.
"""

import argparse
import json
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import measure_module
from benchmarks.one_run import cpu_seconds
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

_STEPS = ("keep", "parquet", "csv", "flat parquet", "xlsx", "verify")
_XLSX_ROWS = 1_000_000


def main() -> None:
    """Each step in a process of its own, over one library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--step", choices=_STEPS, help="used by the command itself")
    parser.add_argument("--folder", type=Path, help="used by the command itself")
    asked = parser.parse_args()
    if asked.step:
        print(json.dumps(_step(asked.step, Library(asked.folder), asked.count, asked.workers)))
        return
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{asked.count:,} payments, {asked.workers} workers; load before the start {load:.1f}")
    with TemporaryDirectory() as folder:
        for step in _STEPS:
            if step != "xlsx" or asked.count <= _XLSX_ROWS:
                _show(step, asked.count, asked.workers, folder)


def _show(step: str, count: int, workers: int, folder: str) -> None:
    words = ("--count", str(count), "--workers", str(workers), "--step", step, "--folder", folder)
    measured, told = measure_module("benchmarks.library", *words)
    times = f"{told['seconds']:7.2f} s {told['cpu_seconds']:7.2f} s of processors"
    print(f"{step:13} {times} {measured.peak_mb:6.0f} MB memory {told['bytes'] / 1e6:8.1f} MB on disk")


def _step(step: str, library: Library, count: int, workers: int) -> dict[str, float]:
    began, used = time.perf_counter(), cpu_seconds()
    if step == "keep":
        taken = keep(Spec(count=count, seed=7), library, workers=workers).n_bytes
    elif step == "verify":
        entry = library.list()[0]
        broken = [check.name for check in library.verify(entry.id) if not check.passed]
        if broken:
            raise SystemExit(f"broken: {', '.join(broken)}")
        taken = entry.n_bytes
    else:
        *layout, format = step.split()
        taken = library.export(library.list()[0].id, (format,), "flat" if layout else "table")[0].n_bytes
    return {"seconds": time.perf_counter() - began, "cpu_seconds": cpu_seconds() - used, "bytes": taken}


if __name__ == "__main__":
    main()
