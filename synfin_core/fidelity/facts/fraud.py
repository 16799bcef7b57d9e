"""Fraud cases: rails, kinds, losses, reporting and recovery, beside portal complaints and surveys."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact

_PORTAL = "reported_at IS NOT NULL"
_OTHER_VIEW = "complaints on the portal; the truth here also holds what is not reported and first-party fraud (fraud.yaml)"
_BANKS = "incidents reported by banks, another family than portal complaints: see the mix bank_upi"
_BANK_RAILS = "rail IN ('IMPS', 'NEFT', 'RTGS', 'Net banking') AND channel IN ('web', 'branch')"
_RAILS = {
    "upi": ("UPI", "rail = 'UPI'"),
    "card": ("Card", "rail = 'Card'"),
    "internet_banking": ("Internet banking", _BANK_RAILS),
}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of fraud.yaml `mix_targets` and `background`, and of payments.yaml `fraud_totals`."""
    mixes, totals = raw["fraud"]["mix_targets"], raw["payments"]["fraud_totals"]
    yield from _rails(next(row for row in mixes["rail_mix_complaints"] if row["source"] == "praxis23"))
    quoted, derived, _ = mixes["modus_mix_2025"]
    yield from _kinds(quoted, derived)
    yield from _reporting(raw["fraud"]["background"], totals["under_reporting"])
    newest = totals["upi_reported"][-2]
    told = {"source": newest["source"], "period": newest["period"], "confidence": newest["confidence"], "shown_only": _BANKS}
    where = f"rail = 'UPI' AND {_PORTAL}"
    yield Fact("Rupees of a reported UPI case", newest["avg_inr"], top="attempted_inr", where=where, unit="INR", of="cases", **told)


def _rails(row: Mapping[str, Any]) -> Iterator[Fact]:
    """Cases by the rail that lost most; fraud.yaml fits its cases to this mix."""
    told = {"source": row["source"], "period": row["period"], "confidence": row["confidence"], "is_input": True}
    for key, (name, test) in _RAILS.items():
        title, top = f"{name}, share of reported cases", f"CAST(coalesce({test}, FALSE) AS INT)"
        yield Fact(title, row[key], top=top, where=_PORTAL, of="cases", **told)


def _kinds(quoted: Mapping[str, Any], derived: Mapping[str, Any]) -> Iterator[Fact]:
    told = {"source": quoted["source"], "period": "2025", "of": "cases", "where": _PORTAL, "shown_only": _OTHER_VIEW}
    for key in ("investment_cases", "investment_value", "digital_arrest_value", "sextortion_cases", "sextortion_value"):
        kind, _, what = key.rpartition("_")
        weight = "attempted_inr" if what == "value" else "1"
        top = f"CASE WHEN fraud_type = '{kind}' THEN {weight} ELSE 0 END"
        title = f"{kind}, share of reported {'rupees' if what == 'value' else 'cases'}"
        yield Fact(title, quoted[key], confidence=quoted["confidence"], top=top, bottom=weight, **told)
    average = derived["avg_case_inr"]
    yield Fact("Rupees of a reported case", average, confidence="derived", top="attempted_inr", unit="INR", **told)


def _reporting(background: Mapping[str, Any], survey: Mapping[str, Any]) -> Iterator[Fact]:
    told = {"source": survey["source"], "period": "2024", "confidence": survey["confidence"], "is_input": True, "of": "cases"}
    silent = "CAST(reported_at IS NULL AS INT)"
    victims = "victim_customer_id IS NOT NULL"
    upi, small = f"{victims} AND rail = 'UPI'", f"{victims} AND attempted_inr < 1000"
    yield Fact("UPI victims who do not report", survey["upi_victims_not_reporting"], top=silent, where=upi, **told)
    yield Fact("Frauds below 1,000 rupees not reported", survey["frauds_below_1000_not_reported"], top=silent, where=small, **told)
    saved, [source, *_] = background["recovery"]["saved_share_of_reported_value"], background["recovery"]["source"]
    told = {"source": source, "period": "2025", "confidence": background["recovery"]["confidence"], "is_input": True, "of": "cases"}
    yield Fact("Rupees held of those reported", saved, top="held_inr", bottom="loss_inr", where=_PORTAL, **told)
    first = background["reporting_delay_hours"]["within_1h_golden"]
    soon = "CAST(reported_at < started_at + INTERVAL 1 HOUR AS INT)"
    told |= {"source": "assumed", "confidence": "assumed"}
    yield Fact("Reports within an hour of the first loss", first, top=soon, where=_PORTAL, **told)
