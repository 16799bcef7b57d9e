"""A machine tries many cards at one online seller with tiny sums; most are refused, and what works is charged hours later."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, steps
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.timeline import HOUR

STYLES = {"credit_card": "credit_ecom", "debit_card": "debit_ecom"}
MANY_VICTIMS = True
REFUSED = (0.70, 0.95)  # fraud.yaml card_testing timing, assumed
WINNERS = 0.06  # of cards that worked, charged later; few, as mean_case_inr is of all approved charges of an attack, derived
CHARGE_INR = (300, 3_000)  # fraud.yaml per_case upper end, assumed


def legs(cases: Cases) -> Legs:
    """20 to 2,000 tries within minutes to hours, mostly few and tiny; a few winners are charged 1-72 hours later."""
    low, high = steps(cases)
    counts = (low * (high / low) ** (cases.draw("steps") ** 2.5)).astype(np.int64)
    case, leg = ragged(counts)
    span_us = span(cases)
    time = cases.start[case] + ((leg + leg_draw(cases, case, leg, "gap")) / counts[case] * span_us[case]).astype(np.int64)
    refused = leg_draw(cases, case, leg, "refused") < (REFUSED[0] + (REFUSED[1] - REFUSED[0]) * cases.draw("bar"))[case]
    style = rail_of(cases, STYLES)
    low_inr, high_inr = cases.typology.figures["amount_inr"]["per_txn"]
    tiny = low_inr * (high_inr / low_inr) ** (leg_draw(cases, case, leg, "sum") ** 2)
    tests = legs_of(cases, case, leg, time, "test charge", TO_MERCHANT, style[case], rupees=tiny, payee=leg, refused=refused)
    won = np.flatnonzero(~refused & (leg_draw(cases, case, leg, "charged") < WINNERS))
    later = (
        cases.start[case[won]]
        + span_us[case[won]]
        + ((1 + 71 * leg_draw(cases, case[won], leg[won], "later")) * HOUR).astype(np.int64)
    )
    sums = CHARGE_INR[0] * (CHARGE_INR[1] / CHARGE_INR[0]) ** leg_draw(cases, case[won], leg[won], "charge")
    charges = legs_of(
        cases,
        case[won],
        leg[won] + 5_000,
        later,
        "charge",
        TO_MERCHANT,
        style[case[won]],
        rupees=sums,
        payee=leg[won],
        cause=leg[won],
    )
    return Legs.join([tests, charges])
