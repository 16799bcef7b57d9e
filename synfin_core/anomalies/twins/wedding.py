"""A family pays caterer, hall and jeweller for a wedding, in large sums to people it never paid before."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("digital_arrest", "romance_gift")
PAYEES = 3  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 3 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
