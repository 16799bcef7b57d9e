"""The victim's number moves to a thief's SIM; overnight the account is drained in many transfers to many new payees."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over, steps, uneven
from synfin_core.fraud.story import TO_MULE, Cases, Legs, legs_of, ragged

STYLES = {"netbanking": "imps_web", "imps": "imps_out", "upi": "upi_id", "neft": "neft_out"}
NEW_DEVICE = True
EVENTS = ("SIM changed", "device bound", "PIN set", "payee added", "limit changed")


def legs(cases: Cases) -> Legs:
    """8-28 drains within hours to days, to a handful of mules, in uneven sums."""
    low, high = steps(cases)
    counts = cases.whole("steps", low, high)
    case, leg = ragged(counts)
    time = spread_over(cases, case, leg, counts, span(cases))
    return legs_of(
        cases,
        case,
        leg,
        time,
        "drain",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
        payee=leg % cases.whole("mules", 3, 7)[case],
        cause=np.where(leg > 0, 0, -1),
    )
