"""What was planted: the accounts, devices, merchants and cases that a network analysis should find. Reads columns of truth."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import pandas as pd
import rustworkx as rx

from synfin_core.analytics.network.bursts import FEWEST_PAYERS, WINDOW_HOURS
from synfin_core.analytics.network.data import Data
from synfin_core.analytics.network.finding import Finding, Kind

TWICE = 2  # what is planted once only is no network, assumed
MOST = 0.5  # of a finding's payments that belong to cases, for it to be about them

_PAYMENTS = """
    SELECT transaction_id, transacted_at, fraud_case_id, twin_id, coalesce(is_fraud, false) AS is_fraud,
           coalesce(is_laundering, false) AS is_laundering, payer_account_id, payee_account_id, merchant_id,
           status <> 'failed' AS has_moved
    FROM transactions WHERE fraud_case_id IS NOT NULL OR twin_id IS NOT NULL ORDER BY transacted_at, transaction_id"""

# Rings, thieves who learn and chains whose shared thing served against two customers or more.
_RINGS = f"""
    SELECT l.link_id, CAST(any_value(l.shared_kind) AS VARCHAR) AS shared_kind, any_value(l.shared_id) AS shared_id
    FROM case_links l JOIN transactions t USING (fraud_case_id)
    WHERE t.is_fraud AND l.shared_id IN (t.device_id, t.merchant_id, t.payee_account_id)
    GROUP BY l.link_id HAVING count(DISTINCT coalesce(t.payer_customer_id, t.payee_customer_id)) >= {TWICE} ORDER BY l.link_id"""


@dataclass(frozen=True, eq=False)
class Truth:
    """Payments of cases and of innocent twins; and `rings`: link_id, shared_kind (device, merchant, payee), shared_id."""

    payments: pd.DataFrame
    rings: pd.DataFrame

    @classmethod
    def read(cls, data: Data) -> Self:
        """The truth of a dataset that has it."""
        return cls(data.sql(_PAYMENTS).to_pandas(), data.sql(_RINGS).to_pandas())

    @cached_property
    def planted(self) -> dict[Kind, set[int]]:
        """Ids of what was planted of each kind: of cases for paths and cycles, of centres for all else."""
        cases = self.payments[self.payments["fraud_case_id"].notna()]
        lost, laundered = cases[cases["is_fraud"]], cases[cases["is_laundering"]]
        moved = cases[(cases["is_fraud"] | cases["is_laundering"]) & cases["has_moved"]]
        return {
            "shared device": self.ring_centres("device"),
            "shared merchant": self.ring_centres("merchant"),
            "shared payee": _often(moved, "payee_account_id", "payer_account_id"),
            "pass-through": _often(laundered, "payer_account_id", "transaction_id"),
            "in-out path": _layered(laundered),
            "cycle": _circular(laundered),
            "burst": _crowded(lost),
        }

    def ring_centres(self, shared_kind: str) -> set[int]:
        """Ids of what rings share."""
        return set(self.rings.loc[self.rings["shared_kind"] == shared_kind, "shared_id"].astype(int))

    def is_of_cases(self, finding: Finding) -> bool:
        """Whether most payments of a finding belong to cases."""
        return sum(id in self._case_of for id in finding.payments) > MOST * len(finding.payments)

    def is_of_twins(self, finding: Finding) -> bool:
        """Whether most payments of a finding belong to innocent twins."""
        return sum(id in self._twins for id in finding.payments) > MOST * len(finding.payments)

    def case_of(self, finding: Finding) -> int:
        """The case to which most payments of a finding belong, -1 where they are of none or of many."""
        cases = pd.Series([self._case_of.get(id, -1) for id in finding.payments]).value_counts()
        return int(cases.index[0]) if cases.iloc[0] > MOST * len(finding.payments) else -1

    @cached_property
    def _case_of(self) -> dict[int, int]:
        cases = self.payments[self.payments["fraud_case_id"].notna()]
        return dict(zip(cases["transaction_id"], cases["fraud_case_id"].astype(int), strict=True))

    @cached_property
    def _twins(self) -> set[int]:
        return set(self.payments.loc[self.payments["twin_id"].notna(), "transaction_id"])


def _often(payments: pd.DataFrame, thing: str, counted: str) -> set[int]:
    """Ids in column `thing` that stand beside two different values of `counted` or more."""
    n = payments.groupby(thing)[counted].nunique()
    return set(n[n >= TWICE].index.astype(int))


def _layered(laundered: pd.DataFrame) -> set[int]:
    """Cases in which one mule paid another that paid on."""
    paid_on = laundered[["fraud_case_id", "payer_account_id"]].drop_duplicates()
    reached = laundered.merge(
        paid_on, left_on=["fraud_case_id", "payee_account_id"], right_on=["fraud_case_id", "payer_account_id"]
    )
    return set(reached["fraud_case_id"].astype(int))


def _circular(laundered: pd.DataFrame) -> set[int]:
    """Cases whose payments between mules make a circle."""
    between = laundered[laundered["payee_account_id"].notna()]
    return {int(case) for case, legs in between.groupby("fraud_case_id") if _closes(legs)}


def _closes(legs: pd.DataFrame) -> bool:
    place: dict[float, int] = {}
    pairs = zip(legs["payer_account_id"], legs["payee_account_id"], strict=True)
    edges = [(place.setdefault(payer, len(place)), place.setdefault(payee, len(place))) for payer, payee in pairs]
    graph: rx.PyDiGraph[None, None] = rx.PyDiGraph()
    graph.extend_from_edge_list(edges)
    return not rx.is_directed_acyclic_graph(graph)


def _crowded(lost: pd.DataFrame) -> set[int]:
    """Accounts and merchants that several payers of one case reached within the window of a burst."""
    reached = lost.assign(thing=lost["merchant_id"].fillna(lost["payee_account_id"])).dropna(subset=["thing"])
    first = reached.groupby(["fraud_case_id", "thing", "payer_account_id"], as_index=False)["transacted_at"].min()
    first = first.sort_values("transacted_at").set_index("transacted_at")
    n = first.groupby(["fraud_case_id", "thing"])["payer_account_id"].rolling(f"{WINDOW_HOURS}h").count()
    most = n.groupby(level=["fraud_case_id", "thing"]).max()
    return set(most[most >= FEWEST_PAYERS].index.get_level_values("thing").astype(int))
