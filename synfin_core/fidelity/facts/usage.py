"""Usage: how much one customer or one card pays in a month; rail counts are over all payers, outside ones too."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

_ROWS = (  # key of people.yaml, name, what is added up, for which customers, unit, read by the generator
    (
        "upi_txns_per_user_month",
        "UPI payments for a customer and month",
        "n_upi + coalesce(n_upi_in, 0)",
        "months",
        "TRUE",
        "",
        True,
    ),
    ("upi_p2m_per_user_month", "UPI purchases of a customer and month", "n_p2m", "months", "TRUE", "", False),
    (
        "upi_value_per_user_month",
        "UPI rupees for a customer and month",
        "upi_inr + coalesce(upi_in_inr, 0)",
        "months",
        "TRUE",
        "INR",
        False,
    ),
    (
        "credit_card_txns_per_card_month",
        "Payments of a credit card and month",
        "n_credit",
        "months * credit_cards",
        "credit_cards > 0",
        "",
        False,
    ),
    (
        "debit_card_purchases_per_card_month",
        "Purchases of a debit card and month",
        "n_debit",
        "months * debit_cards",
        "debit_cards > 0",
        "",
        False,
    ),
)
_IDLE = "of all 991 million debit cards, idle ones included; here only customers who use UPI have one"
_TWO = "a holder has about two of the 114 million cards, and one here"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of people.yaml `usage_per_user`."""
    usage = raw["people"]["usage_per_user"]
    for key, name, top, bottom, where, unit, is_input in _ROWS:
        row = usage[key]
        reason = _IDLE if key.startswith("debit") else _TWO if key.startswith("credit") else ""
        told = (row["source"], "2025", row["confidence"])
        yield Fact(name, row["value"], *told, top, bottom, where, unit, is_input, reason, "customers")
