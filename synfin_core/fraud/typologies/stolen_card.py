"""A lost or stolen card is tapped at shops near its owner's home, no PIN needed, until it is blocked and then refused."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.moves import steps
from synfin_core.fraud.rhythms import begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import taken

STYLES = {"credit_card": "credit_tap", "debit_card": "debit_tap"}
AFTERMATH = "card blocked"
EVENTS = ("card blocked", "complaint")
OPEN = (0,) * 9 + (2, 5, 7, 7, 6, 6, 7, 8, 9, 10, 8, 4, 1) + (0,) * 2  # hours of a card's first use by the thief, assumed
BLOCKED = (0.4, 1.8)  # of the planned taps after which the card is blocked, uniform, so that half the cases meet it, assumed


def legs(cases: Cases) -> Legs:
    """One to eight taps at different shops within hours; those after the block are refused."""
    made = taken(begin(cases, OPEN), STYLES, cases.whole("steps", *steps(cases)), payees=8)
    first, last = BLOCKED
    block = (first + (last - first) * cases.draw("block")) * np.bincount(made.case, minlength=len(cases))
    return replace(made, refused=made.leg >= np.maximum(block, 1)[made.case])
