"""The calibration table in Markdown."""

from collections.abc import Iterable, Iterator

from synfin_core.fidelity.measure import Measured

_WORDS = {"fits": "yes", "does not fit": "**no**"}


def calibration_table(rows: Iterable[Measured]) -> Iterator[str]:
    """One line a fact: target, measured, gap, and whether it fits."""
    yield "| figure | period | source | target | measured | gap | tolerance | fits | input |"
    yield "|---|---|---|---:|---:|---:|---:|---|---|"
    for row in rows:
        fact = row.fact
        told = f"| {fact.name} | {fact.period} | `{fact.source}` ({fact.confidence}) | {_number(fact.target, fact.unit)} "
        measured = "|  |  " if row.value is None else f"| {_number(row.value, fact.unit)} | {row.value / fact.target - 1:+.1%} "
        yield (
            told
            + measured
            + f"| {row.tolerance / fact.target:.0%} | {_WORDS.get(row.verdict, row.verdict)} | {'yes' if fact.is_input else ''} |"
        )


def _number(value: float, unit: str) -> str:
    if unit == "INR":
        return f"₹{value:,.0f}"
    return f"{value:.3f}" if abs(value) >= 0.1 else f"{value:.4f}"
