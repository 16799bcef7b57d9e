"""A customer buys, receives the goods, and weeks later tells the bank that the charge was never his."""

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, spread_over
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import FROM_MERCHANT, TO_MERCHANT, Cases, Legs, legs_of, ragged
from synfin_core.fraud.sums import scattered, wait
from synfin_core.payments.followers import REFUND_STYLE
from synfin_core.timeline import DAY

STYLES = {"credit_card": "credit_ecom", "upi": "upi_intent", "debit_card": "debit_ecom"}
FIRST_PARTY = True
EVENTS = ("complaint",)
DISPUTE_DAYS = (11, 89)  # after the purchase, which moves within its day (fraud.yaml timing: 10-90)
TICKETS = 4.0  # the dearest purchase of a case beside the cheapest, assumed
CLAIMS_WITHIN = 10 * DAY  # all disputes of a case, assumed


def legs(cases: Cases) -> Legs:
    """One to three purchases, each charged back 10-90 days later; the case starts with its first claim."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    claimed = spread_over(cases, case, leg, counts, np.full(len(cases), CLAIMS_WITHIN))
    style = rail_of(cases, STYLES)[case]
    weight = scattered(cases, case, leg, counts, TICKETS)
    bought = legs_of(
        cases,
        case,
        leg,
        within_day(claimed - wait(cases, case, leg, "wait", DISPUTE_DAYS, DAY), EVENING),
        "purchase",
        TO_MERCHANT,
        style,
        weight=weight,
        payee=leg,
    )
    claims = legs_of(
        cases, case, 100 + leg, claimed, "claim", FROM_MERCHANT, REFUND_STYLE[style], weight=weight, payee=leg, cause=leg
    )
    return Legs.join([bought, claims])
