"""UPI: tickets, the share of shops, value bands, declines."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

UPI = "rail = 'UPI'"
LEGS = {"p2m": f"{UPI} AND merchant_id IS NOT NULL", "p2p": f"{UPI} AND merchant_id IS NULL"}
BANDS = {
    "0-500": "amount_inr <= 500",
    "501-2000": "amount_inr > 500 AND amount_inr <= 2000",
    ">2000": "amount_inr > 2000",
}


_OLD = "another time: the P2M ticket has come down from 862 to 595 since (payments.yaml)"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml `upi`."""
    upi = raw["payments"]["upi"]
    yield from _tickets_and_shares(upi["recommended_target"])
    yield from _bands(upi["value_bands"])
    yield from _declines(upi["declines"])
    yield from _ways(upi)


def _tickets_and_shares(target: Mapping[str, Any]) -> Iterator[Fact]:
    told = {"source": target["source"], "period": "2025-07", "confidence": target["confidence"]}
    yield Fact("UPI ticket, all", target["all_ats"], top="amount_inr", where=UPI, unit="INR", **told)
    yield Fact("UPI ticket, P2P", target["p2p_ats"], top="amount_inr", where=LEGS["p2p"], unit="INR", **told)
    yield Fact("UPI ticket, P2M", target["p2m_ats"], top="amount_inr", where=LEGS["p2m"], unit="INR", **told)
    yield Fact("UPI P2M share of count", target["p2m_volume_share"], top="merchant_id IS NOT NULL", where=UPI, **told)
    value = "CASE WHEN merchant_id IS NOT NULL THEN amount_inr ELSE 0 END"
    yield Fact("UPI P2M share of value", target["p2m_value_share"], top=value, bottom="amount_inr", where=UPI, **told)


def _bands(bands: Mapping[str, Any]) -> Iterator[Fact]:
    """The bands of February 2022, and those of 2025 as recollected."""
    for name, period in (("feb_2022", "2022-02"), ("recent_target_2025", "2025")):
        block = bands[name]
        for leg, where in LEGS.items():
            for band, share in block[f"{leg}_volume"].items():
                told = {"source": block["source"], "period": period, "confidence": block["confidence"]}
                old = name == "feb_2022" and leg == "p2m"
                title = f"UPI {leg.upper()} share of {band} rupees"
                yield Fact(title, share, top=BANDS[band], where=where, shown_only=_OLD if old else "", **told)


def _declines(declines: Mapping[str, Any]) -> Iterator[Fact]:
    target = declines["weighted_aug_2025"]
    for kind, key in (("BD", "business_decline"), ("TD", "technical_decline")):
        failed = " OR ".join(f"response_code = '{code}'" for code in codes_of(declines, kind))
        told = {"source": target["source"], "period": "2025-08", "confidence": target["confidence"]}
        title = f"UPI {key.replace('_', ' ')}s of attempts"
        yield Fact(title, target[key], top=failed, where=UPI, of="attempts", is_input=True, **told)
    yield _insufficient_funds(declines["reason_codes"]["rows"], codes_of(declines, "BD"))


def codes_of(declines: Mapping[str, Any], kind: str) -> list[str]:
    """The response codes of business (BD) or technical (TD) declines."""
    return [row["code"] for row in declines["reason_codes"]["rows"] if row["class"] == kind]


def _insufficient_funds(rows: list[Mapping[str, Any]], codes: list[str]) -> Fact:
    """How many business declines are for want of money; the split by reason is assumed."""
    [share] = [row["share_of_bd"] for row in rows if row["code"] == "Z9"]
    one_of = ", ".join(f"'{code}'" for code in codes)
    told: dict[str, Any] = {"source": "assumed", "period": "2025", "confidence": "assumed"}
    where = f"{UPI} AND response_code IN ({one_of})"
    title = "UPI insufficient funds among business declines"
    return Fact(title, share, top="response_code = 'Z9'", where=where, of="attempts", is_input=True, **told)


def _ways(upi: Mapping[str, Any]) -> Iterator[Fact]:
    """Collect requests and UPI Lite."""
    pull, lite = upi["initiation_mode"], upi["upi_lite"]
    told = {"source": pull["source"], "period": "2025", "confidence": pull["confidence"], "is_input": True}
    pulled, open_ = "initiation_mode = 'collect'", f"{UPI} AND transacted_at < TIMESTAMP '{pull['p2p_collect_disabled_from']}'"
    yield Fact("UPI collect requests, share of count", pull["pull_or_collect_share_of_txns"], top=pulled, where=open_, **told)
    where = f"{UPI} AND initiation_mode = 'Lite'"
    told = {"source": lite["source"], "period": "2024-12", "confidence": lite["confidence"]}
    yield Fact("UPI Lite ticket", lite["ats_dec_2024"], top="amount_inr", where=where, unit="INR", **told)
