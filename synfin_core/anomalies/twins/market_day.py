"""A customer walks through the market and taps at one shop after the other."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("stolen_card",)


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
