"""States: shares of UPI count, and the shares that NPCI printed, beside Maharashtra's."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import UPI

_LEAST = 0.02  # smaller states would fill the table and say little
_SOURCE = "npci_state25"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of geography.yaml `states`; nearly half of the printed volume has no state, so ratios are compared."""
    rows = raw["geography"]["states"]["rows"]
    total = sum(row["gen_weight"] for row in rows)
    for row in rows:
        if row["gen_weight"] / total >= _LEAST:
            yield _share(row["code"], row["name"], row["gen_weight"] / total)
    printed = {row["code"]: row for row in rows if "npci_jul25_vol" in row}
    first = printed.pop("MH")
    for code, row in printed.items():
        yield _ratio(code, row["name"], row["npci_jul25_vol"] / first["npci_jul25_vol"])


def _share(code: str, name: str, target: float) -> Fact:
    where = f"{UPI} AND payer_home_state IS NOT NULL"
    title, top = f"{name}, share of UPI", f"payer_home_state = '{code}'"
    return Fact(title, target, "assumed", "2025", "assumed", top=top, where=where, is_input=True)


def _ratio(code: str, name: str, target: float) -> Fact:
    title, top = f"{name}, UPI payments for one of Maharashtra", f"coalesce(payer_home_state = '{code}', FALSE)"
    bottom = "coalesce(payer_home_state = 'MH', FALSE)"
    return Fact(title, target, _SOURCE, "2025-07", "derived", top=top, bottom=bottom, where=UPI, is_input=True)
