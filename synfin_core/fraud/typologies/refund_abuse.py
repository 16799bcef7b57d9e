"""A customer orders like others and claims many orders back as missing or damaged, three to six times as often as they do."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import FROM_MERCHANT, TO_MERCHANT, Cases, Legs, legs_of, ragged
from synfin_core.fraud.sums import between, log_steps, wait
from synfin_core.payments.followers import REFUND_STYLE
from synfin_core.timeline import DAY

STYLES = {"upi": "upi_intent", "credit_card": "credit_ecom", "debit_card": "debit_ecom", "wallet": "wallet_online"}
FIRST_PARTY = True
KEPT = 0.5  # orders kept for each one claimed, assumed: 67% claimed, 4.3 times the 15.5% of return_fraud25
SHOPS = 3  # shops that one abuser orders from, assumed
ORDER = (0.4, 2.0)  # an order beside the mean claim, log-uniform with mean 1, assumed
CLAIM_DAYS = (3, 15)  # fraud.yaml timing


def legs(cases: Cases) -> Legs:
    """Orders over weeks to months; 3-60 of them come back in full 3-15 days later."""
    counts = log_steps(cases, 2.0)
    orders = counts + (counts * KEPT).astype(np.int64)
    case, leg = ragged(orders)
    bought = legs_of(
        cases,
        case,
        leg,
        within_day(spread_over(cases, case, leg, orders, span(cases)), EVENING),
        "purchase",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=between(cases, case, leg, "order", ORDER),
        payee=leg % SHOPS,
    )
    evenly = (leg + 1) * counts[case] // orders[case] > leg * counts[case] // orders[case]
    back = bought.take(evenly)
    claims = legs_of(
        cases,
        back.case,
        1_000 + back.leg,
        back.time + wait(cases, back.case, back.leg, "wait", CLAIM_DAYS, DAY),
        "claim",
        FROM_MERCHANT,
        REFUND_STYLE[back.style],
        weight=back.weight,
        payee=back.payee,
        cause=back.leg,
    )
    return Legs.join([bought, claims])
