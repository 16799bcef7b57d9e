"""A seller opens a sale: many cards at once, many refused while its gateway is slow."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("card_testing", "merchant_collusion", "triangulation")


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
