"""Months: the ticket of UPI, purchases and cash in each month that is printed, and one month beside the last."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.calendar import in_month
from synfin_core.fidelity.facts.upi import LEGS, UPI

_YEAR = "2025"
_CASH = "rail = 'ATM' AND kind = 'cash withdrawal'"
_NUMBERS = {"jul_2025": "2025-07", "aug_2025": "2025-08", "oct_2025": "2025-10", "dec_2025": "2025-12"}
_OF_MONTHS = {"groceries": "5411", "online_marketplaces": "5262", "digital_gold": "5094"}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml `upi.monthly`, `upi.p2p_p2m` and `atm_cash`, and of calendar.yaml by category."""
    upi = raw["payments"]["upi"]
    for row in upi["monthly"]["rows"]:
        told = (upi["monthly"]["source"], row["month"], upi["monthly"]["confidence"])
        yield Fact("UPI ticket of the month", row["ats"], *told, top="amount_inr", where=_in(row["month"], UPI), unit="INR")
    for row in upi["p2p_p2m"]:
        yield from _purchases(row)
    yield from _cash(raw["payments"]["atm_cash"])
    yield from _one_beside_the_last(raw["calendar"]["sourced_lifts"])


def _purchases(row: Mapping[str, Any]) -> Iterator[Fact]:
    """Purchases of a printed month of the year: ticket, shares of count and value."""
    month = str(row["period"])
    if not month.startswith(_YEAR) or "H" in month:
        return
    told = (row["source"], month, row["confidence"])
    for leg in LEGS:
        if f"{leg}_ats" in row:
            title = f"UPI {leg.upper()} ticket of the month"
            yield Fact(title, row[f"{leg}_ats"], *told, top="amount_inr", where=_in(month, LEGS[leg]), unit="INR")
    bought = "CASE WHEN merchant_id IS NOT NULL THEN {} ELSE 0 END"
    for key, what, weight in (("p2m_volume_share", "count", "1"), ("p2m_value_share", "value", "amount_inr")):
        if key in row:
            title = f"UPI P2M share of {what} of the month"
            yield Fact(title, row[key], *told, top=bought.format(weight), bottom=weight, where=_in(month, UPI))


def _cash(atm: Mapping[str, Any]) -> Iterator[Fact]:
    block = atm["monthly_ats"]
    for key, month in _NUMBERS.items():
        told = (block["source"], month, block["confidence"])
        yield Fact("ATM ticket of the month", block[key], *told, top="amount_inr", where=_in(month, _CASH), unit="INR")


def _one_beside_the_last(lifts: list[Mapping[str, Any]]) -> Iterator[Fact]:
    """October beside September, by category."""
    for word, weight in (("volume", "1"), ("value", "amount_inr")):
        [row] = [lift for lift in lifts if lift["event"] == f"Oct 2025 vs Sep 2025 by category ({word})"]
        for key in sorted(_OF_MONTHS.keys() & row.keys()):
            yield Fact(
                f"{key.replace('_', ' ').capitalize()}, {word} beside the month before",
                row[key],
                row["source"],
                "2025-10",
                row["confidence"],
                top=f"CAST({in_month('2025-10')} AS INT) * {weight}",
                bottom=f"CAST({in_month('2025-09')} AS INT) * {weight}",
                where=f"{LEGS['p2m']} AND mcc = '{_OF_MONTHS[key]}'",
            )


def _in(month: str, where: str) -> str:
    return f"{where} AND {in_month(month)}"
