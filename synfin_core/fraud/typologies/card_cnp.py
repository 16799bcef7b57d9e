"""Stolen card details are used at online sellers, often abroad, late at night; or a phone relays the card itself to a till."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, spread_over, steps, uneven
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.sums import between
from synfin_core.fraud.variants import is_variant
from synfin_core.payments.styles import CODE

STYLES = {"credit_card": "credit_abroad", "debit_card": "debit_ecom"}
DECLINED = 0.28  # of charges refused by issuer or merchant, assumed
RELAYED = {CODE["credit_abroad"]: CODE["credit_tap"], CODE["debit_ecom"]: CODE["debit_tap"]}
TAP_INR = (500, 5_000)  # no PIN is asked up to 5,000 (contactless21); the least assumed
EVENTS = ("card blocked", "complaint")


def legs(cases: Cases) -> Legs:
    """One to five charges within minutes to hours, most cases one or two."""
    low, high = steps(cases)
    counts = low + ((high - low + 1) * cases.draw("steps") ** 2).astype(np.int64)
    case, leg = ragged(counts)
    time = spread_over(cases, case, leg, counts, span(cases))
    relayed = is_variant(cases, "NFC relay of a physical card")
    style = rail_of(cases, STYLES)
    style = np.where(relayed, np.array([RELAYED.get(int(one), one) for one in style], np.uint8), style).astype(np.uint8)
    return legs_of(
        cases,
        case,
        leg,
        time,
        "charge",
        TO_MERCHANT,
        style[case],
        rupees=np.where(relayed[case], np.floor(between(cases, case, leg, "tap", TAP_INR)), 0.0),
        weight=uneven(cases, case, leg, counts),
        refused=leg_draw(cases, case, leg, "refused") < DECLINED,
        cause=np.where(leg > 0, 0, -1),
    )
