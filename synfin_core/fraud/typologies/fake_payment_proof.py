"""At rush hour a customer shows the shop a forged success screen: what really came is a failed attempt or a single rupee."""

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import RUSH, begin
from synfin_core.fraud.story import FROM_OUTSIDE, Cases, Legs, legs_of, ragged

STYLES = {"upi": "upi_received"}
ONE_RUPEE = 0.4  # of cases in which a single rupee arrives, the others have failed attempts alone, assumed


def legs(cases: Cases) -> Legs:
    """One or two attempts to pay the shop; at most the last succeeds, with one rupee instead of the price."""
    counts = mostly_few(cases, 1.5)
    case, leg = ragged(counts)
    rupee = (leg == counts[case] - 1) & (cases.draw("one rupee") < ONE_RUPEE)[case]
    return legs_of(
        cases,
        case,
        leg,
        spread_over(begin(cases, RUSH), case, leg, counts, span(cases)),
        "claim",
        FROM_OUTSIDE,
        rail_of(cases, STYLES)[case],
        weight=np.where(rupee, 0.0, 1.0),
        rupees=np.where(rupee, 1.0, 0.0),
        cause=leg - 1,
        refused=~rupee,
    )
