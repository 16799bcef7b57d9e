"""A thief with the victim's phone draws an instant loan in his name and sends it on within hours."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import FROM_OUTSIDE, Cases, Legs, legs_of
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import evenly, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import MINUTE

STYLES = {"imps": "imps_out", "upi": "upi_id"}
NEW_DEVICE = True
AFTERMATH = "frozen"
EVENTS = ("device bound", "PIN set", "loan drawn", "complaint")
LENT, LENT_MINUTES = (1.0, 1.15), (3, 43)  # beside what is sent on (loan_takeover26: all of it); before it; assumed
LOAN = 100  # number of the leg


def legs(cases: Cases) -> Legs:
    """A loan comes in; two to six drains carry it off."""
    cases = begin(cases, DAYTIME)
    drains = taken(cases, STYLES, mostly_few(cases))
    case = np.arange(len(cases))
    leg = np.full(len(case), LOAN)
    loan = legs_of(
        cases,
        case,
        leg,
        cases.start - wait(cases, case, leg, "wait", LENT_MINUTES, MINUTE),
        "loan",
        FROM_OUTSIDE,
        np.full(len(case), CODE["imps_in"], np.uint8),
        weight=evenly(cases, case, leg, "lent", LENT),
    )
    return Legs.join([loan, replace(drains, cause=np.where(drains.leg == 0, LOAN, drains.cause))])
