"""Mules who keep a shop, or say so: what goes to them by UPI goes to a merchant's code in town, or by a payment link."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.combinations import PAYEE, Ties
from synfin_core.fraud.story import IS_FRAUD, TO_MERCHANT, TO_MULE, Legs, drawn, leg_keys
from synfin_core.payments.styles import CODE, codes

SHARE = 0.4  # of mules paid by UPI, assumed
BY_CODE = 0.65  # of those, the ones who show a printed code; the others send a link, assumed
_CONVERTED = codes("upi_id", "upi_person_qr")  # a contact is a person


def at_shop_fronts(ties: Ties, legs: Legs) -> Legs:
    """The legs by which victims pay mules, some of them as purchases; rings that share a payee stay with persons."""
    out = (legs.direction == TO_MULE) & IS_FRAUD[legs.role] & np.isin(legs.style, _CONVERTED) & (ties.shared != PAYEE)[legs.case]
    at = np.flatnonzero(out)
    mule = leg_keys(ties.key[legs.case[at]], legs.payee[at])
    at = at[_keeps_shop(mule)]
    direction, style = legs.direction.copy(), legs.style.copy()
    direction[at] = TO_MERCHANT
    style[at] = np.where(drawn(mule[_keeps_shop(mule)], "shop code") < BY_CODE, CODE["upi_qr"], CODE["upi_intent"])
    return replace(legs, direction=direction, style=style)


def _keeps_shop(mule: NDArray[np.uint64]) -> NDArray[np.bool_]:
    return drawn(mule, "keeps shop") < SHARE
