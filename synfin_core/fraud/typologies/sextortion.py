"""A video call late in the evening is recorded; demands follow within hours, each larger, until the victim stops paying."""

import numpy as np

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over
from synfin_core.fraud.rhythms import LATE, awake, begin
from synfin_core.fraud.story import TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.ways import by_style

STYLES = {"upi": "upi_id", "imps": "imps_out", "wallet": "wallet_online"}
GROWTH, FIRST = (2, 6), 0.4  # the last demand over the second, the first is smaller still; assumed
MULES = (1, 2)  # fraud.yaml mules.generator.first_layer_accounts_per_case default


def legs(cases: Cases) -> Legs:
    """1-8 payments from late evening on, larger each time, to the same or a linked payee; by wallet a voucher is bought."""
    begun = begin(cases, LATE)
    counts = mostly_few(cases, 1.5)
    case, leg = ragged(counts)
    paid = legs_of(
        cases,
        case,
        leg,
        awake(spread_over(begun, case, leg, counts, span(cases))),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=climb(cases, case, leg, counts, GROWTH, np.where(leg == 0, FIRST, 1.0)),
        payee=leg % cases.whole("mules", *MULES)[case],
        cause=leg - 1,
    )
    return by_style(paid)
