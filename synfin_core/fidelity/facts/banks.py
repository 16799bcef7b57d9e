"""Banks and apps: the customers' shares of UPI, and how often each bank declines."""

from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import UPI, codes_of

_LEAST = 0.03  # smaller banks have too few customers in any dataset to say much
_APPS = {"GooglePay": "Google Pay"}


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of payments.yaml `upi_banks`, which the generator reads, and `upi.app_share`."""
    upi, banks = raw["payments"]["upi"], raw["payments"]["upi_banks"]
    failed = " OR ".join(f"response_code = '{code}'" for code in codes_of(upi["declines"], "BD"))
    for row in banks["rows"]:
        if row["share"] >= _LEAST:
            yield from _of_bank(row, banks["source"], failed)
    newest = max(upi["app_share"], key=lambda row: str(row["month"]))
    for app, share in newest["volume"].items():
        title, name = f"{_APPS.get(app, app)}, share of UPI", _APPS.get(app, app)
        told = (newest["source"], newest["month"], newest["confidence"])
        where = f"{UPI} AND app IS NOT NULL"
        yield Fact(title, share, *told, top=f"CAST(app = '{name}' AS INT)", where=where, is_input=True)


def _of_bank(row: Mapping[str, Any], source: str, failed: str) -> Iterator[Fact]:
    told: dict[str, Any] = {"source": source, "period": "2025-08", "is_input": True}
    where = f"{UPI} AND payer_bank IS NOT NULL"
    title = f"{row['bank']}, share of UPI"
    yield Fact(title, row["share"], confidence="derived", top=f"CAST(payer_bank = '{row['bank']}' AS INT)", where=where, **told)
    own = f"{where} AND payer_bank = '{row['bank']}'"
    title = f"{row['bank']}, business declines of attempts"
    yield Fact(title, row["bd"], confidence="quoted", top=failed, where=own, of="attempts", **told)
