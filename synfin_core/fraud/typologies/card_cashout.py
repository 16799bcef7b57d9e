"""A cardholder turns his limit into cash: like sums to one young merchant as rent or goods, back the same day less a fee."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, within_day
from synfin_core.fraud.story import FROM_OUTSIDE, Cases, Legs, legs_of
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import alike, evenly, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import HOUR

STYLES = {"credit_card": "credit_ecom", "upi": "upi_credit"}
FIRST_PARTY = True
FEE, BACK_HOURS = (0.015, 0.04), (1, 8)  # that the merchant keeps; after which the rest is back, assumed


def legs(cases: Cases) -> Legs:
    """One to eight charges over days to weeks; each comes back 1-8 hours later by IMPS."""
    charges = stroke(cases, "charge", STYLES, mostly_few(cases), alike, payees=1, chained=False)
    charges = replace(charges, time=within_day(charges.time, DAYTIME))
    case, leg = charges.case, charges.leg
    back = legs_of(
        cases,
        case,
        100 + leg,
        charges.time + wait(cases, case, leg, "wait", BACK_HOURS, HOUR),
        "pay-back",
        FROM_OUTSIDE,
        np.full(len(case), CODE["imps_in"], np.uint8),
        weight=charges.weight * (1 - evenly(cases, case, leg, "fee", FEE)),
        cause=leg,
    )
    return Legs.join([charges, back])
