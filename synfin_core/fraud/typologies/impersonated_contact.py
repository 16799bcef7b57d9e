"""A relative, friend or boss seems to call in need, by a taken account or a copied voice; one urgent transfer, then a larger."""

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import ladder
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"upi": "upi_id", "imps": "imps_out", "neft": "neft_out"}
EVENTS = ("complaint",)


def legs(cases: Cases) -> Legs:
    """One to four transfers within hours by day, mostly few, to one or two strangers."""
    return stroke(begin(cases, DAYTIME), "transfer", STYLES, mostly_few(cases), ladder, payees=2)
