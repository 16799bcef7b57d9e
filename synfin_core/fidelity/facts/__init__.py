"""All facts, read from config/calibration; one more is one block in a file here."""

from synfin_core.calibration import load_calibration
from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts import calendar, cards, categories, rails, states, upi


def all_facts() -> list[Fact]:
    """Every fact in the order of the table."""
    raw = load_calibration().raw
    return [fact for room in (upi, rails, cards, categories, states, calendar) for fact in room.facts(raw)]
