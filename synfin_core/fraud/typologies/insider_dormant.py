"""An insider wakes an account that nobody used for years, changes its number at the branch, and empties it in banking hours."""

from dataclasses import replace

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import BANKING, WORKING_WEEK, within_week
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import taken

STYLES = {"neft": "neft_out", "atm": "atm_cash", "upi": "upi_id"}
NEW_DEVICE = True
EVENTS = ("contact changed",)


def legs(cases: Cases) -> Legs:
    """2-20 drains or withdrawals over days to weeks."""
    made = taken(cases, STYLES, mostly_few(cases))
    return replace(made, time=within_week(cases, made.time, WORKING_WEEK, BANKING))
