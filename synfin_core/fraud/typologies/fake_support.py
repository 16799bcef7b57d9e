"""A false helpline 'refunds' a failed payment through a screen-sharing app: a rupee to try, then thousands within minutes."""

import numpy as np

from synfin_core.fraud.ladders import just_under, mostly_few, some_limit, test_rupees
from synfin_core.fraud.moves import rail_of, span, spread_over, uneven
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import ROLE, TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.ways import by_style

STYLES = {"upi": "upi_id", "debit_card": "debit_ecom", "netbanking": "imps_web", "credit_card": "credit_ecom"}
EVENTS = ("remote-access flag", "complaint")  # fraud.yaml signals: the device is the usual one
AFTERMATH = "frozen"
MULES = (1, 2)  # fraud.yaml mules.generator.first_layer_accounts_per_case default
BELOW = 0.35  # of debits kept just under a limit, assumed
LIMITS = {5_000: 0.35, 10_000: 0.30, 20_000: 0.25, 50_000: 0.08, 100_000: 0.02}  # fraud.yaml example and signals; weights assumed


def legs(cases: Cases) -> Legs:
    """A test of 1-10 rupees, then 1-5 debits in uneven sums, some just under 5,000 to 1,00,000, within the call."""
    counts = mostly_few(cases, 1.3)
    case, leg = ragged(counts)
    limit = np.where(leg > 0, some_limit(cases, case, leg, BELOW, LIMITS), 0.0)
    taken = legs_of(
        cases,
        case,
        leg,
        spread_over(begin(cases, DAYTIME), case, leg, counts, span(cases)),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
        rupees=np.where(leg == 0, test_rupees(cases)[case], just_under(cases, case, leg, limit)),
        payee=leg % cases.whole("mules", *MULES)[case],
        cause=np.where(leg > 0, 0, -1),
    )
    taken.role[leg == 0] = ROLE["test charge"]
    return by_style(taken)
