"""A saver fills an account at a true broker step by step, takes some out once, and goes on."""

from synfin_core.anomalies.mirrors import to_people
from synfin_core.fraud.story import Legs

LOOKS_LIKE = ("investment", "task_scam")
PAYEES = 1  # assumed


def legs(mirrored: Legs) -> Legs:
    """The same payments, to one person outside who keeps the money."""
    return to_people(mirrored, PAYEES)
