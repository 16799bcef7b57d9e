"""A script pays many small sums in minutes from one stolen login, each below what is checked, until counts stop it."""

from dataclasses import replace

from synfin_core.fraud.story import Cases, Legs, leg_draw
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import alike, log_steps

STYLES = {"upi": "upi_intent", "credit_card": "credit_ecom", "wallet": "wallet_online"}
NEW_DEVICE = True
AFTERMATH = "frozen"
EVENTS = ("device bound", "complaint")
FREE, FULL = 8, 30  # payments before counts are checked, and before nearly all are refused, assumed
REFUSED = 0.9  # of those after that, assumed


def legs(cases: Cases) -> Legs:
    """10-60 like payments seconds apart; the later in the burst, the more are refused."""
    made = stroke(cases, "drain", STYLES, log_steps(cases), alike, payees=4)
    bar = REFUSED * ((made.leg - FREE) / (FULL - FREE)).clip(0, 1)
    return replace(made, refused=leg_draw(cases, made.case, made.leg, "refused") < bar)
