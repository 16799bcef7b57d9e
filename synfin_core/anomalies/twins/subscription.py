"""A trial of a service becomes a subscription that the customer uses and keeps."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("autopay_mandate",)


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
