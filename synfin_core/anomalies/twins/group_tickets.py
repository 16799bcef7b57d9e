"""The same ticket is bought once for each member of a family, one after the other."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("replay_duplicate", "velocity_abuse")


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
