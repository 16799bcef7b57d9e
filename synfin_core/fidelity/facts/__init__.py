"""Published figures, one file a subject: the order in which the table lists them."""

from synfin_core.calibration import load_calibration
from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts import (
    banks,
    calendar,
    cards,
    cash_flow,
    categories,
    fraud,
    habits,
    mixes,
    months,
    network,
    rails,
    states,
    upi,
    usage,
)

_SUBJECTS = (upi, months, rails, cards, banks, usage, categories, mixes, states, calendar, cash_flow, habits, network, fraud)


def all_facts() -> list[Fact]:
    """Every fact in the order of the table."""
    raw = load_calibration().raw
    return [fact for subject in _SUBJECTS for fact in subject.facts(raw)]
