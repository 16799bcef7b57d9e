"""A known supplier's mailbox is read: near month end the invoice names a new account, and the firm pays it in business hours."""

import numpy as np

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import BANKING, MORNING, WORKING_WEEK, begin, within_week
from synfin_core.fraud.story import TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.timeline import DAY

STYLES = {"rtgs": "rtgs_business", "neft": "neft_business", "imps": "imps_business"}
EVENTS = ("payee added", "complaint")  # fraud.yaml signals: changed bank details for a known payee
GROWTH = (0.5, 2.0)  # the last invoice over the first, assumed
NEAR_MONTH_END = (3.0,) * 3 + (1.0,) * 20 + (2.0,) * 3 + (4.0,) * 5  # days 1-31 (fraud.yaml timing), weights assumed


def legs(cases: Cases) -> Legs:
    """One to three invoices paid into one new account, in banking hours of working days."""
    begun = begin(cases, MORNING, week=WORKING_WEEK, month_days=NEAR_MONTH_END)
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    shortest = int(cases.typology.figures["steps"]["span_days"][0] * DAY)
    soonest = begun.start[case] + leg * shortest
    later = within_week(cases, spread_over(begun, case, leg, counts, span(cases)), WORKING_WEEK, BANKING)
    return legs_of(
        cases,
        case,
        leg,
        np.where(leg > 0, np.maximum(later, soonest), soonest),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=climb(cases, case, leg, counts, GROWTH),
        cause=np.where(leg > 0, 0, -1),
    )
