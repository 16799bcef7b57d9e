"""Gifts and clothes for the festival are bought in one evening, many at once, from shops seldom used."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("ecom_nondelivery", "loyalty_abuse", "velocity_abuse")


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
