"""Gates are what the settings say; a blocking one that fails stops, a warning does not."""

import pytest

from synfin_core.errors import SettingsError
from synfin_core.fidelity.measure import measure
from synfin_core.fidelity.scorecard import Scorecard
from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.check import FAMILIES
from synfin_core.quality.gates import pass_gates
from synfin_core.quality.subject import subject_of
from synfin_core.settings.assurance import GATES, Gate
from synfin_core.store.dataset import Dataset
from tests.settings.conftest import Home, home
from tests.store.test_checks import spoiled

__all__ = ["home"]


def test_every_family_can_be_gated() -> None:
    """The names of gates are the families, the score, and the two shares of figures."""
    assert {family.replace(" ", "_") for family in FAMILIES} | {"score", "figures_met", "evidence_met"} == set(GATES)


def test_what_is_made_passes(sound: Assessment) -> None:
    """Without a scorecard no figure is judged."""
    gates = pass_gates(sound)
    assert gates.passed
    assert gates.failed == ()
    assert {one.gate for one in gates.judged if one.state == "not judged"} >= {"figures_met", "evidence_met"}


@pytest.mark.parametrize(("level", "passes"), [("blocking", False), ("warning", True), ("informational", True)])
def test_only_a_blocking_gate_stops(dataset: Dataset, level: str, passes: bool) -> None:
    """One broken row of the ledger."""
    found = assess(subject_of(spoiled(dataset, "accounts", "SELECT * REPLACE (1e9 AS floor_inr) FROM accounts")))
    gates = pass_gates(found, gates={"ledger": Gate(level=level, at_least=100)})  # type: ignore[arg-type]
    assert [one.state for one in gates.judged] == ["failed"]
    assert gates.passed is passes


def test_figures_are_gated_by_the_share_that_fits(dataset: Dataset, sound: Assessment) -> None:
    """The share of the scorecard, in percent."""
    card = Scorecard(tuple(measure(dataset)))
    reached = {one.gate: one.reached for one in pass_gates(sound, card).judged}
    assert reached["figures_met"] == pytest.approx(100 * sum(row.fits for row in card.held) / len(card.held))
    assert reached["evidence_met"] == pytest.approx(100 * sum(row.fits for row in card.evidence) / len(card.evidence))


def test_gates_come_from_the_settings(home: Home, sound: Assessment) -> None:
    """A user may ask for more, or for less."""
    home.sets(QUALITY__GATES__SCORE__AT_LEAST="37", QUALITY__GATES__SCORE__LEVEL="informational")
    [score] = [one for one in pass_gates(sound).judged if one.gate == "score"]
    assert (score.at_least, score.level) == (37, "informational")


def test_a_gate_that_does_not_exist_is_told(home: Home) -> None:
    """The closest one is named."""
    home.says("quality: {gates: {legder: {level: warning, at_least: 50}}}")
    with pytest.raises(SettingsError, match="closest: ledger"):
        home.state()
