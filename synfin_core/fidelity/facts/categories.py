"""Merchant categories of UPI P2M that NPCI prints: shares of count and value, tickets."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import LEGS

_WEAK_VOLUME = {"6211"}  # volume and ticket of brokers are recollected, see the note in merchants.yaml
_GAMES = "5816"
_BANNED = "real-money games were banned on 2025-08-21; the generator's mix is that of November 2025 and has none"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of merchants.yaml `npci_top_categories`; its mix is read by the generator, so shares are inputs."""
    for row in raw["merchants"]["npci_top_categories"]:
        if row["mcc"] != "other":
            yield from _of_category(row)


def _of_category(row: Mapping[str, Any]) -> Iterator[Fact]:
    one_of = ", ".join(f"'{mcc}'" for mcc in row["mcc"].split("+"))
    here = f"coalesce(mcc IN ({one_of}), FALSE)"
    strength = "recollected" if row["mcc"] in _WEAK_VOLUME else row["conf"]
    told: dict[str, Any] = {"source": row["source"], "period": _period(row), "is_input": True}
    told["shown_only"] = _BANNED if row["mcc"] == _GAMES else ""
    if "vol_share" in row:
        yield Fact(f"{row['name']}, share of count", row["vol_share"], confidence=strength, top=here, where=LEGS["p2m"], **told)
    if "val_share" in row:
        value = f"CASE WHEN {here} THEN amount_inr ELSE 0 END"
        title = f"{row['name']}, share of value"
        yield Fact(title, row["val_share"], confidence=row["conf"], top=value, bottom="amount_inr", where=LEGS["p2m"], **told)
    if "ats" in row:
        within = f"{LEGS['p2m']} AND {here}"
        title = f"{row['name']}, ticket"
        yield Fact(title, row["ats"], confidence=strength, top="amount_inr", where=within, unit="INR", **told)


def _period(row: Mapping[str, Any]) -> str:
    return str(max(row["months"])) if "months" in row else "2025-08"
