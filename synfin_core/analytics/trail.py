"""Where the money of a case goes: parties as nodes, payments as links, up to any instant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.analytics.catalogue import FAMILY_NAMES, card

CASH = "Cash"
OWN = "Own money"
MOST_ALIKE = 8  # parties of one kind and depth that are drawn; the others are drawn as one, assumed
_COMES_IN = ("bait", "pay-back", "loan")
_KINDS = {
    "Victim": "hero", "Customer": "hero", "Payer": "payer", "Own": "own", "Mule": "mule", "Payee": "payee", "Outsider": "outsider",
    "Stranger": "stranger", "Cash": "cash",
}  # fmt: skip


@dataclass(frozen=True)
class Party:
    """Somebody in the trail; `depth` counts the payments from the victim's side, 0 where the money starts."""

    key: str
    name: str
    kind: str
    depth: int
    received_inr: float
    passed_inr: float

    @property
    def kept_inr(self) -> float:
        """Rupees still with it; 0 for who paid out of own means."""
        return max(self.received_inr - self.passed_inr, 0.0)


@dataclass(frozen=True)
class Flow:
    """What one party paid another, in rupees and payments."""

    source: str
    target: str
    amount_inr: float
    n_payments: int
    is_laundering: bool


@dataclass(frozen=True)
class Trail:
    """Parties by depth, and the flows between them."""

    parties: tuple[Party, ...]
    flows: tuple[Flow, ...]


def with_parties(case: Case, hero: int | None) -> pd.DataFrame:
    """The legs of a case with `source` and `target`: names that stand for the same party all along."""
    naming = _Naming(hero, hero_name(case), "Mule" if case.facts["n_mules"] else "Payee")
    rows = [(naming.source(leg), naming.target(leg)) for leg in case.legs.itertuples()]
    return case.legs.assign(source=[source for source, _ in rows], target=[target for _, target in rows])


def hero_name(case: Case) -> str:
    """'Victim', or 'Customer' where it is the customer who cheats, or plays along."""
    cheats = card(case.typology).family in (FAMILY_NAMES["first_party"], FAMILY_NAMES["merchant_side"])
    return "Customer" if cheats and case.facts["victim_customer_id"] is None else "Victim"


def trail(legs: pd.DataFrame, until: datetime | None = None) -> Trail:
    """The trail of legs (`with_parties`) that moved money at or before `until`."""
    told = of_the_story(legs)
    moved = told[told["status"] != "failed"]
    if until is not None:
        moved = moved[moved["transacted_at"] <= until]
    depth = _depths(moved)
    few = _few(depth)
    pairs = moved.assign(source=moved["source"].map(few), target=moved["target"].map(few))
    sums = pairs.groupby(["source", "target"], sort=False).agg(
        amount=("amount_inr", "sum"), n=("amount_inr", "size"), laundering=("is_laundering", "max")
    )
    rows = zip(sums.index, sums.itertuples(), strict=True)
    flows = tuple(Flow(source, target, row.amount, row.n, bool(row.laundering)) for (source, target), row in rows)
    return Trail(_parties(flows, {few[name]: level for name, level in depth.items()}), flows)


def of_the_story(legs: pd.DataFrame) -> pd.DataFrame:
    """The legs without what mules pay in of their own, to have something to pass on."""
    return legs[(legs["role"] != "funding") | (legs["target"].map(kind_of) == "hero")]


def _parties(flows: Iterable[Flow], depth: dict[str, int]) -> tuple[Party, ...]:
    received: dict[str, float] = dict.fromkeys(depth, 0.0)
    passed = received.copy()
    for flow in flows:
        received[flow.target] += flow.amount_inr
        passed[flow.source] += flow.amount_inr
    found = (Party(name, name, kind_of(name), depth[name], received[name], passed[name]) for name in depth)
    return tuple(sorted(found, key=lambda party: (party.depth, party.name)))


def kind_of(name: str) -> str:
    """hero, payer, own, mule, payee, outsider, cash or shop: by how the party is called."""
    return _KINDS.get(name.split()[0].rstrip(":"), "shop")


@dataclass
class _Naming:
    """Names for the parties of a case, numbered in the order in which they appear."""

    hero: int | None
    hero_name: str
    receiver: str
    names: dict[int, str] = field(default_factory=dict)

    def source(self, leg: Any) -> str:
        """Who pays."""
        if leg.role == "funding":
            return OWN
        if pd.notna(leg.payer_customer_id):
            return self._named(leg.payer_customer_id, "Stranger" if leg.role in _COMES_IN else "Payer")
        return str(leg.merchant) if pd.notna(leg.merchant_id) else OWN

    def target(self, leg: Any) -> str:
        """Who is paid."""
        if pd.notna(leg.payee_customer_id):
            return self._named(leg.payee_customer_id, "Outsider" if leg.role == "exit" else self.receiver)
        return str(leg.merchant) if pd.notna(leg.merchant_id) else CASH

    def _named(self, customer: float, called: str) -> str:
        id = int(customer)
        if id == self.hero:
            return self.hero_name
        if id not in self.names:
            self.names[id] = f"{called} {sum(name.startswith(called) for name in self.names.values()) + 1}"
        return self.names[id]


def _depths(moved: pd.DataFrame) -> dict[str, int]:
    """Steps of each party from where the money starts, in time order; a party stays where it is first seen."""
    depth: dict[str, int] = {}
    for source, target in zip(moved["source"], moved["target"], strict=True):
        depth.setdefault(source, 1 if kind_of(source) == "hero" else 0)
        depth.setdefault(target, 1 if kind_of(target) == "hero" else depth[source] + 1)
    first, last = min(depth.values(), default=0), max(depth.values(), default=0)
    return {name: (last if name == CASH else level) - first for name, level in depth.items()}


def _few(depth: dict[str, int]) -> dict[str, str]:
    """Under which name each party is drawn: many of one kind and depth become one."""
    alike: dict[tuple[str, int], list[str]] = {}
    for name, level in depth.items():
        alike.setdefault((kind_of(name), level), []).append(name)
    drawn = {name: name for name in depth}
    for (kind, _), names in alike.items():
        for name in names[MOST_ALIKE:]:
            drawn[name] = f"{kind.capitalize()}: {len(names) - MOST_ALIKE} more"
    return drawn
