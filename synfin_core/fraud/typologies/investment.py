"""A trading group shows false profits: deposits rise, each to a new payee, one withdrawal wins trust, then 'tax' is due."""

import numpy as np

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.moves import FIRST_STEP, rail_of, spread_over
from synfin_core.fraud.rhythms import DAYTIME, WEEK_SHIFT, WORKING_WEEK, centred, within_week
from synfin_core.fraud.story import FROM_OUTSIDE, ROLE, TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, HOUR

STYLES = {"upi": "upi_id", "imps": "imps_out", "neft": "neft_out", "rtgs": "rtgs_out", "netbanking": "imps_web"}
EVENTS = ("limit changed", "deposit broken", "complaint")  # fraud.yaml signals
MULES = (2, 6)  # fraud.yaml mules.generator.first_layer_accounts_per_case
GROWTH = (6, 60)  # eight steps of 1.3-1.8 (fraud.yaml split_over_steps, assumed)
GAP_DAYS = (1, 3)  # fraud.yaml timing
WITHDRAWALS = 0.6  # of cases in which the platform pays out once, assumed
PAID_OUT = (0.3, 1.1)  # of the deposits so far, assumed
FEES_FROM, FEE = 5, 0.5  # cases this long end with 'tax' or 'release fee' (timing), smaller than a deposit, assumed


def legs(cases: Cases) -> Legs:
    """4-35 transfers every 1-3 days; the last one or two of a long case are fees, one early deposit comes back in part."""
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    low, high = cases.typology.figures["steps"]["span_days"]
    gap = GAP_DAYS[0] + (GAP_DAYS[1] - GAP_DAYS[0]) * cases.draw("gap")
    length = (np.clip(counts * gap, low + WEEK_SHIFT, high - WEEK_SHIFT) * DAY).astype(np.int64)
    time = within_week(cases, spread_over(centred(cases, length), case, leg, counts, length), WORKING_WEEK, DAYTIME)
    fee = leg >= np.where(counts >= FEES_FROM, counts - cases.whole("fees", 1, 2), counts)[case]
    style = np.where(leg == 0, CODE["upi_id"], rail_of(cases, STYLES)[case]).astype(np.uint8)
    paid = legs_of(
        cases,
        case,
        leg,
        time,
        "deposit",
        TO_MULE,
        style,
        weight=climb(cases, case, leg, counts, GROWTH, np.where(fee, FEE, np.where(leg == 0, FIRST_STEP, 1.0))),
        payee=leg % cases.whole("mules", *MULES)[case],
    )
    paid.role[fee] = ROLE["fee"]
    return Legs.join([paid, _withdrawal(cases, paid)])


def _withdrawal(cases: Cases, paid: Legs) -> Legs:
    """One payout, a few hours after the second deposit."""
    second = np.flatnonzero((paid.leg == 1) & (cases.draw("payout") < WITHDRAWALS)[paid.case])
    case, leg = paid.case[second], paid.leg[second]
    low, high = PAID_OUT
    so_far = paid.weight[second] + paid.weight[second - 1]
    return legs_of(
        cases,
        case,
        leg + 200,
        paid.time[second] + ((2 + 10 * leg_draw(cases, case, leg, "wait")) * HOUR).astype(np.int64),
        "pay-back",
        FROM_OUTSIDE,
        np.full(len(second), CODE["imps_in"], np.uint8),
        weight=so_far * (low + (high - low) * leg_draw(cases, case, leg, "paid out")),
        cause=leg,
    )
