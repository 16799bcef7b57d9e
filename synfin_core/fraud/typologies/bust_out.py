"""A card is used and paid well for months, its limit grows, and within days it is charged to the limit and never paid."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import between, lasting, log_steps
from synfin_core.timeline import DAY

STYLES = {"credit_card": "credit_ecom", "upi": "upi_credit"}
FIRST_PARTY = True
BURST_DAYS = (3, 10)  # fraud.yaml timing
A_MONTH = (2, 5)  # purchases while the use is good, assumed
SMALL, SHOPS = (0.002, 0.02), 12  # one of them beside the final loss, and shops they go to, assumed
GOOD = 1_000  # numbers of these purchases begin here


def legs(cases: Cases) -> Legs:
    """Two to nine months of small purchases before the case starts, then 20-60 charges within 3-10 days."""
    length = lasting(cases, "burst", BURST_DAYS, DAY)
    return Legs.join([_good_use(cases), stroke(cases, "charge", STYLES, log_steps(cases), payees=6, length=length, chained=False)])


def _good_use(cases: Cases) -> Legs:
    months = span(cases) // (30 * DAY)
    case, number = ragged(months * cases.whole("a month", *A_MONTH))
    leg = GOOD + number
    ago = DAY + (30 * DAY * months[case] * leg_draw(cases, case, leg, "ago")).astype(np.int64)
    return legs_of(
        cases,
        case,
        leg,
        within_day(cases.start[case] - ago, EVENING),
        "purchase",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=between(cases, case, leg, "small", SMALL),
        payee=10 + number % SHOPS,
    )
