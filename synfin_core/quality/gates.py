"""Gates: what a dataset must reach, by the settings in force, and what it means when it does not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from synfin_core.fidelity.scorecard import Scorecard
from synfin_core.quality.assess import Assessment
from synfin_core.settings.assurance import GATES, Gate, Level
from synfin_core.settings.in_force import current

State = Literal["passed", "failed", "not judged"]


@dataclass(frozen=True)
class Judged:
    """One gate: what is asked and what was reached, in percent; None where nothing could be judged."""

    gate: str
    level: Level
    at_least: float
    reached: float | None

    @property
    def state(self) -> State:
        """Whether it was reached."""
        if self.reached is None:
            return "not judged"
        return "passed" if self.reached >= self.at_least else "failed"

    def as_dict(self) -> dict[str, Any]:
        """In plain JSON types."""
        return asdict(self) | {"state": self.state}


@dataclass(frozen=True)
class Gates:
    """All gates of one dataset or file."""

    judged: tuple[Judged, ...]

    @property
    def passed(self) -> bool:
        """No blocking gate has failed."""
        return not any(one.state == "failed" and one.level == "blocking" for one in self.judged)

    @property
    def failed(self) -> tuple[Judged, ...]:
        """Those that were not reached, of any level."""
        return tuple(one for one in self.judged if one.state == "failed")


def pass_gates(assessment: Assessment, card: Scorecard | None = None, gates: Mapping[str, Gate] | None = None) -> Gates:
    """Hold what was reached against `gates`, else those of the settings; without a scorecard no figure is judged."""
    chosen = current().quality.gates if gates is None else gates
    reached = _reached(assessment, card)
    return Gates(tuple(Judged(name, chosen[name].level, chosen[name].at_least, reached[name]) for name in GATES if name in chosen))


def _reached(assessment: Assessment, card: Scorecard | None) -> dict[str, float | None]:
    """In percent, by gate."""
    families = {family.replace(" ", "_"): 100 * share for family, share in assessment.families.items()}
    figures = {"figures_met": card.share_met, "evidence_met": card.evidence_met} if card else {}
    shares = {name: None if share is None else 100 * share for name, share in figures.items()}
    return dict.fromkeys(GATES) | {"score": assessment.score} | families | shares
