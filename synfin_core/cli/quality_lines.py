"""What `synfinance quality` prints."""

from collections.abc import Iterator
from pathlib import Path

from synfin_core.fidelity.measure import Measured
from synfin_core.fidelity.scorecard import Scorecard
from synfin_core.quality.assess import Assessment
from synfin_core.quality.check import Found
from synfin_core.quality.report import Report

_MARKS = {"passed": "passed", "failed": "FAILED", "not judged": "not judged"}


def check_lines(found: Assessment) -> Iterator[str]:
    """The score, a line a family, and each broken check with what it found and where."""
    judged = f"{len(found.judged)} of {len(found.found)} checks judged"
    yield f"{found.name}: {found.n_rows:,} rows, score {found.score:.1f} of 100, {judged}"
    for family, share in found.families.items():
        yield f"  {family}: {share:.1%} of {sum(one.check.family == family for one in found.judged)} hold"
    yield from (f"BROKEN {_told(one)}" for one in found.broken)
    if skipped := len(found.found) - len(found.judged):
        reasons = sorted({one.detail for one in found.found if one.verdict == "not judged"})
        yield f"not judged: {skipped}, because {'; '.join(reasons[:3])}{' ...' if len(reasons) > 3 else ''}"


def _told(one: Found) -> str:
    check = one.check
    low, high = f"{check.low:g}", f"{check.high:g}"
    allowed = f"{high} is allowed" if low == high else f"{low} to {high} is allowed"
    where = f": {one.detail}" if one.detail else ""
    return f"{check.id} ({check.family}): {one.value:,.4g} {check.unit}, {allowed}{where}"


def gate_lines(report: Report) -> Iterator[str]:
    """Each gate, then the verdict."""
    for one in report.gates.judged:
        reached = "" if one.reached is None else f": {one.reached:.1f}%, at least {one.at_least:g}% asked"
        yield f"{_MARKS[one.state]:10}  {one.level:13}  {one.gate}{reached}"
    yield f"{report.assessment.name} {'passes' if report.passed else 'does not pass'}"


def scorecard_lines(name: str, card: Scorecard) -> Iterator[str]:
    """The shares that fit, and the figures that do not."""
    held, evidence = card.held, card.evidence
    yield f"{name}: {_share(held)} figures that are quoted or derived fit; {_share(evidence)} of those that are no inputs"
    for row in card.misfits:
        yield f"  {row.fact.name}, {row.fact.period} ({row.fact.source}): {row.value:,.4g} for {row.fact.target:,.4g}"


def pipeline_line(report: Report, folder: Path) -> str:
    """One dataset of many in one line."""
    card = report.scorecard
    figures = f", {_share(card.held)} figures fit" if card else ""
    failed = "".join(f"; {one.level}: {one.gate} {one.reached:.1f}%" for one in report.gates.failed)
    verdict = "passed" if report.passed else "FAILED"
    name = report.assessment.name
    return f"{verdict}  {name}: score {report.assessment.score:.1f}{figures}{failed}; {folder / name}.html"


def _share(rows: tuple[Measured, ...]) -> str:
    fits = sum(row.fits for row in rows)
    return f"{fits} of {len(rows)} ({fits / len(rows):.1%})" if rows else "none"
