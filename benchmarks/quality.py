"""How fast quality is checked and figures are measured: `python -m benchmarks.quality [--count N] [--seeds 7,8,9]`."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from synfin_core.fidelity.scorecard import Scorecard, scorecard
from synfin_core.quality.assess import assess
from synfin_core.quality.own_file import subject_of_file
from synfin_core.quality.subject import subject_of
from synfin_core.run import keep
from synfin_core.spec import Spec
from synfin_core.store.library import Library

LEAST_ROWS_A_SECOND, MOST_SCORECARD_SECONDS = 500_000, 10.0  # what is promised, the second at two million rows
MET, EVIDENCE_MET = 0.95, 0.85

T = TypeVar("T")


def main() -> None:
    """Make a dataset of 12 months for each seed, check it, measure its figures; then check a file of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=2_000_000)
    asked.add_argument("--seeds", default="7")
    asked.add_argument("--workers", type=int, default=2)
    said = asked.parse_args()
    with TemporaryDirectory() as folder:
        for seed in said.seeds.split(","):
            spec = Spec.create(count=said.count, fraud_rate=0.01, seed=int(seed), start="2025-01-01", end="2025-12-31")
            _measure(spec, said.workers, Path(folder) / seed)


def _measure(spec: Spec, workers: int, folder: Path) -> None:
    library = Library(folder)
    id = keep(spec, library, workers=workers).id
    dataset = library.open(id)
    dataset.sql("SELECT count(*) FROM transactions")
    seconds, found = _timed(lambda: assess(subject_of(dataset)))
    print(f"seed {spec.seed}, {spec.count:,} payments")
    _told("quality check", spec.count / seconds, LEAST_ROWS_A_SECOND, "rows/s", at_least=True)
    print(f"  {len(found.judged) - len(found.broken)} of {len(found.judged)} checks hold, score {found.score:.1f}")
    seconds, card = _timed(lambda: scorecard(dataset))
    _told("scorecard", seconds, MOST_SCORECARD_SECONDS, "s", at_least=False)
    _shares(card)
    for name in ("payments.parquet", "payments.csv"):
        path = dataset.export(folder / name)
        seconds, _ = _timed(lambda path=path: assess(subject_of_file(path)))
        print(f"  a user's {path.suffix[1:]} of {path.stat().st_size / 1e6:,.0f} MB: {spec.count / seconds:,.0f} rows/s")


def _shares(card: Scorecard) -> None:
    for name, share, of, least in (
        ("figures fit", card.share_met, card.held, MET),
        ("of those that are no inputs", card.evidence_met, card.evidence, EVIDENCE_MET),
    ):
        print(f"  {sum(row.fits for row in of)} of {len(of)} {name}: {share or 0:.1%}, {least:.0%} asked")
    for row in card.misfits:
        print(f"    {row.fact.name}, {row.fact.period}: {row.value:,.4g} for {row.fact.target:,.4g}")


def _told(name: str, reached: float, asked: float, unit: str, at_least: bool) -> None:
    kept = "kept" if (reached >= asked if at_least else reached <= asked) else "NOT KEPT"
    print(f"  {name}: {reached:,.1f} {unit}, {'at least' if at_least else 'at most'} {asked:,.0f} asked: {kept}")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


if __name__ == "__main__":
    main()
