"""A stall at a fair has its best days: many customers who never met pay it small sums."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("betting_gateway", "qr_swap")


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
