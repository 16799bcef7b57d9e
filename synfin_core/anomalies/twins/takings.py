"""A trader pays in the takings of each day and pays his suppliers from them."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("structuring",)
PAYEES = 4  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 4 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
