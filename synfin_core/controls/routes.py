"""Which limit each style falls under, and by which style a payment goes out when that limit stops it."""

import numpy as np

from synfin_core.controls.policy import Policy
from synfin_core.payments.styles import CODE, STYLES, Style

# payments.yaml rail_caps_inr: a step above its rail's cap moves to the next rail, UPI, IMPS, then RTGS (assumed)
_NEXT = {
    "upi_contact": "imps_out",
    "upi_id": "imps_out",
    "upi_person_qr": "imps_out",
    "upi_collect": "upi_contact",
    "upi_received": "imps_in",
    "upi_own": "imps_own",
    "upi_own_in": "imps_own_in",
    "upi_rent": "imps_rent",
    "upi_lite": "upi_qr",
    "upi_qr": "upi_intent",
    "upi_intent": "net_shop",
    "upi_collect_shop": "net_shop",
    "upi_card_bill": "net_card_bill",
    "imps_out": "rtgs_out",
    "imps_web": "rtgs_out",
    "imps_in": "rtgs_in",
    "imps_own": "rtgs_own",
    "imps_own_in": "rtgs_own_in",
    "imps_rent": "rtgs_rent",
    "aeps_deposit": "atm_deposit",
    "atm_deposit": "branch_deposit",
}
_TRANSFERS = ("upi_contact", "upi_id", "upi_person_qr", "upi_collect", "upi_own", "upi_rent")
IS_TRANSFER = np.array([name in _TRANSFERS for name in STYLES])
NEXT = np.array([CODE[_NEXT.get(name, name)] for name in STYLES], np.uint8)
OFF_UPI = np.where(IS_TRANSFER[NEXT], NEXT[NEXT], NEXT)  # out of the day's limit altogether


def most(policy: Policy) -> np.ndarray:
    """Most paise of one payment of each style; infinite where no limit applies."""
    ways = [_way(name, style) for name, style in STYLES.items()]
    return np.array([policy.one_payment[way] * 100 if way else np.inf for way in ways])


def _way(name: str, style: Style) -> str:
    """The limit of config/policies that a style falls under; bank files and counters have none."""
    if name in ("upi_collect", "upi_lite"):
        return {"upi_collect": "UPI collect", "upi_lite": "UPI Lite"}[name]
    if style.rail == "UPI" and name in (*_TRANSFERS, "upi_received", "upi_own_in"):
        return "UPI transfer"
    if style.rail == "UPI" and style.kind in ("P2M", "card bill"):
        return "UPI purchase"
    if style.channel in ("bank file", "branch") or style.rail not in ("IMPS", "ATM", "AePS"):
        return ""
    return "cash deposit" if style.rail == "ATM" and style.kind == "cash deposit" else style.rail
