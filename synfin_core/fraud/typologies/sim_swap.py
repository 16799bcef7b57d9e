"""The victim's number moves to a thief's SIM, or his calls do; the account is drained in many transfers to many new payees."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over, steps, uneven
from synfin_core.fraud.rhythms import DAYTIME, within_day
from synfin_core.fraud.story import TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.variants import is_variant

STYLES = {"netbanking": "imps_web", "imps": "imps_out", "upi": "upi_id", "neft": "neft_out"}
NEW_DEVICE = True
EVENTS = ("SIM changed", "device bound", "PIN set", "payee added", "limit changed")
KEEPS_NUMBER = ("call forwarding", "call merging")  # no SIM changes where only calls are taken over
AT_ONCE = {"eSIM activation": 0.35, "call forwarding": 0.6, "call merging": 0.1}  # of the span: no new card to wait for, assumed


def legs(cases: Cases) -> Legs:
    """8-28 drains within hours to days, to a handful of mules, in uneven sums; by day while the victim is on the phone."""
    low, high = steps(cases)
    counts = cases.whole("steps", low, high)
    case, leg = ragged(counts)
    length = span(cases)
    for name, part in AT_ONCE.items():
        length = np.where(is_variant(cases, name), length * part, length).astype(np.int64)
    by_call = is_variant(cases, *KEEPS_NUMBER)
    cases = replace(cases, start=np.where(by_call, within_day(cases.start, DAYTIME), cases.start))
    time = spread_over(cases, case, leg, counts, length)
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
