"""A friend is short of money and is helped late in the evening, more than once."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("impersonated_contact", "sextortion")
PAYEES = 1  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to one person outside who keeps the money."""
    return to_people(mirrored, PAYEES)
