"""An app lends little, less a large 'fee', then threatens within the week: the loan is repaid many times over, to new payees."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import DAYTIME, centred, within_day
from synfin_core.fraud.story import FROM_OUTSIDE, TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.fraud.ways import by_style
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, MINUTE

STYLES = {"upi": "upi_id", "imps": "imps_out", "wallet": "wallet_online"}
EVENTS = ("complaint",)
TIMES_REPAID = 5.0  # total over the face value of a loan (fraud.yaml timing)
PAID_OUT = (0.55, 0.65)  # of the face value (timing)
DUE_DAYS = (4, 6)  # from the loan to the first repayment: demands come before the seven days are over, assumed
GROWTH, FIRST = (1, 4), 0.35  # the last repayment over the second; the first, an extension fee, is smaller; assumed
ROLLED_OVER = (0.5, 0.15)  # of cases with a second and a third loan that pays the one before, assumed


def legs(cases: Cases) -> Legs:
    """One to three small loans, 3-12 repayments to rotating payees from the first week on."""
    counts = mostly_few(cases, 1.5)
    case, leg = ragged(counts)
    length = span(cases)
    cases = centred(cases, length)
    due = (DUE_DAYS[0] + (DUE_DAYS[1] - DUE_DAYS[0]) * cases.draw("due")) * DAY
    wait = np.minimum(due.astype(np.int64), length // 2)
    repaid = legs_of(
        cases,
        case,
        leg,
        wait[case] + spread_over(cases, case, leg, counts, length - wait),
        "repayment",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=climb(cases, case, leg, counts, GROWTH, np.where(leg == 0, FIRST, 1.0)),
        payee=leg,
        cause=np.full(len(case), 100),
    )
    loans = _loans(cases, counts, repaid.time)
    told = Legs.join([loans, by_style(repaid)])
    told.time[:] = within_day(told.time, DAYTIME)
    return told


def _loans(cases: Cases, counts: NDArray[np.int64], repaid_at: NDArray[np.int64]) -> Legs:
    """The loan that begins the case; each further one comes minutes before the repayment that it pays."""
    number_of = 1 + (cases.draw("loans") < ROLLED_OVER[0]).astype(np.int64) + (cases.draw("loans") < ROLLED_OVER[1])
    case, number = ragged(number_of)
    first = np.cumsum(counts) - counts
    paid = repaid_at[first[case] + number * counts[case] // number_of[case]]
    minutes = 5 + 55 * leg_draw(cases, case, number, "before")
    low, high = PAID_OUT
    part = low + (high - low) * leg_draw(cases, case, number, "paid out")
    return legs_of(
        cases,
        case,
        100 + number,
        np.where(number == 0, cases.start[case], paid - (minutes * MINUTE).astype(np.int64)),
        "loan",
        FROM_OUTSIDE,
        np.full(len(case), CODE["upi_received"], np.uint8),
        weight=part / TIMES_REPAID,
        cause=np.where(number > 0, 100, -1),
    )
