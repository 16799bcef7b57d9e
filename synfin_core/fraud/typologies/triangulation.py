"""A fake shop sells to honest buyers and orders their goods elsewhere on stolen cards, whose owners dispute weeks later."""

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import FROM_MERCHANT, TO_MERCHANT, TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.strokes import refund_of
from synfin_core.fraud.sums import scattered
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, HOUR

STYLES = {"credit_card": "credit_ecom", "debit_card": "debit_ecom"}
MANY_VICTIMS = True
EVENTS = ("card blocked", "complaint")
ORDERED_WITHIN = 46 * HOUR  # fraud.yaml timing: shipped 0-2 days later
TICKETS = 6.0  # the dearest goods of a case beside the cheapest, assumed
MARKUP = (1.05, 1.3)  # what the goods cost beside the bargain that the buyer paid, assumed
DISPUTED, DISPUTE_DAYS = 0.7, (20, 60)  # of charges, assumed; fraud.yaml timing
BUYERS = 1_000  # numbers of buyers begin here, those of cards at 0


def legs(cases: Cases) -> Legs:
    """One to fifteen sales over days to weeks, each followed within two days by a charge on a card of somebody else."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    sales = legs_of(
        cases,
        case,
        BUYERS + leg,
        within_day(spread_over(cases, case, leg, counts, span(cases)), EVENING),
        "purchase",
        TO_MULE,
        np.full(len(case), CODE["upi_id"], np.uint8),
        weight=scattered(cases, case, leg, counts, TICKETS),
        payee=BUYERS + leg,
    )
    low, high = MARKUP
    charges = legs_of(
        cases,
        case,
        leg,
        sales.time + ((0.01 + leg_draw(cases, case, leg, "ordered")) * ORDERED_WITHIN).astype(np.int64),
        "charge",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=sales.weight * (low + (high - low) * leg_draw(cases, case, leg, "markup")),
        payee=leg,
        cause=BUYERS + leg,
    )
    return Legs.join([sales, charges, _disputes(cases, charges)])


def _disputes(cases: Cases, charges: Legs) -> Legs:
    """Charges given back to the owners of the cards."""
    back = charges.take(leg_draw(cases, charges.case, charges.leg, "dispute") < DISPUTED)
    first, last = DISPUTE_DAYS
    wait = (first + (last - first) * leg_draw(cases, back.case, back.leg, "wait")) * DAY
    return legs_of(
        cases,
        back.case,
        2_000 + back.leg,
        back.time + wait.astype(np.int64),
        "pay-back",
        FROM_MERCHANT,
        refund_of(back.style),
        weight=back.weight,
        payee=back.payee,
        cause=back.leg,
    )
