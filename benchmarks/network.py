"""What the network analysis of a dataset takes, and how well it finds what was planted: `python -m benchmarks.network`."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.hardware import hardware_class
from synfin_core.analytics.network import Score, analyse, score
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library

LIMIT_SECONDS = 30  # for a million payments, promised
LEAST = 0.8  # precision and recall of rings, promised


def main() -> None:
    """Make a dataset, keep it as the library does, analyse it with and without complaints, and print both scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="payments")
    parser.add_argument("--seed", type=int, default=7, help="seed of the dataset")
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        print("\n".join(_report(_kept(Spec(count=asked.count, seed=asked.seed), Path(place)))))


def _kept(spec: Spec, place: Path) -> Dataset:
    library = Library(place)
    return library.open(library.add(generate(spec)).id)


def _report(dataset: Dataset) -> Iterator[str]:
    n = len(dataset.transactions)
    yield f"Network analysis of {n:,} payments (seed {dataset.spec.seed}), measured on: {hardware_class()}."
    for name, complaints in (("with complaints of customers", True), ("payments alone", False)):
        began, busy = time.perf_counter(), time.process_time()
        network = analyse(dataset, complaints=complaints)
        seconds, cpu = time.perf_counter() - began, time.process_time() - busy
        taken = f"{seconds:.1f} s, {cpu:.1f} CPU seconds (promised: at most {LIMIT_SECONDS} s for a million)"
        yield from ("", f"{name}: {len(network.findings):,} findings in {taken}", "")
        yield from _table(score(dataset, network))
    yield from ("", f"Promised of rings, with complaints: precision and recall of at least {LEAST}.")


def _table(scores: tuple[Score, ...]) -> Iterator[str]:
    yield from ("| | found | right | planted twins | precision | planted | met | recall |", "|---|---|---|---|---|---|---|---|")
    for one in scores:
        counts = f"{one.found:,} | {one.right:,} | {one.twins:,} | {_share(one.precision)} | {one.planted:,} | {one.met:,}"
        yield f"| {one.kind} | {counts} | {_share(one.recall)} |"


def _share(share: float | None) -> str:
    return "none" if share is None else f"{share:.2f}"


if __name__ == "__main__":
    main()
