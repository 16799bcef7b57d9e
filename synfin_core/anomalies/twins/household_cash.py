"""Cash for the household is fetched at the agent, the machine or from an account long left alone."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("aeps_clone", "insider_dormant")
PAYEES = 2  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 2 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
