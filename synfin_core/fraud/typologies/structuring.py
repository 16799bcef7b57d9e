"""Cash of unknown source is paid in just under 50,000 or 10,00,000, and sent on within a day just under it again."""

import numpy as np

from synfin_core.fraud.ladders import just_under, mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import BANKING, WORKING_WEEK, within_week
from synfin_core.fraud.story import FROM_OUTSIDE, TO_OUTSIDE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.sums import evenly, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import HOUR

STYLES = {"neft": "neft_out", "imps": "imps_out", "upi": "upi_id", "rtgs": "rtgs_out"}
FIRST_PARTY = True
KEPT, SENT_HOURS = (0.001, 0.02), (1, 20)  # of a deposit kept back when it is sent on; hours later, assumed
DEPOSIT = 100  # numbers of deposits begin here


def legs(cases: Cases) -> Legs:
    """3-20 deposits in banking hours over days to weeks, each sent on 1-20 hours later; by RTGS those under ten lakh."""
    small, large = cases.typology.figures["amount_inr"]["limits_inr"]
    counts = mostly_few(cases)
    case, leg = ragged(counts)
    style = rail_of(cases, STYLES)[case]
    rupees = just_under(cases, case, leg, np.where(style == CODE["rtgs_out"], float(large), float(small)))
    deposits = legs_of(
        cases,
        case,
        DEPOSIT + leg,
        within_week(cases, spread_over(cases, case, leg, counts, span(cases)), WORKING_WEEK, BANKING),
        "funding",
        FROM_OUTSIDE,
        np.full(len(case), CODE["branch_deposit"], np.uint8),
        rupees=rupees,
    )
    transfers = legs_of(
        cases,
        case,
        leg,
        deposits.time + wait(cases, case, leg, "wait", SENT_HOURS, HOUR),
        "transfer",
        TO_OUTSIDE,
        style,
        rupees=np.floor(rupees * (1 - evenly(cases, case, leg, "kept", KEPT))),
        payee=leg % cases.whole("payees", 1, 4)[case],
        cause=DEPOSIT + leg,
    )
    return Legs.join([deposits, transfers])
