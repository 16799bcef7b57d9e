"""On a journey a customer books, draws cash late and pays sellers far from home."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("card_cnp", "card_skimming", "online_booking")
PAYEES = 2  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 2 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
