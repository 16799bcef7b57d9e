"""A home is renovated on credit: material, tools and furniture, near the limit, and the bills are paid."""

from synfin_core.anomalies.mirrors import to_sellers
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("bust_out", "card_cashout", "synthetic_id")


def legs(mirrored: Legs) -> Legs:
    """The same payments, to sellers."""
    return to_sellers(mirrored)
