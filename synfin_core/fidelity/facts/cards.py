"""Card tickets: credit and debit, at the counter and online."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

_CREDIT = "rail = 'Card' AND account_type = 'credit card'"
_DEBIT = "rail = 'Card' AND account_type <> 'credit card'"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml `cards`."""
    credit, debit = raw["payments"]["cards"]["credit"], raw["payments"]["cards"]["debit"]
    yield _ticket("Credit card", credit["h1_2025"], "ats", "2025-H1", _CREDIT)
    yield _ticket("Debit card purchase", debit["h1_2025"], "ats", "2025-H1", _DEBIT)
    yield _ticket("Credit card, POS", credit["may_2025"], "pos_ats", "2025-05", f"{_CREDIT} AND NOT is_online")
    yield _ticket("Credit card, e-commerce", credit["may_2025"], "ecom_ats", "2025-05", f"{_CREDIT} AND is_online")
    yield _ticket("Debit card, POS", debit["mar_2024"], "pos_ats", "2024-03", f"{_DEBIT} AND NOT is_online")
    yield _ticket("Debit card, e-commerce", debit["mar_2024"], "ecom_ats", "2024-03", f"{_DEBIT} AND is_online")
    yield Fact(
        "Credit card, e-commerce share of value",
        credit["may_2025"]["ecom_value_share"],
        credit["may_2025"]["source"],
        "2025-05",
        credit["may_2025"]["confidence"],
        top="CASE WHEN is_online THEN amount_inr ELSE 0 END",
        bottom="amount_inr",
        where=_CREDIT,
    )
    yield from _declines(raw["payments"]["cards"]["decline_rate_assumed"])


def _declines(rates: Mapping[str, Any]) -> Iterator[Fact]:
    """Attempts that fail, by card and channel; all assumed."""
    for key in ("credit_pos", "credit_ecom", "debit_pos", "debit_ecom"):
        card, channel = key.split("_")
        where = f"{_CREDIT if card == 'credit' else _DEBIT} AND {'is_online' if channel == 'ecom' else 'NOT is_online'}"
        title = f"{card.capitalize()} card, {'e-commerce' if channel == 'ecom' else 'POS'} declines of attempts"
        told: dict[str, Any] = {"source": rates["source"], "period": "2025", "confidence": rates["confidence"], "is_input": True}
        yield Fact(title, rates[key], top="status = 'failed'", where=where, of="attempts", **told)


def _ticket(name: str, block: Mapping[str, Any], key: str, period: str, where: str) -> Fact:
    title, source, confidence = f"{name} ticket", block["source"], block["confidence"]
    return Fact(title, block[key], source, period, confidence, top="amount_inr", where=where, unit="INR")
