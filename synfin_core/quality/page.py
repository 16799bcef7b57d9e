"""The report as one page of HTML that needs nothing else: verdict first, evidence below."""

from collections.abc import Iterable, Iterator
from html import escape

import yaml

from synfin_core.analytics.paper import document, number, table, tiles
from synfin_core.fidelity.measure import Measured
from synfin_core.quality.assess import Assessment
from synfin_core.quality.check import Found
from synfin_core.quality.gates import Gates, Judged
from synfin_core.quality.report import Report
from synfin_core.quality.spread import spread

_CLASSES = {"holds": "good", "broken": "bad", "passed": "good", "failed": "bad", "fits": "good", "does not fit": "warn"}
_READING = (
    "A figure fits within a tenth of the target, or within three standard errors between customers where that is more. "
    "An input is read by the generator, so its fit is no evidence."
)


def page(report: Report) -> str:
    """The whole page."""
    named = report.dataset.manifest.get("name") if report.dataset else None
    name, verdict = escape(str(named or report.assessment.name)), "passes its gates" if report.passed else "does not pass its gates"
    head = f'<h1>{name}</h1><p><b class="{"good" if report.passed else "bad"}">{verdict}</b></p>'
    return document(f"{named or report.assessment.name}: quality", head + "".join(_sections(report)))


def _sections(report: Report) -> Iterator[str]:
    yield _tiles(report)
    yield _gates(report.gates)
    yield from _broken(report.assessment)
    if report.scorecard:
        yield from _figures(report)
    yield _families(report.assessment)
    if report.dataset:
        spec = {key: value for key, value in report.dataset.manifest["spec"].items() if value is not None}
        yield f"<h2>Spec</h2><pre>{escape(yaml.safe_dump(spec, sort_keys=False, allow_unicode=True))}</pre>"


def _tiles(report: Report) -> str:
    found, card = report.assessment, report.scorecard
    shown = [
        (f"{found.n_rows:,}", "rows"),
        (f"{found.score:.1f}", "quality score of 100: the weakest family of checks"),
        (f"{len(found.judged) - len(found.broken)} of {len(found.judged)}", f"checks hold; {len(found.found)} are known"),
    ]
    if card and card.held:
        shown.append((_share(card.held), "published figures fit"))
    if card and card.evidence:
        shown.append((_share(card.evidence), "of them that are no inputs fit"))
    return tiles(shown)


def _gates(gates: Gates) -> str:
    """Each gate with its level, what is asked and what was reached."""
    rows = [(one.gate.replace("_", " "), one.level, f"{one.at_least:g}%", _reached(one), one.state) for one in gates.judged]
    return "<h2>Gates</h2>" + table(("gate", "level", "at least", "reached", "state"), rows, numbers=(2, 3), classes=_CLASSES)


def _broken(found: Assessment) -> Iterator[str]:
    if found.broken:
        yield "<h2>What is broken</h2>" + _checks(found.broken)


def _figures(report: Report) -> Iterator[str]:
    card = report.scorecard
    if card is None:
        return
    yield f"<h2>Published figures</h2><p>{_READING}</p>"
    yield f'<div class="wide">{spread(card.held)}</div>'
    if card.misfits:
        yield "<h3>Figures that do not fit</h3>" + _measured(card.misfits)
    yield f"<details><summary>All {len(card.rows)} figures</summary>{_measured(card.rows)}</details>"


def _families(found: Assessment) -> str:
    """Families with their shares, and every check behind them."""
    rows = [
        (family, f"{share:.1%}", sum(one.check.family == family for one in found.judged))
        for family, share in found.families.items()
    ]
    shares = table(("family", "hold", "checks judged"), rows, numbers=(1, 2))
    return f"<h2>Checks</h2>{shares}<details><summary>All {len(found.found)} checks</summary>{_checks(found.found)}</details>"


def _checks(found: Iterable[Found]) -> str:
    rows = [
        (
            one.check.goal,
            one.check.family,
            number(one.value),
            one.check.unit,
            one.verdict,
            one.detail,
        )
        for one in found
    ]
    return table(("what must be so", "family", "found", "of", "verdict", "where"), rows, numbers=(2,), classes=_CLASSES)


def _measured(rows: Iterable[Measured]) -> str:
    cells = [
        (
            row.fact.name,
            row.fact.period,
            f"{row.fact.source} ({row.fact.confidence})",
            number(row.fact.target),
            number(row.value),
            number(row.tolerance),
            row.verdict,
            "input" if row.fact.is_input else row.fact.shown_only,
        )
        for row in rows
    ]
    return table(
        ("figure", "period", "source", "target", "measured", "tolerance", "verdict", "note"),
        cells,
        numbers=(3, 4, 5),
        classes=_CLASSES,
    )


def _reached(one: Judged) -> str:
    return "" if one.reached is None else f"{one.reached:.1f}%"


def _share(rows: tuple[Measured, ...]) -> str:
    return f"{sum(row.fits for row in rows)} of {len(rows)}"
