"""A shell shop opens with a few small sales, then charges stolen and used-up cards again and again, near their limits."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import alike, between, log_steps
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY

STYLES = {"credit_card": "credit_chip", "debit_card": "debit_chip", "upi": "upi_credit"}
MANY_VICTIMS = True
USES = 3  # charges a card, assumed (206 cards at 7 shops: merchant_cases)
SALES, SALES_INR = (3, 8), (80, 1_500)  # the small sales with which the shop opens, assumed
OPEN = (0,) * 9 + (3, 6, 8, 8, 6, 5, 6, 7, 8, 9, 8, 5, 2) + (0,) * 2  # hours of a shop for its honest-looking sales, assumed


def legs(cases: Cases) -> Legs:
    """Small sales over the first days, then 5-200 like charges over days to weeks at any hour, three a card."""
    return Legs.join([_sales(cases), _charges(cases)])


def _sales(cases: Cases) -> Legs:
    case, number = ragged(cases.whole("sales", *SALES))
    before = cases.start[case] - (5 * DAY * leg_draw(cases, case, 8_000 + number, "before")).astype(np.int64)
    return legs_of(
        cases,
        case,
        8_000 + number,
        within_day(before - DAY, OPEN),
        "purchase",
        TO_MERCHANT,
        np.full(len(case), CODE["upi_qr"], np.uint8),
        rupees=between(cases, case, 8_000 + number, "sale", *SALES_INR),
        payee=1_000 + number,
    )


def _charges(cases: Cases) -> Legs:
    counts = log_steps(cases, 2.0)
    made = stroke(cases, "charge", STYLES, counts, alike, chained=False)
    return replace(made, payee=made.leg % -(-counts // USES)[made.case])
