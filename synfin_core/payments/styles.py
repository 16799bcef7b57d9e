"""How a payment is made: rail, kind, initiation, approval, channel. A row carries one small code for all five."""

from typing import NamedTuple

import numpy as np

from synfin_core.timeline import HOUR_CURVES


class Style(NamedTuple):
    """One way to pay; `hours` names the curve of the day, `device` says whether the payer's phone takes part."""

    rail: str
    kind: str
    mode: str
    auth: str
    channel: str
    hours: str
    device: bool = False
    remote: bool = False


APP, POS, WEB, ATM, AGENT, FILE, TOLL, BRANCH = (
    "mobile app",
    "POS terminal",
    "web",
    "ATM",
    "agent",
    "bank file",
    "toll lane",
    "branch",
)

STYLES: dict[str, Style] = {
    "upi_qr": Style("UPI", "P2M", "QR", "UPI PIN", APP, "upi_p2m", device=True),
    "upi_lite": Style("UPI", "P2M", "Lite", "none", APP, "upi_p2m", device=True),
    "upi_credit": Style("UPI", "P2M", "QR credit card", "UPI PIN", APP, "upi_p2m", device=True),
    "upi_intent": Style("UPI", "P2M", "intent", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_collect_shop": Style("UPI", "P2M", "collect", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_contact": Style("UPI", "P2P", "contact", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "upi_id": Style("UPI", "P2P", "UPI ID", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "upi_person_qr": Style("UPI", "P2P", "QR", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "upi_collect": Style("UPI", "P2P", "collect", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "upi_received": Style("UPI", "P2P", "UPI ID", "UPI PIN", APP, "upi_p2p", remote=True),
    "upi_own": Style("UPI", "own transfer", "own account", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "upi_own_in": Style("UPI", "own transfer", "own account", "UPI PIN", APP, "upi_p2p", remote=True),
    "upi_bill": Style("UPI", "bill", "intent", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_mandate": Style("UPI", "subscription", "mandate", "mandate", APP, "night", remote=True),
    "upi_emi": Style("UPI", "EMI", "mandate", "mandate", APP, "night", remote=True),
    "upi_rent": Style("UPI", "rent", "UPI ID", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_card_bill": Style("UPI", "card bill", "intent", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_load": Style("UPI", "wallet load", "intent", "UPI PIN", APP, "card_ecom", device=True, remote=True),
    "upi_wage": Style("UPI", "wage", "UPI ID", "UPI PIN", APP, "upi_p2p", remote=True),
    "upi_refund": Style("UPI", "refund", "merchant", "none", FILE, "card_ecom", remote=True),
    "upi_reversal": Style("UPI", "reversal", "bank", "none", FILE, "neft_rtgs", remote=True),
    "imps_out": Style("IMPS", "P2P", "account number", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "imps_web": Style("IMPS", "P2P", "account number", "OTP", WEB, "upi_p2p", device=True, remote=True),
    "imps_in": Style("IMPS", "P2P", "account number", "OTP", APP, "upi_p2p", remote=True),
    "imps_own": Style("IMPS", "own transfer", "own account", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "imps_own_in": Style("IMPS", "own transfer", "own account", "OTP", APP, "upi_p2p", remote=True),
    "imps_rent": Style("IMPS", "rent", "account number", "UPI PIN", APP, "upi_p2p", device=True, remote=True),
    "imps_wage": Style("IMPS", "wage", "bulk", "maker and checker", FILE, "neft_rtgs", remote=True),
    "imps_business": Style("IMPS", "business payment", "account number", "OTP", WEB, "neft_rtgs", remote=True),
    "neft_out": Style("NEFT", "P2P", "account number", "OTP", WEB, "neft_rtgs", device=True, remote=True),
    "neft_salary": Style("NEFT", "salary", "bulk", "maker and checker", FILE, "neft_rtgs", remote=True),
    "neft_settlement": Style("NEFT", "settlement", "bulk", "none", FILE, "neft_rtgs", remote=True),
    "neft_crop": Style("NEFT", "crop sale", "account number", "OTP", WEB, "neft_rtgs", remote=True),
    "neft_business": Style("NEFT", "business payment", "account number", "maker and checker", WEB, "neft_rtgs", remote=True),
    "rtgs_business": Style("RTGS", "business payment", "account number", "maker and checker", BRANCH, "neft_rtgs", remote=True),
    "rtgs_out": Style("RTGS", "P2P", "account number", "OTP", BRANCH, "neft_rtgs", remote=True),
    "rtgs_in": Style("RTGS", "P2P", "account number", "OTP", BRANCH, "neft_rtgs", remote=True),
    "rtgs_own": Style("RTGS", "own transfer", "own account", "OTP", BRANCH, "neft_rtgs", remote=True),
    "rtgs_own_in": Style("RTGS", "own transfer", "own account", "OTP", BRANCH, "neft_rtgs", remote=True),
    "rtgs_rent": Style("RTGS", "rent", "account number", "OTP", BRANCH, "neft_rtgs", remote=True),
    "credit_tap": Style("Card", "P2M", "tap", "none", POS, "card_pos"),
    "credit_chip": Style("Card", "P2M", "chip", "card PIN", POS, "card_pos"),
    "credit_ecom": Style("Card", "P2M", "e-commerce", "OTP", WEB, "card_ecom", device=True, remote=True),
    "credit_abroad": Style("Card", "P2M", "e-commerce", "none", WEB, "card_ecom", device=True, remote=True),
    "debit_tap": Style("Card", "P2M", "tap debit", "none", POS, "card_pos"),
    "debit_chip": Style("Card", "P2M", "chip debit", "card PIN", POS, "card_pos"),
    "debit_ecom": Style("Card", "P2M", "e-commerce debit", "OTP", WEB, "card_ecom", device=True, remote=True),
    "debit_load": Style("Card", "wallet load", "e-commerce debit", "OTP", WEB, "card_ecom", device=True, remote=True),
    "card_refund": Style("Card", "refund", "merchant", "none", FILE, "card_ecom", remote=True),
    "atm_cash": Style("ATM", "cash withdrawal", "chip debit", "card PIN", ATM, "atm"),
    "atm_deposit": Style("ATM", "cash deposit", "machine", "card PIN", ATM, "atm"),
    "branch_deposit": Style("ATM", "cash deposit", "counter", "signature", BRANCH, "neft_rtgs"),
    "aeps_cash": Style("AePS", "cash withdrawal", "agent", "biometric", AGENT, "aeps"),
    "aeps_deposit": Style("AePS", "cash deposit", "agent", "biometric", AGENT, "aeps"),
    "wallet_pay": Style("Wallet", "P2M", "QR", "app PIN", APP, "upi_p2m", device=True),
    "wallet_online": Style("Wallet", "P2M", "e-commerce", "app PIN", APP, "card_ecom", device=True, remote=True),
    "wallet_refund": Style("Wallet", "refund", "merchant", "none", FILE, "card_ecom", remote=True),
    "fastag": Style("FASTag", "toll", "tag", "none", TOLL, "card_pos"),
    "net_shop": Style("Net banking", "P2M", "e-commerce", "OTP", WEB, "card_ecom", device=True, remote=True),
    "net_refund": Style("Net banking", "refund", "merchant", "none", FILE, "card_ecom", remote=True),
    "net_business": Style("Net banking", "business payment", "account number", "maker and checker", WEB, "neft_rtgs", remote=True),
    "net_card_bill": Style("Net banking", "card bill", "biller", "OTP", WEB, "card_ecom", device=True, remote=True),
    "net_load": Style("Net banking", "wallet load", "e-commerce", "OTP", WEB, "card_ecom", device=True, remote=True),
    "nach_salary": Style("NACH", "salary", "bulk", "none", FILE, "night", remote=True),
    "nach_pension": Style("NACH", "pension", "bulk", "none", FILE, "night", remote=True),
    "nach_benefit": Style("NACH", "benefit", "bulk", "none", FILE, "night", remote=True),
    "nach_emi": Style("NACH", "EMI", "mandate", "mandate", FILE, "night", remote=True),
    "nach_card_bill": Style("NACH", "card bill", "mandate", "mandate", FILE, "night", remote=True),
    "branch_cash": Style("ATM", "cash withdrawal", "counter", "signature", BRANCH, "neft_rtgs"),
}

NAMES = tuple(STYLES)
CODE = {name: code for code, name in enumerate(NAMES)}
HOURS_OF = np.array([HOUR_CURVES.index(style.hours) for style in STYLES.values()], np.uint8)
IS_REMOTE = np.array([style.remote for style in STYLES.values()])
HAS_DEVICE = np.array([style.device for style in STYLES.values()])
IS_UPI = np.array([style.rail == "UPI" for style in STYLES.values()])


def codes(*names: str) -> np.ndarray:
    """Codes of several styles."""
    return np.array([CODE[name] for name in names], np.uint8)


def where(test: object) -> np.ndarray:
    """For each style, whether `test` holds."""
    return np.array([test(style) for style in STYLES.values()])  # type: ignore[operator]
