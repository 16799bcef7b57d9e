"""A new online shop with prices too good for the festival sale takes the money and never delivers."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over, steps, uneven
from synfin_core.fraud.rhythms import EVENING, begin
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, legs_of, ragged

STYLES = {"upi": "upi_intent", "debit_card": "debit_ecom", "credit_card": "credit_ecom", "wallet": "wallet_online"}
EVENTS = ("complaint",)
ONCE = 0.8  # of victims who order once, the others twice, assumed
# Festival sales from September to November (fraud.yaml timing); weights assumed.
MONTHS = (1.0, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 1.1, 1.5, 2.0, 1.4, 0.9)


def legs(cases: Cases) -> Legs:
    """One order, sometimes a second at the same shop within the hour."""
    low, high = steps(cases)
    counts = np.where(cases.draw("orders") < ONCE, low, high)
    case, leg = ragged(counts)
    return legs_of(
        cases,
        case,
        leg,
        spread_over(begin(cases, EVENING, months=MONTHS), case, leg, counts, span(cases)),
        "charge",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
    )
