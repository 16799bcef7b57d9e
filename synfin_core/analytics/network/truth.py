"""How well it was found: findings held against the cases that were planted. The only part that reads columns of truth."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import rustworkx as rx

from synfin_core.analytics.network.analysis import Network
from synfin_core.analytics.network.bursts import FEWEST_PAYERS, WINDOW_HOURS
from synfin_core.analytics.network.data import Data, has_truth
from synfin_core.analytics.network.finding import Finding, Kind

TWICE = 2  # what is planted once only is no network, assumed
MOST = 0.5  # of a finding's payments that belong to one case

_CASES = """
    SELECT transaction_id, transacted_at, fraud_case_id, twin_id, coalesce(is_fraud, false) AS is_fraud,
           coalesce(is_laundering, false) AS is_laundering, payer_account_id, payee_account_id, merchant_id, device_id,
           payer_customer_id, status <> 'failed' AS has_moved
    FROM transactions WHERE fraud_case_id IS NOT NULL OR twin_id IS NOT NULL ORDER BY transacted_at, transaction_id"""

PLANTED: dict[Kind, str] = {
    "shared device": "devices from which thieves paid for two customers or more",
    "shared payee": "accounts that money of cases reached from two payers or more",
    "pass-through": "accounts that passed on money of cases twice or more",
    "in-out path": "cases whose money went from a mule to another",
    "cycle": "cases whose money came back to a mule",
    "burst": f"accounts and merchants that {FEWEST_PAYERS} payers or more of one case reached within {WINDOW_HOURS} hours",
}


@dataclass(frozen=True)
class Score:
    """One kind of finding: how many were `found`, how many of them are `right`, how many `look_right` (planted innocent twins),
    and how many of those `planted` were `met`."""

    kind: Kind
    meaning: str
    found: int
    right: int
    look_right: int
    planted: int
    met: int

    @property
    def precision(self) -> float | None:
        """Share, 0-1, of findings that are right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share, 0-1, of what was planted that was found; None where nothing was planted."""
        return self.met / self.planted if self.planted else None

    def as_dict(self) -> dict[str, Any]:
        """The score in plain JSON types."""
        return {**vars(self), "precision": self.precision, "recall": self.recall}


def score(data: Data, network: Network) -> tuple[Score, ...]:
    """A score for each kind; none for a dataset without truth."""
    if not has_truth(data):
        return ()
    planted = Planted(data.sql(_CASES).to_pandas())
    return tuple(planted.score(kind, network.by_kind[kind]) for kind in PLANTED)


@dataclass(frozen=True, eq=False)
class Planted:
    """Payments of cases and of twins, one row each."""

    payments: pd.DataFrame

    def score(self, kind: Kind, findings: tuple[Finding, ...]) -> Score:
        """The findings of one kind beside what was planted of it."""
        planted, key = self._things[kind]
        keys = [key(finding) for finding in findings]
        right = [one in planted for one in keys]
        look_right = sum(self._of_twin(finding) for finding, is_right in zip(findings, right, strict=True) if not is_right)
        met = len(set(keys) & planted)
        return Score(kind, PLANTED[kind], len(findings), sum(right), look_right, len(planted), met)

    @cached_property
    def _things(self) -> dict[Kind, tuple[set[Hashable], Callable[[Finding], Hashable]]]:
        """What was planted of each kind, and what of a finding is to be among it."""
        cases = self.payments[self.payments["fraud_case_id"].notna()]
        lost, laundered = cases[cases["is_fraud"]], cases[cases["is_laundering"]]
        moved = cases[(cases["is_fraud"] | cases["is_laundering"]) & cases["has_moved"]]
        return {
            "shared device": (_often(lost, "device_id", "payer_customer_id"), _centre),
            "shared payee": (_often(moved, "payee_account_id", "payer_account_id"), _centre),
            "pass-through": (_often(laundered, "payer_account_id", "transaction_id"), _centre),
            "in-out path": (_layered(laundered), self._case),
            "cycle": (_circular(laundered), self._case),
            "burst": (_crowded(lost), _centre),
        }

    @cached_property
    def _case_of(self) -> dict[int, int]:
        cases = self.payments[self.payments["fraud_case_id"].notna()]
        return dict(zip(cases["transaction_id"], cases["fraud_case_id"].astype(int), strict=True))

    @cached_property
    def _twins(self) -> set[int]:
        return set(self.payments.loc[self.payments["twin_id"].notna(), "transaction_id"])

    def _case(self, finding: Finding) -> Hashable:
        """The case to which most payments of a finding belong."""
        cases = pd.Series([self._case_of.get(id, -1) for id in finding.payments]).value_counts()
        return int(cases.index[0]) if cases.iloc[0] > MOST * len(finding.payments) else -1

    def _of_twin(self, finding: Finding) -> bool:
        """Whether most payments of a finding belong to innocent twins."""
        return sum(id in self._twins for id in finding.payments) > MOST * len(finding.payments)


def _centre(finding: Finding) -> int:
    return finding.centre.id


def _often(payments: pd.DataFrame, thing: str, counted: str) -> set[Hashable]:
    """Ids in column `thing` that stand beside two different values of `counted` or more."""
    n = payments.groupby(thing)[counted].nunique()
    return set(n[n >= TWICE].index.astype(int))


def _layered(laundered: pd.DataFrame) -> set[Hashable]:
    """Cases in which one mule paid another that paid on."""
    paid_on = laundered[["fraud_case_id", "payer_account_id"]].drop_duplicates()
    reached = laundered.merge(
        paid_on, left_on=["fraud_case_id", "payee_account_id"], right_on=["fraud_case_id", "payer_account_id"]
    )
    return set(reached["fraud_case_id"].astype(int))


def _circular(laundered: pd.DataFrame) -> set[Hashable]:
    """Cases whose payments between mules make a circle."""
    between = laundered[laundered["payee_account_id"].notna()]
    return {int(case) for case, legs in between.groupby("fraud_case_id") if _closes(legs)}


def _closes(legs: pd.DataFrame) -> bool:
    pairs: Iterable[tuple[float, float]] = zip(legs["payer_account_id"], legs["payee_account_id"], strict=True)
    place: dict[float, int] = {}
    edges = [(place.setdefault(payer, len(place)), place.setdefault(payee, len(place))) for payer, payee in pairs]
    graph: rx.PyDiGraph[None, None] = rx.PyDiGraph()
    graph.extend_from_edge_list(edges)
    return not rx.is_directed_acyclic_graph(graph)


def _crowded(lost: pd.DataFrame) -> set[Hashable]:
    """Accounts and merchants that several payers of one case reached within the window of a burst."""
    reached = lost.assign(thing=lost["merchant_id"].fillna(lost["payee_account_id"])).dropna(subset=["thing"])
    first = reached.groupby(["fraud_case_id", "thing", "payer_account_id"], as_index=False)["transacted_at"].min()
    first = first.sort_values("transacted_at").set_index("transacted_at")
    n = first.groupby(["fraud_case_id", "thing"])["payer_account_id"].rolling(f"{WINDOW_HOURS}h").count()
    most = n.groupby(level=["fraud_case_id", "thing"]).max()
    return set(most[most >= FEWEST_PAYERS].index.get_level_values("thing").astype(int))
