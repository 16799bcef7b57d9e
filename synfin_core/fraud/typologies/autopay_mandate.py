"""A free trial takes a rupee and a mandate with it; month after month it debits without asking, until the victim revokes it."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of
from synfin_core.fraud.rhythms import EVENING, MANDATES, begin, centred, within_day
from synfin_core.fraud.story import ROLE, TO_MERCHANT, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY

STYLES = {"upi": "upi_mandate", "credit_card": "credit_abroad"}
SET_UP = {"upi_mandate": "upi_intent", "credit_abroad": "credit_ecom"}  # the trial is approved, the debits are not
TRIAL_INR = (1, 5)  # fraud.yaml timing
TRIAL_DAYS, MONTH = (2, 7), 30  # first debit after the trial, then monthly (timing); days of the trial assumed
DEARER = 2.0  # exponent that makes most subscriptions cheap, assumed


def legs(cases: Cases) -> Legs:
    """A trial of 1-5 rupees, then one to five equal debits a month apart at one merchant; some begin with the full sum."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    trial = (leg == 0) & (counts[case] > 1)
    debits = rail_of(cases, STYLES)
    taken = legs_of(
        cases,
        case,
        leg,
        _times(cases, case, leg, trial),
        "mandate debit",
        TO_MERCHANT,
        np.where(trial, _set_up(debits)[case], debits[case]).astype(np.uint8),
        rupees=np.where(trial, cases.whole("trial", *TRIAL_INR)[case], _price(cases)[case]).astype(np.float64),
        cause=np.where(leg > 0, 0, -1),
    )
    taken.role[trial] = ROLE["test charge"]
    return taken


def _times(cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], trial: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The trial in the evening, the debits in the hours in which mandates run."""
    counts = np.bincount(case, minlength=len(cases))
    day = begin(centred(cases, (counts - 1) * MONTH * DAY), EVENING).start[case]
    first = cases.whole("first", *TRIAL_DAYS)[case]
    due = day // DAY * DAY + (first + MONTH * (leg - 1)) * DAY + (leg_draw(cases, case, leg, "run") * DAY).astype(np.int64)
    return np.where(leg == 0, np.where(trial, day, within_day(cases.start[case], MANDATES)), within_day(due, MANDATES))


def _set_up(style: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The style in which the trial is approved."""
    table = np.zeros(256, np.uint8)
    for debit, trial in SET_UP.items():
        table[CODE[debit]] = CODE[trial]
    return table[style]


def _price(cases: Cases) -> NDArray[np.float64]:
    """Whole rupees a debit: 99 up to the most that needs no fresh approval (fraud.yaml per_txn and cap_inr), each ending in 9."""
    amounts = cases.typology.figures["amount_inr"]
    low, high = amounts["per_txn"][0], amounts["cap_inr"]
    price = low * (high / low) ** (cases.draw("price") ** DEARER)
    return np.floor(price / 10) * 10 + 9 - 10 * (price > high - 10)
