"""Stolen credentials open the account on the thief's device; contact data change, and hours later the account is emptied."""

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"netbanking": "imps_web", "wallet": "wallet_online", "upi": "upi_id", "credit_card": "credit_ecom"}
NEW_DEVICE = True
AFTERMATH = "frozen"
EVENTS = ("device bound", "contact changed", "complaint")


def legs(cases: Cases) -> Legs:
    """Two to ten payments within minutes to hours, at any hour of the day."""
    return stroke(cases, "drain", STYLES, mostly_few(cases), payees=4)
