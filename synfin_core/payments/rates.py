"""How many payments of each kind a customer makes a month, from the published rail counts (payments.yaml channel_mix_target)."""

from dataclasses import dataclass, replace
from functools import lru_cache

from synfin_core.calibration import Calibration

OUTSIDE_SHARE = 0.30  # of transfers made (payments.yaml p2p_payees.share_outside_simulated_customers, assumed)
OWN_TRANSFERS = 0.95  # a customer and month (self_transfer_share_of_value 0.20 at about 2.6 mean tickets), assumed
SCHEDULED_P2M = (
    "4900",
    "7322",
    "6012",
    "6513",
    "6300",
    "6540",
    "5815",
)  # bills, EMI, card bills, rent, insurance, loads, OTT
CUSTOMER_NEFT, CUSTOMER_IMPS = 0.89, 0.71  # salaries, takings, wages and own transfers, a customer and month
GIVEN_WAY = 1.07  # purchases by UPI made for each that is left: the others give way to cases and twins, fitted at 1% fraud
CARD_FIT = 0.93  # repeats of declined card payments, fitted to the counts of payments.yaml
OTHER_DECLINES = 0.03  # IMPS, ATM, AePS, wallet, net banking; assumed


@dataclass(frozen=True)
class Rates:
    """Attempts a customer and month, by stream; `upi_success` is the share of UPI attempts approved."""

    upi_success: float
    shop: float
    transfer_linked: float
    transfer_out: float
    transfer_in: float
    own: float
    card: float
    wallet: float
    net_shop: float
    bank_out: float
    bank_in: float
    atm: float
    aeps: float
    toll: float
    business: dict[str, float]


# The rail that each stream of free payments belongs to; who sends by bank account chooses IMPS or NEFT.
RAIL_OF = {
    "card": "Card",
    "wallet": "Wallet",
    "net_shop": "Net banking",
    "bank_out": "IMPS",
    "bank_in": "IMPS",
    "atm": "ATM",
    "aeps": "AePS",
    "toll": "FASTag",
}
BUSINESS_RAIL = {"neft_business": "NEFT", "imps_business": "IMPS", "rtgs_business": "RTGS", "net_business": "Net banking"}

AEPS_WITHDRAWN = 0.84  # of AePS payments; the rest are deposits, which own money makes, fitted to the counts of payments.yaml


def credit_on_upi(calibration: Calibration) -> float:
    """RuPay credit cards on UPI as a share of UPI payments (rupay_cc_upi: 750 mn in seven months of 2024)."""
    payments = calibration.raw["payments"]
    months = [row["volume_mn"] for row in payments["upi"]["monthly_earlier"]["rows"] if "2024-04" <= row["month"] <= "2024-10"]
    return float(payments["upi"]["rupay_credit_on_upi"]["volume_mn"] / sum(months))


def rates_of(calibration: Calibration, rails: tuple[str, ...] | None = None) -> Rates:
    """The rates on these rails (all by default); UPI is always among them."""
    rates = _all_rates(calibration)
    if rails is None:
        return rates
    left_out = {name: 0.0 for name, rail in RAIL_OF.items() if rail not in rails}
    business = {name: rate * (BUSINESS_RAIL[name] in rails) for name, rate in rates.business.items()}
    return replace(rates, business=business, **left_out)


@lru_cache(maxsize=2)
def _all_rates(calibration: Calibration) -> Rates:
    """Derive all rates from UPI payments a customer and the rails' counts relative to UPI."""
    payments = calibration.raw["payments"]
    upi = sum(segment.pop_share * segment.upi_txns for segment in calibration.segments)
    per_upi = {
        rail: volume / payments["channel_mix_target"]["monthly_volume_mn"]["UPI"] * upi
        for rail, volume in payments["channel_mix_target"]["monthly_volume_mn"].items()
    }
    approved = payments["upi"]["declines"]["weighted_aug_2025"]["approved"]
    p2m = payments["upi"]["recommended_target"]["p2m_volume_share"] * upi
    p2p = upi - p2m - OWN_TRANSFERS
    # Of the transfers, those from outside balance those to outside, so that customers send what they receive.
    crossing = OUTSIDE_SHARE / (1 + OUTSIDE_SHARE)
    volume = sum(category.volume for category in calibration.categories if category.mcc in SCHEDULED_P2M)
    ok = 1 - OTHER_DECLINES
    return Rates(
        upi_success=approved,
        shop=p2m * (1 - volume) * GIVEN_WAY / approved,
        transfer_linked=p2p * (1 - 2 * crossing) / approved,
        transfer_out=p2p * crossing / approved,
        transfer_in=p2p * crossing,
        own=OWN_TRANSFERS,
        card=(per_upi["credit_card"] + per_upi["debit_card_purchase"]) * CARD_FIT / 0.91 + credit_on_upi(calibration) * upi,
        wallet=per_upi["wallet_ppi"] / ok,
        net_shop=per_upi["net_banking"] * 0.3 / ok,
        bank_out=0.25 / ok,
        bank_in=0.15,
        atm=per_upi["ATM_debit_cash"] / ok,
        aeps=per_upi["AePS"] * AEPS_WITHDRAWN / ok,
        toll=per_upi["FASTag"],
        business={
            "neft_business": per_upi["NEFT"] - CUSTOMER_NEFT,
            "imps_business": per_upi["IMPS"] - CUSTOMER_IMPS,
            "rtgs_business": per_upi["RTGS"],
            "net_business": per_upi["net_banking"] * 0.45,
        },
    )


def drawn(calibration: Calibration, rails: tuple[str, ...] | None = None) -> float:
    """Rows a customer and month that follow no timetable."""
    rates = rates_of(calibration, rails)
    return sum(
        (
            rates.shop,
            rates.transfer_linked,
            rates.transfer_out,
            rates.transfer_in,
            rates.own,
            rates.card,
            rates.wallet,
            rates.net_shop,
            rates.bank_out,
            rates.bank_in,
            rates.atm,
            rates.aeps,
            rates.toll,
            *rates.business.values(),
        )
    )
