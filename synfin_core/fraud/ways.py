"""Where a leg goes by the way it is paid: shops take some styles, people others, and cash leaves at machines and agents."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.story import ROLE, TO_CASH, TO_MERCHANT, TO_MULE, Legs
from synfin_core.payments.styles import where

DIRECTION = np.where(
    where(lambda style: style.kind in ("P2M", "subscription")),
    TO_MERCHANT,
    np.where(where(lambda style: style.kind == "cash withdrawal"), TO_CASH, TO_MULE),
).astype(np.uint8)


def by_style(legs: Legs) -> Legs:
    """The legs sent to merchant, mule or cash as their style says; a transfer at a merchant is a charge."""
    direction = DIRECTION[legs.style]
    charged = (direction == TO_MERCHANT) & (legs.role == ROLE["transfer"])
    return replace(legs, direction=direction, role=np.where(charged, ROLE["charge"], legs.role).astype(np.uint8))
