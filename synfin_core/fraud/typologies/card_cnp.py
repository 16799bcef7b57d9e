"""Stolen card details are used at online sellers, often abroad where no second factor is asked, late at night."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over, steps, uneven
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged

STYLES = {"credit_card": "credit_abroad", "debit_card": "debit_ecom"}
DECLINED = 0.28  # of charges refused by issuer or merchant, assumed
EVENTS = ("card blocked", "complaint")


def legs(cases: Cases) -> Legs:
    """One to five charges within minutes to hours, most cases one or two."""
    low, high = steps(cases)
    counts = low + ((high - low + 1) * cases.draw("steps") ** 2).astype(np.int64)
    case, leg = ragged(counts)
    time = spread_over(cases, case, leg, counts, span(cases))
    return legs_of(
        cases,
        case,
        leg,
        time,
        "charge",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
        refused=leg_draw(cases, case, leg, "refused") < DECLINED,
        cause=np.where(leg > 0, 0, -1),
    )
