"""Habits: the same payees and shops again, trips, days of bills, hours, and payments that come in bursts."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import LEGS

_AGAIN = "NOT is_first_with_payee"
_SHOPS = "kind = 'P2M' AND payer_segment IS NOT NULL"
_HERE = f"{_SHOPS} AND NOT is_online AND distance_from_home_km IS NOT NULL"
_TOWN_KM = 40  # farther is another town, assumed
_PEAKS = "transacted_at::TIME >= TIME '10:00' AND transacted_at::TIME < TIME '13:00'"
_EVENING = "transacted_at::TIME >= TIME '17:00' AND transacted_at::TIME < TIME '21:30'"
_NIGHT = "(hour(transacted_at) >= 22 OR hour(transacted_at) < 6)"
_CALLS = 0.2  # burstiness of people who telephone, as recollected from the literature on burst16's measure
_ASSUMED: dict[str, Any] = {"source": "assumed", "period": "2025", "confidence": "assumed", "is_input": True}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml, merchants.yaml and calendar.yaml on how one customer's payments hang together."""
    yield from _payees(raw["payments"]["generator_assumed"]["p2p_payees"])
    yield from _loyalty(raw["merchants"]["generator_assumed"]["loyalty"])
    yield from _places(raw["merchants"]["generator_assumed"]["distance"])
    yield from _bills(raw["calendar"]["salary_cycle"])
    yield from _hours(raw)
    told: dict[str, Any] = {"source": "recollected", "period": "2012", "confidence": "recollected", "of": "customers"}
    yield Fact("Burstiness of a customer's payments", _CALLS, top="burstiness", where="burstiness IS NOT NULL", **told)


def _payees(block: Mapping[str, Any]) -> Iterator[Fact]:
    known = block["share_to_regulars"] + block["share_to_known_occasional"]
    where = f"{LEGS['p2p']} AND kind = 'P2P' AND payer_segment IS NOT NULL AND is_late"
    yield Fact("Transfers to somebody paid before, second half", known, top=_AGAIN, where=where, **_ASSUMED)


def _loyalty(block: Mapping[str, Any]) -> Iterator[Fact]:
    """Visits to a shop paid before, and how fast a customer's shops fall off by place: Zipf's exponent."""
    shares = dict(block["repeat_share"])
    usual = shares.pop("default")
    for mcc, share in shares.items():
        where = f"{_SHOPS} AND is_late AND mcc = '{mcc}'"
        yield Fact(f"Purchases of {mcc} at a shop paid before, second half", share, top=_AGAIN, where=where, **_ASSUMED)
    others = ", ".join(f"'{mcc}'" for mcc in shares)
    where = f"{_SHOPS} AND is_late AND mcc NOT IN ({others})"
    yield Fact("Other purchases at a shop paid before, second half", usual, top=_AGAIN, where=where, **_ASSUMED)
    slope: dict[str, Any] = {"top": "-log_place * ln(share)", "bottom": "log_place * log_place", "of": "favourites"}
    yield Fact("Shops of a customer by place, Zipf's exponent", 0.9, **_ASSUMED, **slope)
    for where, exponent in (("North America", 0.80), ("Europe", 1.13)):
        told: dict[str, Any] = {"source": "visits13", "period": "2013", "confidence": "recollected"}
        yield Fact(f"Shops of a card by place, Zipf's exponent, {where}", exponent, **told, **slope)


def _places(block: Mapping[str, Any]) -> Iterator[Fact]:
    yield Fact("Trips of a customer in a year", block["trips_per_customer_year"], top="trips_per_year", of="customers", **_ASSUMED)
    near, state = f"distance_from_home_km < {_TOWN_KM}", block["same_city"] + block["same_state"]
    yield Fact("Purchases in person in the home town", block["same_city"], top=near, where=_HERE, **_ASSUMED)
    yield Fact("Purchases in person in the home state", state, top="state = payer_home_state", where=_HERE, **_ASSUMED)


def _bills(cycle: Mapping[str, Any]) -> Iterator[Fact]:
    """Days on which instalments and rents are paid, and spending in the first days of a month."""
    for day, share in cycle["emi_and_nach_days"].items():
        if day != "other" and share >= 0.1:
            title = f"Instalments paid on day {day} of the month"
            yield Fact(title, share, top=f"day(transacted_at) = {day}", where="kind = 'EMI'", **_ASSUMED)
    early = cycle["rent_days"]["1-5"]
    yield Fact("Rents paid by day 5 of the month", early, top="day(transacted_at) <= 5", where="kind = 'rent'", **_ASSUMED)
    curve = cycle["spend_multiplier_by_day_of_month"]
    first, dip = "CAST(day(transacted_at) <= 5 AS INT) / 5.0", "CAST(day(transacted_at) BETWEEN 20 AND 24 AS INT) / 5.0"
    lift = sum(curve[:5]) / sum(curve[19:24])
    yield Fact("Purchases a day, days 1 to 5 beside days 20 to 24", lift, top=first, bottom=dip, where=LEGS["p2m"], **_ASSUMED)


def _hours(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """NPCI's two busy windows (npci_peak names them, no share is printed), and tickets by hour: at night as by day."""
    for leg in ("p2m", "p2p"):
        curve = raw["calendar"]["hour_of_day"][f"upi_{leg}"]
        busy = (sum(curve[10:13]) + sum(curve[17:21]) + curve[21] / 2) / sum(curve)
        title = f"UPI {leg.upper()} in NPCI's busy hours"
        yield Fact(title, busy, top=f"({_PEAKS}) OR ({_EVENING})", where=LEGS[leg], **_ASSUMED)
    for row in raw["merchants"]["npci_top_categories"]:
        if row["mcc"] in ("5411", "5812"):
            where = f"{LEGS['p2m']} AND mcc = '{row['mcc']}' AND {_NIGHT}"
            yield Fact(f"{row['name']}, ticket from 22 to 6", row["ats"], top="amount_inr", where=where, unit="INR", **_ASSUMED)
