"""The calibration table in Markdown."""

from collections.abc import Iterable, Iterator

from synfin_core.fidelity.measure import Measured


def calibration_table(rows: Iterable[Measured]) -> Iterator[str]:
    """One line a fact: target, measured, gap, and whether it fits."""
    yield "| figure | period | source | target | measured | gap | tolerance | fits | input |"
    yield "|---|---|---|---:|---:|---:|---:|---|---|"
    for row in rows:
        fact = row.fact
        told = f"| {fact.name} | {fact.period} | `{fact.source}` ({fact.confidence}) | {_number(fact.target, fact.unit)} "
        measured = "|  |  " if row.value is None else f"| {_number(row.value, fact.unit)} | {row.value / fact.target - 1:+.1%} "
        yield (told + measured + f"| {row.tolerance / fact.target:.0%} | {_verdict(row)} | {'yes' if fact.is_input else ''} |")


def _verdict(row: Measured) -> str:
    if row.value is None:
        return "not in this period"
    if not row.fact.is_held:
        return "shown only"
    return "yes" if row.fits else "**no**"


def _number(value: float, unit: str) -> str:
    if unit == "INR":
        return f"₹{value:,.0f}"
    return f"{value:.3f}" if abs(value) >= 0.1 else f"{value:.4f}"
