"""An aged customer is helped by a relative, who pays for him from another phone."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("ato", "synthetic_id", "vishing_otp")
PAYEES = 2  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 2 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
