"""A customer moves to a new phone and on its first days pays all that had waited."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("ato", "loan_takeover", "sim_swap")
PAYEES = 4  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to at most 4 persons outside who keep the money."""
    return to_people(mirrored, PAYEES)
