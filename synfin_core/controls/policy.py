"""A policy read from config/policies into frozen limits; a limit without a source is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from synfin_core.calibration import read_yaml
from synfin_core.errors import CalibrationError
from synfin_core.settings import house

FOLDER = house() / "config" / "policies"
WAYS = ("UPI transfer", "UPI collect", "UPI Lite", "UPI purchase", "IMPS", "ATM", "AePS", "cash deposit")


@dataclass(frozen=True)
class Policy:
    """Limits in rupees: of one payment by way, of a day's UPI transfers from one account, and of a day with a new device."""

    name: str
    one_payment: Mapping[str, float]
    day_inr: float
    day_count: int
    new_device_inr: float


@lru_cache(maxsize=4)
def load_policy(name: str = "today", folder: Path = FOLDER) -> Policy:
    """The policy `name`; raises CalibrationError naming the file and what is wrong in it."""
    path = folder / f"{name}.yaml"
    raw = read_yaml(path)
    payment = {way: _figure(path, raw, "one_payment", way, "inr") for way in WAYS}
    return Policy(
        name,
        MappingProxyType(payment),
        _figure(path, raw, "one_day", "", "inr"),
        int(_figure(path, raw, "one_day", "", "count")),
        _figure(path, raw, "new_device_day", "", "inr"),
    )


def _figure(path: Path, raw: Any, block: str, way: str, key: str) -> float:
    """One positive limit with its source."""
    limits = raw.get(block) if isinstance(raw, dict) else None
    limit = limits.get(way) if way and isinstance(limits, dict) else limits
    where = f"'{block}/{way}'" if way else f"'{block}'"
    if not isinstance(limit, dict) or not isinstance(limit.get(key), (int, float)) or not limit[key] > 0:
        raise CalibrationError(f"{path}: {where} must hold a positive '{key}'.")
    if not limit.get("source"):
        raise CalibrationError(f"{path}: {where} has no source; give a source id of SOURCES.md, or assumed.")
    return float(limit[key])
