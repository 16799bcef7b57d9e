"""At rush hour a payment to a small shop fails, is tried again, or goes through with one rupee as a test."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("fake_payment_proof",)
PAYEES = 1  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to one person outside who keeps the money."""
    return to_people(mirrored, PAYEES)
