"""An emergency: a doctor, a chemist and a blood bank are paid within hours, all for the first time."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("fake_support", "impersonated_contact", "kyc_phish")
PAYEES = 2  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 2 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
