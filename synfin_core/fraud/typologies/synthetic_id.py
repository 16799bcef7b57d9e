"""Identities made of several people's papers live on one phone: small loans first, then cards, then all are used up at once."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.moves import rail_of, span
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import FROM_OUTSIDE, TO_MERCHANT, Cases, Legs, legs_of, ragged
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import between, evenly, lasting, log_steps, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY

STYLES = {"credit_card": "credit_ecom", "upi": "upi_credit", "wallet": "wallet_online"}
FIRST_PARTY = True
MANY_VICTIMS = True
NEW_DEVICE = True
IDENTITIES = (3, 8)  # on one device, assumed
LOAN_INR, LENT_WITHIN = (2_000, 8_000), (0, 5)  # fraud.yaml timing: 2,000 up; days from first to last, assumed
PURCHASES, SMALL = (2, 6), (0.002, 0.02)  # of each identity while it looks good; one beside the final loss, assumed
BETWEEN = (0.02, 0.77)  # where they lie between the end (0) and the loans (1), assumed
BURST_DAYS = (1, 4)  # of the joint end, assumed
LOAN, PURCHASE = 1_000, 2_000  # numbers of the legs begin here


def legs(cases: Cases) -> Legs:
    """A loan to each identity, purchases over the months before the case starts, then 5-50 charges within days."""
    people, months = cases.whole("people", *IDENTITIES), span(cases)
    return Legs.join([_loans(cases, people, months), _purchases(cases, people, months), _end(cases, people)])


def _loans(cases: Cases, people: NDArray[np.int64], months: NDArray[np.int64]) -> Legs:
    case, person = ragged(people)
    leg = LOAN + person
    return legs_of(
        cases,
        case,
        leg,
        within_day(cases.start[case] - months[case] + wait(cases, case, leg, "after", LENT_WITHIN, DAY), EVENING),
        "loan",
        FROM_OUTSIDE,
        np.full(len(case), CODE["imps_in"], np.uint8),
        rupees=between(cases, case, leg, "loan", LOAN_INR),
        payee=person,
    )


def _purchases(cases: Cases, people: NDArray[np.int64], months: NDArray[np.int64]) -> Legs:
    case, number = ragged(people * cases.whole("each", *PURCHASES))
    leg = PURCHASE + number
    ago = (months[case] * evenly(cases, case, leg, "ago", BETWEEN)).astype(np.int64)
    return legs_of(
        cases,
        case,
        leg,
        within_day(cases.start[case] - ago, EVENING),
        "purchase",
        TO_MERCHANT,
        rail_of(cases, STYLES)[case],
        weight=between(cases, case, leg, "small", SMALL),
        payee=number % people[case],
    )


def _end(cases: Cases, people: NDArray[np.int64]) -> Legs:
    made = stroke(cases, "charge", STYLES, log_steps(cases), length=lasting(cases, "burst", BURST_DAYS, DAY), chained=False)
    return replace(made, payee=made.leg % people[made.case])
