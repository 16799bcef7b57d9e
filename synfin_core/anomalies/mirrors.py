"""How the payments of a fraud become innocent ones: the same sums at the same times, to somebody who earned them."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.story import TO_MERCHANT, TO_MULE, TO_OUTSIDE, Legs
from synfin_core.payments.styles import CODE, STYLES

_TO_SHOP = {
    "upi_contact": "upi_qr",
    "upi_id": "upi_intent",
    "upi_person_qr": "upi_qr",
    "upi_collect": "upi_collect_shop",
    "imps_out": "net_shop",
    "imps_web": "net_shop",
    "neft_out": "net_shop",
}  # how a shop is paid by who would pay a person so, assumed
_AT_SHOP = np.array([CODE[_TO_SHOP.get(name, name)] for name in STYLES], np.uint8)


def to_people(mirrored: Legs, payees: int) -> Legs:
    """What went to mules goes to at most so many persons or companies outside."""
    to_mule = mirrored.direction == TO_MULE
    direction = np.where(to_mule, TO_OUTSIDE, mirrored.direction).astype(np.uint8)
    return replace(mirrored, direction=direction, payee=np.where(to_mule, mirrored.payee % payees, mirrored.payee))


def to_sellers(mirrored: Legs) -> Legs:
    """What went to mules goes to merchants, in the way in which merchants are paid."""
    to_mule = mirrored.direction == TO_MULE
    direction = np.where(to_mule, TO_MERCHANT, mirrored.direction).astype(np.uint8)
    return replace(mirrored, direction=direction, style=np.where(to_mule, _AT_SHOP[mirrored.style], mirrored.style))
