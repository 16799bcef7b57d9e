"""A licensed lender lends a small sum over an app and gets it back in the agreed parts."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("loan_app",)
PAYEES = 1  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to one person outside who keeps the money."""
    return to_people(mirrored, PAYEES)
