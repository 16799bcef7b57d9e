"""A part-time job that pays a little at first: small credits as bait, one deposit paid back with profit, then ever larger ones."""

import numpy as np

from synfin_core.fraud.moves import ladder, rail_of, span, spread_over, steps
from synfin_core.fraud.story import FROM_OUTSIDE, TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.payments.styles import CODE
from synfin_core.timeline import HOUR

STYLES = {"upi": "upi_id", "imps": "imps_out", "neft": "neft_out"}
BAIT_INR = (100, 250)  # around the 150-200 of the case files (goa_task24)
PROFIT = 1.4  # first deposit 2,000 paid back as 2,800 (goa_task24)


def legs(cases: Cases) -> Legs:
    """Bait over the first hours, deposits over the span; the first deposit comes back, the rest is lost."""
    low, high = steps(cases)
    counts = low + ((high - low + 1) * cases.draw("steps") ** 2).astype(np.int64)
    case, leg = ragged(counts)
    time = spread_over(cases, case, leg, counts, span(cases))
    deposits = legs_of(
        cases,
        case,
        leg,
        time,
        "deposit",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=ladder(cases, case, leg, counts),
        payee=leg % cases.whole("mules", 2, 5)[case],
    )
    bait_case, number = ragged(cases.whole("baits", 1, 3))
    low_inr, high_inr = BAIT_INR
    small = low_inr + (leg_draw(cases, bait_case, number, "bait") * (high_inr - low_inr)).astype(np.int64) // 10 * 10
    early = cases.start[bait_case] - HOUR * (1 + number * 5) - (leg_draw(cases, bait_case, number, "wait") * HOUR).astype(np.int64)
    bait = legs_of(
        cases,
        bait_case,
        100 + number,
        early,
        "bait",
        FROM_OUTSIDE,
        np.full(len(bait_case), CODE["upi_received"], np.uint8),
        rupees=small.astype(np.float64),
    )
    first = leg == 0
    back = legs_of(
        cases,
        case[first],
        leg[first] + 200,
        time[first] + HOUR // 2 + (leg_draw(cases, case[first], leg[first], "back") * HOUR).astype(np.int64),
        "pay-back",
        FROM_OUTSIDE,
        np.full(first.sum(), CODE["upi_received"], np.uint8),
        weight=deposits.weight[first] * PROFIT,
        cause=leg[first],
    )
    return Legs.join([bait, deposits, back])
