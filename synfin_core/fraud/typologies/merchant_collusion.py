"""A shell shop opens with a few small sales, then charges stolen and used-up cards again and again, near their limits."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, legs_of, ragged
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import alike, between, log_steps, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY

STYLES = {"credit_card": "credit_chip", "debit_card": "debit_chip", "upi": "upi_credit"}
MANY_VICTIMS = True
USES = 3  # charges a card, assumed (206 cards at 7 shops: merchant_cases)
SALES, SALES_INR, OPENED = (3, 8), (80, 1_500), (1, 6)  # small sales at first, and days before the charges, assumed
SALE = 8_000  # numbers of sales and of their payers begin here
OPEN = (0,) * 9 + (3, 6, 8, 8, 6, 5, 6, 7, 8, 9, 8, 5, 2) + (0,) * 2  # hours of a shop for its honest-looking sales, assumed


def legs(cases: Cases) -> Legs:
    """Small sales over the first days, then 5-200 like charges over days to weeks at any hour, three a card."""
    return Legs.join([_sales(cases), _charges(cases)])


def _sales(cases: Cases) -> Legs:
    case, number = ragged(cases.whole("sales", *SALES))
    leg = SALE + number
    return legs_of(
        cases,
        case,
        leg,
        within_day(cases.start[case] - wait(cases, case, leg, "before", OPENED, DAY), OPEN),
        "purchase",
        TO_MERCHANT,
        np.full(len(case), CODE["upi_qr"], np.uint8),
        rupees=between(cases, case, leg, "sale", SALES_INR),
        payee=leg,
    )


def _charges(cases: Cases) -> Legs:
    counts = log_steps(cases, 2.0)
    made = stroke(cases, "charge", STYLES, counts, alike, chained=False)
    return replace(made, payee=made.leg % -(-counts // USES)[made.case])
