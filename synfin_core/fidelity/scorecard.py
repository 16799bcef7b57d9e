"""The scorecard: every figure with its verdict, and the shares that fit: of all that are held, and of those that are evidence."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from synfin_core.fidelity.measure import Measured, measure
from synfin_core.store.dataset import Dataset

_COUNTED = ("fits", "does not fit")


@dataclass(frozen=True)
class Scorecard:
    """Figures beside a dataset; a share is None where nothing could be held against it."""

    rows: tuple[Measured, ...]

    @property
    def held(self) -> tuple[Measured, ...]:
        """Figures that count: quoted or derived, of this time and country, with payments to measure."""
        return tuple(row for row in self.rows if row.verdict in _COUNTED)

    @property
    def evidence(self) -> tuple[Measured, ...]:
        """Those of them that the generator does not read."""
        return tuple(row for row in self.held if not row.fact.is_input)

    @property
    def misfits(self) -> tuple[Measured, ...]:
        """Figures that count and do not fit."""
        return tuple(row for row in self.held if not row.fits)

    @property
    def share_met(self) -> float | None:
        """Share of the figures that count which fit."""
        return _share(self.held)

    @property
    def evidence_met(self) -> float | None:
        """The same of those that are evidence."""
        return _share(self.evidence)

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain JSON types."""
        return {
            "figures": len(self.rows),
            "held": len(self.held),
            "share_met": self.share_met,
            "evidence": len(self.evidence),
            "evidence_met": self.evidence_met,
            "verdicts": dict(Counter(row.verdict for row in self.rows)),
            "rows": [_told(row) for row in self.rows],
        }


def scorecard(dataset: Dataset) -> Scorecard:
    """Measure every figure in the dataset."""
    return Scorecard(tuple(measure(dataset)))


def _share(rows: tuple[Measured, ...]) -> float | None:
    return sum(row.fits for row in rows) / len(rows) if rows else None


def _told(row: Measured) -> dict[str, Any]:
    fact = row.fact
    return {
        "figure": fact.name,
        "period": fact.period,
        "source": fact.source,
        "confidence": fact.confidence,
        "unit": fact.unit,
        "target": fact.target,
        "measured": row.value,
        "standard_error": row.standard_error,
        "tolerance": row.tolerance,
        "verdict": row.verdict,
        "is_input": fact.is_input,
        "note": fact.shown_only,
    }
