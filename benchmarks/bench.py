"""Speed, memory and scaling, as one table of Markdown: `make bench`, and `make bench PEERS=1` beside two peers."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hardware import hardware_class
from benchmarks.measure import measure_module
from benchmarks.peers import run_peers

REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmark.md"
MILLION = 1_000_000
WORKERS = (1, 2, 4)


@dataclass(frozen=True)
class Run:
    """One measured run."""

    name: str
    workers: int
    rows: int
    columns: int
    events: int
    seconds: float
    cpu_seconds: float
    whole_seconds: float
    peak_mb: float
    fingerprint: str

    @property
    def rows_per_second(self) -> float:
        """Payments over wall seconds of generate(); events come on top."""
        return self.rows / self.seconds

    @property
    def cpu_per_million(self) -> float:
        """Processor seconds of all processes for a million payments."""
        return self.cpu_seconds / self.rows * MILLION


def main() -> None:
    """Measure, print, and with `--write` keep the result under docs/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="install and run tpchgen-cli and GraphFaker as well")
    parser.add_argument("--short", action="store_true", help="leave out 20 million rows and the five-year period")
    parser.add_argument("--write", action="store_true", help=f"write docs/{REPORT.name}")
    asked = parser.parse_args()
    text = "\n".join(_report(asked.peers, asked.short)) + "\n"
    print(text, end="")
    if asked.write:
        REPORT.write_text(text, encoding="utf-8")


def _report(peers: bool, short: bool) -> Iterator[str]:
    yield from ("# Benchmark", "", f"Made by `make bench{' PEERS=1' if peers else ''}` on: {hardware_class()}.", "")
    size = 2 if short else 10
    runs = [_run(f"{size} million rows", size * MILLION, workers) for workers in WORKERS]
    small = _run("2 million rows", 2 * MILLION, 2)
    more = [] if short else [_run("20 million rows", 20 * MILLION, 2), _five_years()]
    yield from _table([small, *runs, *more])
    yield from ("", *_ratios(runs, small, more), f"- {_warm_run()}")
    if peers:
        yield from ("", *_beside([small, *more[:1]]))


def _run(name: str, count: int, workers: int, *period: str) -> Run:
    measured, told = measure_module("benchmarks.one_run", "--count", str(count), "--workers", str(workers), *period)
    return Run(name=name, workers=workers, whole_seconds=measured.seconds, peak_mb=measured.peak_mb, **told)


def _five_years() -> Run:
    return _run("2 million rows over five years", 2 * MILLION, 2, "--start", "2023-01-01", "--end", "2027-12-31")


def _warm_run() -> str:
    _, told = measure_module("benchmarks.one_run", "--count", "100000", "--repeat", "5")
    return f"100,000 rows in memory, warm: {told['seconds']:.2f} s (median of 5, slowest {told['slowest']:.2f} s)"


def _table(runs: list[Run]) -> Iterator[str]:
    first = runs[0]
    width = f"{first.columns} columns, 1% fraud, {first.events:,} events beside 2 million rows"
    yield f"Full width ({width}), to Parquet parts:"
    yield from (
        "",
        "| run | workers | rows/s | CPU seconds a million rows | peak memory, all processes |",
        "|---|---|---|---|---|",
    )
    for run in runs:
        numbers = f"{run.rows_per_second:,.0f} | {run.cpu_per_million:.2f} | {run.peak_mb:,.0f} MB"
        yield f"| {run.name} | {run.workers} | {numbers} |"


def _ratios(runs: list[Run], small: Run, more: list[Run]) -> Iterator[str]:
    cpu = [run.cpu_per_million for run in runs]
    spread = max(cpu) / min(cpu)
    yield f"- CPU seconds, most over least of {len(runs)} worker counts: {spread:.2f} (promised: at most 1.15)"
    yield f"- two workers over one: {runs[1].rows_per_second / runs[0].rows_per_second:.2f} times the rows/s"
    for run in more:
        share = run.peak_mb / small.peak_mb
        yield f"- memory, {run.name} over 2 million in a year: {share:.2f} (promised: at most 1.10, and 1,500 MB)"


def _beside(ours: list[Run]) -> Iterator[str]:
    yield "Beside two peers at the same size, two workers each, in the same run; every time includes the start of the program:"
    yield from ("", "| generator | rows | columns | rows/s | ours over theirs |", "|---|---|---|---|---|")
    sizes = tuple(run.rows // MILLION for run in ours)
    for run, peers in zip(ours, run_peers(2, sizes), strict=True):
        speed = run.rows / run.whole_seconds
        yield f"| SynFinance | {run.rows:,} | {run.columns} | {speed:,.0f} | 1.00 |"
        for peer in peers:
            ratio = speed / peer.rows_per_second
            yield f"| {peer.name} | {peer.rows:,} | {peer.columns} | {peer.rows_per_second:,.0f} | {ratio:.2f} |"


if __name__ == "__main__":
    main()
