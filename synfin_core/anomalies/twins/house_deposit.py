"""A flat is booked: a deposit is broken, a limit is raised, and the owner and his agent are paid within days."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("bec", "digital_arrest", "investment")
PAYEES = 2  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 2 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
