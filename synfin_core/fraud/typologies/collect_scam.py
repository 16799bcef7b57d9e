"""A request in a brand's name asks for the PIN 'to receive' money; each approval brings the next one, until one is refused."""

from datetime import date

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, span, spread_over, uneven
from synfin_core.fraud.rhythms import DAYTIME, before, begin
from synfin_core.fraud.story import TO_MULE, Cases, Legs, leg_draw, legs_of, ragged
from synfin_core.payments.transfers import COLLECT_ENDED

STYLES = {"upi": "upi_collect"}
EVENTS = ("complaint",)
NEAR_CAP, FIRST = 0.35, 3.0  # exponents that draw sums towards the cap of 2,000, the first away from it; assumed
REFUSED = 0.4  # of cases whose last request is refused, assumed


def legs(cases: Cases) -> Legs:
    """1-4 requests at or below the cap within half an hour, none from the day on which such requests ended."""
    counts = mostly_few(cases, 1.0)
    case, leg = ragged(counts)
    amounts = cases.typology.figures["amount_inr"]
    low, cap = amounts["per_txn"][0], amounts["cap_inr"]
    first = (leg == 0) & (counts[case] > 1)
    last = (leg == counts[case] - 1) & (leg > 0)
    requests = legs_of(
        cases,
        case,
        leg,
        spread_over(begin(cases, DAYTIME), case, leg, counts, span(cases)),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=uneven(cases, case, leg, counts),
        rupees=low * (cap / low) ** (leg_draw(cases, case, leg, "sum") ** np.where(first, FIRST, NEAR_CAP)),
        cause=leg - 1,
        refused=last & (cases.draw("refused") < REFUSED)[case],
    )
    return requests.take(before(cases, requests.time, date.fromisoformat(COLLECT_ENDED)))
