"""A caller talks the victim out of codes and card details, and spends while the call lasts."""

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"upi": "upi_id", "debit_card": "debit_ecom", "credit_card": "credit_ecom", "netbanking": "imps_web"}
NEW_DEVICE = True
EVENTS = ("device bound", "PIN set", "complaint")


def legs(cases: Cases) -> Legs:
    """A burst of one to six payments within minutes, by day, mostly few."""
    return stroke(begin(cases, DAYTIME), "drain", STYLES, mostly_few(cases))
