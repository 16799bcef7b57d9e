"""A link about expiring points empties card and points into gift cards within the hour; or many small buys farm cashback."""

import numpy as np

from synfin_core.fraud.moves import rail_of, span, steps, uneven
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import alike, lasting
from synfin_core.payments.styles import CODE
from synfin_core.timeline import DAY, HOUR

STYLES = {"credit_card": "credit_ecom", "wallet": "wallet_online", "upi": "upi_intent"}
EVENTS = ("card blocked", "complaint")
THEFT_HOURS = (0.1, 1.0)  # fraud.yaml timing: within the hour
MOST_THEFT, LEAST_FARMED = 6, 6  # charges after a link, buys for cashback, assumed


def legs(cases: Cases) -> Legs:
    """On a credit card one to six charges within the hour; on wallets and UPI 6-30 like buys over days."""
    cases = begin(cases, DAYTIME)
    low, high = steps(cases)
    farmed = rail_of(cases, STYLES) != CODE["credit_ecom"]
    few = low + (MOST_THEFT * cases.draw("steps") ** 2).astype(np.int64)
    many = (LEAST_FARMED * ((high + 1) / LEAST_FARMED) ** cases.draw("steps")).astype(np.int64)
    return taken(
        cases,
        STYLES,
        np.where(farmed, many, few),
        lambda *of: np.where(farmed[of[1]], alike(*of), uneven(*of)),
        payees=4,
        length=np.where(farmed, DAY + span(cases), lasting(cases, "theft", THEFT_HOURS, HOUR)),
    )
