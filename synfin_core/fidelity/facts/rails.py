"""How often each rail is used beside UPI, and its average ticket."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

_RAILS = {
    "NEFT": "rail = 'NEFT'",
    "IMPS": "rail = 'IMPS'",
    "RTGS": "rail = 'RTGS'",
    "FASTag": "rail = 'FASTag'",
    "AePS": "rail = 'AePS'",
    "ATM_debit_cash": "rail = 'ATM' AND kind = 'cash withdrawal'",
    "credit_card": "rail = 'Card' AND account_type = 'credit card'",
    "debit_card_purchase": "rail = 'Card' AND account_type <> 'credit card'",
    "wallet_ppi": "rail = 'Wallet'",
    "net_banking": "rail = 'Net banking'",
}
_NAMES = {
    "ATM_debit_cash": "ATM",
    "credit_card": "Credit card",
    "debit_card_purchase": "Debit card",
    "wallet_ppi": "Wallet",
    "net_banking": "Net banking",
}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml by rail."""
    payments = raw["payments"]
    yield from _counts(payments["channel_mix_target"])
    yield from _monthly_tickets(payments)
    yield from _other_tickets(payments)


def _counts(mix: Mapping[str, Any]) -> Iterator[Fact]:
    volume = mix["monthly_volume_mn"]
    for name, rail in _RAILS.items():
        told = {"source": mix["source"], "period": "2025", "is_input": True}
        confidence = "recollected" if name == "net_banking" else mix["confidence"]
        title = f"{_NAMES.get(name, name)} payments for one of UPI"
        yield Fact(title, volume[name] / volume["UPI"], top=rail, bottom="rail = 'UPI'", confidence=confidence, **told)


def _monthly_tickets(payments: Mapping[str, Any]) -> Iterator[Fact]:
    """Value over volume of the months printed for 2025 (crore is 10 million; volumes are in million)."""
    for key, name, months in (
        ("imps", "IMPS", "monthly"),
        ("neft", "NEFT", "monthly"),
        ("rtgs", "RTGS", "customer_monthly"),
        ("aeps", "AePS", "monthly"),
        ("fastag", "FASTag", "monthly"),
    ):
        rows = payments[key][months]
        ticket = sum(row["value_cr"] for row in rows) * 10 / sum(row["volume_mn"] for row in rows)
        source = payments[key].get("source") or rows[-1]["source"]
        period = f"{rows[0]['month']} to {rows[-1]['month']}"
        yield _ticket(name, ticket, source, period, "derived")


def _other_tickets(payments: Mapping[str, Any]) -> Iterator[Fact]:
    atm, wallet, net = payments["atm_cash"]["ats_cy2025"], payments["ppi_wallet"]["wallet_ats"], payments["net_banking"]
    yield _ticket("ATM_debit_cash", atm["value"], atm["source"], "2025", atm["confidence"])
    yield _ticket("wallet_ppi", wallet["value"], wallet["source"], "2025", wallet["confidence"])
    yield _ticket("net_banking", net["ats"], net["source"], "2025", net["confidence"])


def _ticket(name: str, target: float, source: str, period: str, confidence: str) -> Fact:
    title = f"{_NAMES.get(name, name)} ticket"
    return Fact(title, target, source, period, confidence, top="amount_inr", where=_RAILS[name], unit="INR")
