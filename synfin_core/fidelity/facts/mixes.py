"""Mixes: what is bought, by the generator's own figures, one app, one acquirer and one bank."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import BANDS, LEGS, UPI

_APP = "one app, wallet and card payments through it included"
_BANK = "credit cards of one large bank in festive weeks"
_LARGE_STATE = 0.05  # share of UPI, so that a dataset has customers enough
_KINDS = {
    "merchant": ("purchases", "kind = 'P2M' AND mcc <> '4814'"),
    "p2p": ("transfers", "kind IN ('P2P', 'own transfer')"),
    "recharge_and_bills": ("recharges and bills", "coalesce(kind = 'bill' OR mcc = '4814', FALSE)"),
}
_SHOPS = {
    "grocery": ("5411",),
    "restaurants": ("5812", "5814"),
    "service stations": ("5541",),
    "clothing": ("5691", "5651", "5137"),
    "government services": ("9399",),
    "pharmacies": ("5912",),
    "hospitals": ("8062",),
}
_ON_CARDS = {
    "fuel": ("5541",),
    "electricals_electronics": ("5732", "5722"),
    "department_and_grocery": ("5311", "5411"),
    "supermarket_and_grocery": ("5411",),
    "travel_agents": ("4722",),
}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml `phonepe_category_mix_2024`, of merchants.yaml by category, and of geography.yaml by state."""
    merchants = raw["merchants"]
    yield from _bands(merchants["implied_p2m_bands"])
    yield from _app(raw["payments"]["upi"]["phonepe_category_mix_2024"])
    yield from _in_store(merchants["worldline_h1_2024"])
    yield from _on_cards(merchants["card_category_mix"])
    yield from _tickets(raw["geography"]["states"])


def _bands(block: Mapping[str, Any]) -> Iterator[Fact]:
    """What the generator's mix of categories implies by formula."""
    told: dict[str, Any] = {"source": block["source"], "period": "2025-11", "confidence": block["confidence"], "is_input": True}
    for key, what, weight in (("volume", "count", "1"), ("value", "value", "amount_inr")):
        for band, share in block[key].items():
            top = f"CASE WHEN {BANDS[band]} THEN {weight} ELSE 0 END"
            title = f"UPI P2M, implied share of {what}, {band} rupees"
            yield Fact(title, share, top=top, bottom=weight, where=LEGS["p2m"], **told)


def _app(block: Mapping[str, Any]) -> Iterator[Fact]:
    told: dict[str, Any] = {"source": block["source"], "period": "2024", "confidence": block["confidence"], "shown_only": _APP}
    for key, (name, test) in _KINDS.items():
        for shares, what, weight in (("volume_share", "count", "1"), ("value_share", "value", "amount_inr")):
            top = f"CASE WHEN {test} THEN {weight} ELSE 0 END"
            yield Fact(f"PhonePe {name}, share of {what}", block[shares][key], top=top, bottom=weight, where=UPI, **told)
        yield Fact(f"PhonePe {name}, ticket", block["ats"][key], top="amount_inr", where=f"{UPI} AND {test}", unit="INR", **told)


def _in_store(block: Mapping[str, Any]) -> Iterator[Fact]:
    """Seven categories among all purchases in person, whatever the rail."""
    codes = [code for name in block["in_store"] for code in _SHOPS[name]]
    told: dict[str, Any] = {"source": block["source"], "period": "2024-H1", "confidence": block["confidence"]}
    for key, what, weight in (("in_store_top7_volume", "count", "1"), ("in_store_top7_value", "value", "amount_inr")):
        title = f"Seven categories, share of {what} in shops"
        yield Fact(title, block[key], top=_of(codes, weight), bottom=weight, where="kind = 'P2M' AND NOT is_online", **told)


def _on_cards(mix: Mapping[str, Any]) -> Iterator[Fact]:
    credit = "rail = 'Card' AND account_type = 'credit card'"
    for key, where, channel in (
        ("pos_value_share_festive_2025", f"{credit} AND NOT is_online", "POS"),
        ("ecom_value_share_festive_2025", f"{credit} AND is_online", "e-commerce"),
        ("total_value_share_festive_2025", credit, "all"),
    ):
        block = mix[key]
        told: dict[str, Any] = {"source": block["source"], "period": "2025-10", "confidence": block["confidence"]}
        for name in (name for name in _ON_CARDS if name in block):
            title = f"Credit card, {channel}, {name.replace('_', ' ')}, share of value"
            top = _of(_ON_CARDS[name], "amount_inr")
            yield Fact(title, block[name], top=top, bottom="amount_inr", where=where, shown_only=_BANK, **told)


def _tickets(states: Mapping[str, Any]) -> Iterator[Fact]:
    """The ticket of large states, as one app has it."""
    told: dict[str, Any] = {"source": states["pulse_source"], "period": "2024", "confidence": "derived", "shown_only": _APP}
    total = sum(row["gen_weight"] for row in states["rows"])
    for row in states["rows"]:
        if row["gen_weight"] / total >= _LARGE_STATE:
            where = f"{UPI} AND payer_home_state = '{row['code']}'"
            yield Fact(f"{row['name']}, UPI ticket", row["ats"], top="amount_inr", where=where, unit="INR", **told)


def _of(codes: tuple[str, ...] | list[str], weight: str) -> str:
    """The weight of payments in these categories."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"CASE WHEN mcc IN ({listed}) THEN {weight} ELSE 0 END"
