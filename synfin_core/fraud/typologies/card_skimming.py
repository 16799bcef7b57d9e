"""A card read at a tampered machine is cloned; around midnight the clone draws one day's limit, then the next day's."""

from synfin_core.fraud.moves import steps
from synfin_core.fraud.rhythms import begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import alike

STYLES = {"atm": "atm_cash", "debit_card": "debit_chip"}
AFTERMATH = "card blocked"
EVENTS = ("card blocked", "complaint")
START = (1, 1, 0.5, 0.3) + (0,) * 43 + (9,)  # half hours: most begin at 23:30 (fraud.yaml timing: 23:30-03:00), assumed


def legs(cases: Cases) -> Legs:
    """One to five like draws back to back within the hour, most astride midnight."""
    return taken(begin(cases, START), STYLES, cases.whole("steps", *steps(cases)), alike, payees=1)
