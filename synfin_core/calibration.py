"""config/calibration read once into frozen, typed parameters; refuses repeated keys and figures without a source."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from synfin_core.errors import CalibrationError
from synfin_core.settings import house

FOLDER = house() / "config" / "calibration"
FILES = ("payments", "merchants", "people", "geography", "calendar", "fraud")
SHARES_WITHIN = 1e-6  # of 1, for sums of shares
CARD_LIFTS = {"big_sale": "Credit card, sale day 2025-09-23"}  # events whose lift of card payments is printed (sbi_ccspend25)
SOURCE_KEYS = {
    "source",
    "pulse_source",
    "npci_source",
    "pin_source",
    "share_source",
    "gst_code_source",
    "pop_source",
    "mpce_source",
    "ifsc_source",
    "phone_source",
    "dates_source",
}


@dataclass(frozen=True)
class Bank:
    """A remitter bank: share of UPI volume, and its declines per attempt (npci_bank_aug25)."""

    name: str
    ifsc: str
    share: float
    business_decline: float
    technical_decline: float


@dataclass(frozen=True)
class Segment:
    """A way of life (people.yaml `segments` and `cash_flow`, assumed): counts a month, flows in monthly incomes."""

    id: str
    pop_share: float
    age: tuple[int, int]
    income_month: tuple[float, float]
    income_type: str
    upi_txns: float
    card_holder: float
    cash_pref: float
    night_owl: float
    p2p_count_share: float
    p2m_out: float
    p2p_out: float
    other_out: float
    saving: float
    p2p_in: float
    opening_balance: float


@dataclass(frozen=True)
class State:
    """A state: share of payments `weight` (npci_state25, assumed where not printed) and its PIN prefixes."""

    code: str
    name: str
    region: str
    language: str
    weight: float
    pin3: str


@dataclass(frozen=True)
class Place:
    """A town, or the rest of a state ('Other Kerala'); `weight` is its share of payments."""

    city: str
    state: int
    tier: str
    latitude: float
    longitude: float
    pin3: str
    weight: float


@dataclass(frozen=True)
class Category:
    """A merchant category: shares of UPI P2M count and value, one ticket's lognormal, habits (merchants.yaml)."""

    mcc: str
    name: str
    volume: float
    value: float
    ticket: float
    sigma: float
    card_share: float
    online_share: float
    repeat_share: float
    return_rate: float


@dataclass(frozen=True)
class Festival:
    """A day that lifts payments, those by card more: date by year, states (None: all), window in days, multipliers, categories."""

    id: str
    dates: Mapping[int, str]
    states: frozenset[str] | None
    window: tuple[int, int]
    volume_lift: float
    card_lift: float
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Typology:
    """A kind of fraud with its figures; `figures` is the block of fraud.yaml as it stands."""

    id: str
    name: str
    family: str
    case_share: float
    mean_case_inr: float
    rails: Mapping[str, float]
    victims: tuple[str, ...]
    figures: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Calibration:
    """All figures the generator uses. `raw` holds each file as read, for facts and targets."""

    banks: tuple[Bank, ...]
    segments: tuple[Segment, ...]
    states: tuple[State, ...]
    places: tuple[Place, ...]
    categories: tuple[Category, ...]
    festivals: tuple[Festival, ...]
    typologies: tuple[Typology, ...]
    raw: Mapping[str, Any]
    digest: str

    @property
    def typology_ids(self) -> tuple[str, ...]:
        """Ids of all typologies with figures."""
        return tuple(typology.id for typology in self.typologies)


class _StrictLoader(yaml.CSafeLoader):
    """A safe loader that refuses a key written twice."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for position, key in enumerate(keys):
        if key in keys[:position]:
            mark = node.value[position][0].start_mark
            raise CalibrationError(f"{mark.name}, line {mark.line + 1}: key '{key}' is written twice; each key may stand once.")
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """Read one YAML file safely; a repeated key or broken YAML raises CalibrationError with file and line."""
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_StrictLoader)
    except OSError as error:
        raise CalibrationError(f"{path}: cannot be read ({error.strerror}).") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CalibrationError(f"{path}{line}: not valid YAML ({getattr(error, 'problem', error)}).") from error


def unsourced(raw: Mapping[str, Any], where: str = "") -> Iterator[str]:
    """Paths of blocks that hold figures without any source at, above or below them (the `meta` notes aside)."""
    for key, value in raw.items():
        path = f"{where}/{key}" if where else str(key)
        if key != "meta" and isinstance(value, (dict, list)) and not _has_source(value) and _has_figure(value):
            yield path


def _has_source(value: Any) -> bool:
    if isinstance(value, Mapping):
        return bool(SOURCE_KEYS & set(value)) or any(_has_source(item) for item in value.values())
    return isinstance(value, list) and any(_has_source(item) for item in value)


def _has_figure(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_figure(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_figure(item) for item in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _segments(people: Mapping[str, Any]) -> tuple[Segment, ...]:
    flows = people["cash_flow"]["rows"]
    return tuple(
        Segment(
            row["id"],
            row["pop_share"],
            tuple(row["age"]),
            tuple(row["income_month"]),
            row["income_type"],
            row["upi_txns"],
            row["card_holder"],
            row["cash_pref"],
            row["night_owl"],
            *flows[row["id"]],
        )
        for row in people["segments"]["rows"]
    )


def _banks(block: Mapping[str, Any]) -> tuple[Bank, ...]:
    """The published remitters, then the others, which share equally in what those leave."""
    published = tuple(Bank(row["bank"], row["ifsc"], row["share"], row["bd"], row["td"]) for row in block["rows"])
    others = block["others"]
    part = others["share"] / len(others["ifsc"])
    return published + tuple(Bank(name, ifsc, part, others["bd"], others["td"]) for name, ifsc in others["ifsc"].items())


def _states(geography: Mapping[str, Any]) -> tuple[State, ...]:
    rows = geography["states"]["rows"]
    total = sum(row["gen_weight"] for row in rows)
    return tuple(
        State(row["code"], row["name"], row["region"], row["language"], row["gen_weight"] / total, row["pin3"]) for row in rows
    )


def _places(geography: Mapping[str, Any], states: tuple[State, ...]) -> tuple[Place, ...]:
    """Towns by their share of the state's payments (pulse); the rest of a state is one pooled place of tier Z."""
    phonepe = {row["code"]: row["phonepe_vol"] for row in geography["states"]["rows"]}
    index = {state.code: position for position, state in enumerate(states)}
    towns: list[Place] = []
    for name, code, tier, _, latitude, longitude, pin3, share, _ in geography["cities"]["rows"]:
        part = min((share or phonepe[code] * 0.5) / phonepe[code], 1.0)
        towns.append(Place(name, index[code], tier, latitude, longitude, str(pin3), part * states[index[code]].weight))
    for position, state in enumerate(states):
        here = [town for town in towns if town.state == position]
        taken = sum(town.weight for town in here)
        latitude = sum(town.latitude for town in here) / len(here) + 0.6 if here else 11.0
        longitude = sum(town.longitude for town in here) / len(here) + 0.4 if here else 72.6
        pin3 = state.pin3.split(",")[0].split("-")[-1]
        towns.append(Place(f"Other {state.name}", position, "Z", latitude, longitude, pin3, max(state.weight - taken, 1e-6)))
    return tuple(towns)


def _categories(merchants: Mapping[str, Any]) -> tuple[Category, ...]:
    design = merchants["generator_assumed"]
    online, repeat, refunds = design["online_share"], design["loyalty"]["repeat_share"], design["refunds"]
    returned = dict.fromkeys(
        ("5262", "5691", "5651", "5661", "5732", "5722"), merchants["returns_and_refunds"]["ecommerce_return_rate"]
    )
    returned |= dict.fromkeys(("4112", "4131", "4511", "4722", "7011", "7832"), refunds["travel_and_tickets"])
    rows = merchants["generator_mix"]["rows"]
    volume, value = sum(row["vol"] for row in rows), sum(row["val"] for row in rows)
    return tuple(
        Category(
            row["mcc"],
            row["name"],
            row["vol"] / volume,
            row["val"] / value,
            row["ats"],
            row["sigma"],
            row["card_share"],
            online.get(row["mcc"], 0.0),
            repeat.get(row["mcc"], repeat["default"]),
            returned.get(row["mcc"], refunds["other_online"]),
        )
        for row in rows
    )


def _festivals(calendar: Mapping[str, Any], merchants: Mapping[str, Any]) -> tuple[Festival, ...]:
    mccs = merchants["generator_assumed"]["event_category_map"]
    sourced = {row["event"]: row for row in calendar["sourced_lifts"]}
    found = []
    for row in calendar["events"]:
        states = None if "all" in row["regions"] else frozenset(row["regions"])
        categories = tuple(mcc for word in row["categories"] for mcc in mccs[word] if mcc != "p2p")
        dates = {int(day[:4]): day for day in row["dates"] if day}
        by_card = sourced[CARD_LIFTS[row["id"]]]["vol_lift"] if row["id"] in CARD_LIFTS else row["vol_lift"]
        window = tuple(row["window"])
        found.append(Festival(row["id"], MappingProxyType(dates), states, window, row["vol_lift"], by_card, categories))
    return tuple(found)


def _typologies(fraud: Mapping[str, Any]) -> tuple[Typology, ...]:
    """All blocks; raises CalibrationError where their shares of cases do not sum to 1, so that a new block takes from others."""
    shares = sum(row["gen_case_share"] for row in fraud["typologies"])
    if abs(shares - 1) > SHARES_WITHIN:
        raise CalibrationError(f"fraud.yaml: gen_case_share of all typologies sums to {shares:.6g}; it must sum to 1.")
    return tuple(
        Typology(
            row["id"],
            row["name"],
            row["family"],
            row["gen_case_share"],
            row["mean_case_inr"],
            MappingProxyType(row["rail_mix"]),
            tuple(row["victims"]),
            MappingProxyType(row),
        )
        for row in fraud["typologies"]
    )


@lru_cache(maxsize=4)
def load_calibration(folder: Path = FOLDER) -> Calibration:
    """Read and check every file under `folder`; raises CalibrationError naming file and place of what is wrong."""
    raw = {name: read_yaml(folder / f"{name}.yaml") for name in FILES}
    for name, content in raw.items():
        for path in unsourced(content):
            raise CalibrationError(
                f"{folder / name}.yaml: '{path}' holds figures without a source; give a source id of SOURCES.md, or assumed."
            )
    digest = hashlib.sha256(b"".join((folder / f"{name}.yaml").read_bytes() for name in FILES)).hexdigest()[:16]
    states = _states(raw["geography"])
    return Calibration(
        banks=_banks(raw["payments"]["upi_banks"]),
        segments=_segments(raw["people"]),
        states=states,
        places=_places(raw["geography"], states),
        categories=_categories(raw["merchants"]),
        festivals=_festivals(raw["calendar"], raw["merchants"]),
        typologies=_typologies(raw["fraud"]),
        raw=MappingProxyType(raw),
        digest=digest,
    )
