"""A fake shop sells to honest buyers and orders their goods elsewhere on stolen cards, whose owners dispute weeks later."""

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import FROM_MERCHANT, TO_MERCHANT, TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.sums import evenly, scattered, wait
from synfin_core.payments.followers import REFUND_STYLE
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, HOUR

STYLES = {"credit_card": "credit_ecom", "debit_card": "debit_ecom"}
MANY_VICTIMS = True
ORDER_HOURS = (0.3, 47)  # after the sale (fraud.yaml timing: shipped 0-2 days later)
TICKETS = 6.0  # the dearest goods of a case beside the cheapest, assumed
MARKUP = (1.05, 1.3)  # what the goods cost beside the bargain that the buyer paid, assumed
DISPUTED, DISPUTE_DAYS = 0.7, (20, 60)  # of charges, assumed; fraud.yaml timing
BUYER, DISPUTE = 1_000, 2_000  # numbers of buyers and of disputes begin here, those of cards at 0


def legs(cases: Cases) -> Legs:
    """One to fifteen sales over days to weeks, each followed within two days by a charge on a card of somebody else."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    sales = legs_of(
        cases,
        case,
        BUYER + leg,
        within_day(spread_over(cases, case, leg, counts, span(cases)), EVENING),
        "purchase",
        TO_MULE,
        np.full(len(case), CODE["upi_id"], np.uint8),
        weight=scattered(cases, case, leg, counts, TICKETS),
        payee=BUYER + leg,
    )
    charges = legs_of(
        cases,
        case,
        leg,
        sales.time + wait(cases, case, leg, "ordered", ORDER_HOURS, HOUR),
        "charge",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=sales.weight * evenly(cases, case, leg, "markup", MARKUP),
        payee=leg,
        cause=BUYER + leg,
    )
    return Legs.join([sales, charges, _disputes(cases, charges)])


def _disputes(cases: Cases, charges: Legs) -> Legs:
    """Charges given back to the owners of the cards."""
    back = charges.take(leg_draw(cases, charges.case, charges.leg, "dispute") < DISPUTED)
    return legs_of(
        cases,
        back.case,
        DISPUTE + back.leg,
        back.time + wait(cases, back.case, back.leg, "wait", DISPUTE_DAYS, DAY),
        "pay-back",
        FROM_MERCHANT,
        REFUND_STYLE[back.style],
        weight=back.weight,
        payee=back.payee,
        cause=back.leg,
    )
