"""False police hold an aged victim on a video call and have the savings sent, in banking hours, to 'government' accounts."""

import numpy as np

from synfin_core.fraud.moves import rail_of, spread_over, steps, uneven
from synfin_core.fraud.rhythms import BANKING, MORNING, WEEK_SHIFT, WORKING_WEEK, begin, centred, within_week
from synfin_core.fraud.story import TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.timeline import DAY, HOUR

STYLES = {"rtgs": "rtgs_out", "neft": "neft_out", "imps": "imps_out", "upi": "upi_id"}
EVENTS = ("payee added", "limit changed", "deposit broken", "complaint")  # fraud.yaml signals
ONE_DAY = 0.6  # of cases that end on day one, the others last for weeks, assumed
FIRST_DAY = 3  # transfers on day one at most (fraud.yaml timing)
CALL_HOURS = (4.8, 6.0)  # from first transfer to last on day one, from span_days 0.2 (fraud.yaml); the end assumed
GAP_DAYS = (1, 2)  # of the long cases (fraud.yaml timing)
MULES = (1, 8)  # fraud.yaml mules.generator.first_layer_accounts_per_case


def legs(cases: Cases) -> Legs:
    """1-3 large transfers on day one, or up to 21, one every 1-2 days, each in banking hours to one account after another."""
    low, high = steps(cases)
    short = cases.draw("lasts") < ONE_DAY
    more = FIRST_DAY + 1 + ((high - FIRST_DAY) * cases.draw("steps") ** 2).astype(np.int64)
    counts = np.where(short, cases.whole("steps", low, FIRST_DAY), more)
    case, leg = ragged(counts)
    call = CALL_HOURS[0] + (CALL_HOURS[1] - CALL_HOURS[0]) * cases.draw("call")
    gap = GAP_DAYS[0] + (GAP_DAYS[1] - GAP_DAYS[0]) * cases.draw("gap")
    days = np.minimum((counts - 1) * gap, cases.typology.figures["steps"]["span_days"][1] - WEEK_SHIFT)
    at_once = spread_over(begin(cases, MORNING, week=WORKING_WEEK), case, leg, counts, (call * HOUR).astype(np.int64))
    length = (days * DAY).astype(np.int64)
    for_weeks = spread_over(centred(cases, length), case, leg, counts, length)
    return legs_of(
        cases,
        case,
        leg,
        np.where(short[case], at_once, within_week(cases, for_weeks, WORKING_WEEK, BANKING)),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
        payee=leg % cases.whole("mules", *MULES)[case],
        cause=np.where(leg > 0, 0, -1),
    )
