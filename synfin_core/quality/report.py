"""The report of one dataset or file: what was checked, the gates, the scorecard; as plain JSON types."""

from dataclasses import dataclass
from typing import Any

from synfin_core.fidelity.scorecard import Scorecard, scorecard
from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.gates import Gates, pass_gates
from synfin_core.quality.subject import Subject, subject_of
from synfin_core.store.dataset import Dataset


@dataclass(frozen=True)
class Report:
    """What is known of the soundness of one dataset or file, and of its likeness where it is one of ours."""

    assessment: Assessment
    gates: Gates
    scorecard: Scorecard | None = None
    dataset: Dataset | None = None

    @property
    def passed(self) -> bool:
        """No blocking gate has failed."""
        return self.gates.passed

    def in_short(self) -> dict[str, Any]:
        """What the data card tells, in plain JSON types."""
        card = self.scorecard
        misfits = card.misfits if card else ()
        return {
            "passed": self.passed,
            "score": round(self.assessment.score, 2),
            "judged": len(self.assessment.judged),
            "broken": [one.check.id for one in self.assessment.broken],
            "held": len(card.held) if card else 0,
            "share_met": card.share_met if card else None,
            "evidence": len(card.evidence) if card else 0,
            "evidence_met": card.evidence_met if card else None,
            "misfits": [
                {"figure": row.fact.name, "period": row.fact.period, "target": row.fact.target, "measured": row.value}
                for row in misfits
            ],
        }

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain JSON types."""
        manifest = self.dataset.manifest if self.dataset else {}
        return {
            "name": self.assessment.name,
            "passed": self.passed,
            "spec": manifest.get("spec"),
            "fingerprints": manifest.get("fingerprints"),
            "gates": [one.as_dict() for one in self.gates.judged],
            "quality": self.assessment.as_dict(),
            "scorecard": self.scorecard.as_dict() if self.scorecard else None,
        }


def report_on(dataset: Dataset, name: str = "") -> Report:
    """Check the dataset, measure the figures, pass the gates."""
    assessment, card = assess(subject_of(dataset, name)), scorecard(dataset)
    return Report(assessment, pass_gates(assessment, card), card, dataset)


def report_on_file(subject: Subject) -> Report:
    """Check a user's own file; no figure is measured in it, because nothing says how it came about."""
    assessment = assess(subject)
    return Report(assessment, pass_gates(assessment))
