"""How well it was found: findings held against what was planted, by kind, and for the rings as a whole."""

from dataclasses import dataclass
from typing import Any

from synfin_core.analytics.network.analysis import Network
from synfin_core.analytics.network.bursts import FEWEST_PAYERS, WINDOW_HOURS
from synfin_core.analytics.network.data import Data, has_truth
from synfin_core.analytics.network.finding import KINDS, Finding, Kind
from synfin_core.analytics.network.truth import Truth

SHARED: dict[Kind, str] = {"shared device": "device", "shared merchant": "merchant", "shared payee": "payee"}
PLANTED: dict[Kind, str] = {
    "shared device": "devices with which a ring paid for two customers or more",
    "shared merchant": "merchants at which a ring took from two customers or more",
    "shared payee": "accounts that money of cases reached from two payers or more",
    "pass-through": "accounts that passed on money of cases twice or more",
    "in-out path": "cases whose money went from a mule to another that passed it on",
    "cycle": "cases whose money came back to a mule",
    "burst": f"accounts and merchants that {FEWEST_PAYERS} payers or more of one case reached within {WINDOW_HOURS} hours",
}
RINGS = "rings"


@dataclass(frozen=True)
class Score:
    """One kind, or the rings: how many were `found`; of them how many are `right`, and how many are innocent `twins`, planted to
    look so; and how many of those `planted` were `met`."""

    kind: str
    planted_are: str
    found: int
    right: int
    twins: int
    planted: int
    met: int

    @property
    def precision(self) -> float | None:
        """Share, 0-1, of findings that are right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share, 0-1, of what was planted that was found; None where nothing was planted."""
        return self.met / self.planted if self.planted else None

    def as_dict(self) -> dict[str, Any]:
        """The score in plain JSON types."""
        return {**vars(self), "precision": self.precision, "recall": self.recall}


def score(data: Data, network: Network) -> tuple[Score, ...]:
    """A score for the rings and for each kind; none for a dataset that tells of no case: it is blind, or has no fraud."""
    if not has_truth(data):
        return ()
    truth = Truth.read(data)
    return (_rings(truth, network), *(_score(truth, kind, network.by_kind[kind]) for kind in KINDS))


def _score(truth: Truth, kind: Kind, findings: tuple[Finding, ...]) -> Score:
    right = [_is_right(truth, finding) for finding in findings]
    twins = sum(truth.is_of_twins(finding) for finding, is_right in zip(findings, right, strict=True) if not is_right)
    planted = truth.planted[kind]
    met = {_key(truth, finding) for finding in findings} & planted
    return Score(kind, PLANTED[kind], len(findings), sum(right), twins, len(planted), len(met))


def _is_right(truth: Truth, finding: Finding) -> bool:
    """Whether a finding is among what was planted; of devices and merchants, whether most of its payments belong to cases."""
    if finding.kind in ("shared device", "shared merchant"):
        return truth.is_of_cases(finding)
    return _key(truth, finding) in truth.planted[finding.kind]


def _key(truth: Truth, finding: Finding) -> int:
    """By what a finding is looked up among what was planted."""
    return truth.case_of(finding) if finding.kind in ("in-out path", "cycle") else finding.centre.id


def _rings(truth: Truth, network: Network) -> Score:
    """Rings whose shared device, merchant or payee was found, and how many of all shared ones that were found are right."""
    parts = [_score(truth, kind, network.by_kind[kind]) for kind in SHARED]
    centres = {(shared, finding.centre.id) for kind, shared in SHARED.items() for finding in network.by_kind[kind]}
    met = sum(pair in centres for pair in zip(truth.rings["shared_kind"], truth.rings["shared_id"], strict=True))
    found, right, twins = (sum(getattr(part, name) for part in parts) for name in ("found", "right", "twins"))
    meaning = "cases that belong together and share a device, merchant or payee against two customers or more"
    return Score(RINGS, meaning, found, right, twins, len(truth.rings), met)
