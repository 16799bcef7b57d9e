"""Accounts through which money passes, the paths on which it does, and the circles in which it comes back."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd
import rustworkx as rx
from numpy.typing import NDArray

from synfin_core.analytics.network.finding import Finding, Kind, account, paid_by, pays
from synfin_core.analytics.network.passing import LEAST_SHARE, WITHIN_HOURS, Passes

Graph = rx.PyDiGraph[None, None]
# Payments through which money went, in the order of time; and the graph from each, by its place, to those that followed from it.
Flow = tuple[Graph, pd.DataFrame]
SHORTEST_PATH = 3  # payments: the money has passed through two accounts
LARGEST_FLOW = 500  # payments of one flow in which circles are looked for, assumed


def pass_through(passes: Passes) -> Iterator[Finding]:
    """Accounts whose credits leave again within hours more often than chance explains."""
    sure = passes.sure
    for id, pairs in passes.of(sure.index):
        after, before = (int(number) for number in sure.loc[id, ["after", "before"]])
        credits = pairs.drop_duplicates("credit")
        total = float(credits["credit_inr"].sum())
        evidence = (
            f"{after:,} credits of ₹{total:,.0f} left this account within {WITHIN_HOURS} hours, at least "
            f"{LEAST_SHARE:.0%} of each; by chance {before} would have"
        )
        yield around(id, "pass-through", pairs, 1 - before / after, evidence, total)


def around(id: int, kind: Kind, pairs: pd.DataFrame, strength: float, evidence: str, amount_inr: float) -> Finding:
    """A finding about one account, with those that paid it and those that it paid."""
    centre = account(id)
    return Finding(
        kind,
        centre,
        (*paid_by(pairs["source"], centre), *pays(centre, pairs["target"].dropna())),
        strength,
        evidence,
        pairs["credit_at"].min(),
        pairs["debit_at"].max(),
        amount_inr,
        tuple(dict.fromkeys([*pairs["credit"], *pairs["debit"]])),
    )


def paths(flows: Iterable[Flow], by_chance: float) -> Iterator[Finding]:
    """The longest path of each flow of money that passed through two accounts or more."""
    for graph, payments in flows:
        path = _longest(graph)
        if len(path) >= SHORTEST_PATH:
            yield _path(payments.iloc[path], by_chance)


def cycles(flows: Iterable[Flow], by_chance: float) -> Iterator[Finding]:
    """The shortest way, of each flow, on which money came back to an account that had passed it on."""
    for graph, payments in flows:
        if len(payments) <= LARGEST_FLOW and set(payments["source"]) & set(payments["target"]):
            circle = _shortest_circle(graph, payments["source"].tolist(), payments["target"].tolist())
            if circle:
                yield _cycle(payments.iloc[circle], by_chance)


def flows_of(passes: Passes) -> Iterator[Flow]:
    """Every flow, by its first payment."""
    pairs, payments = passes.after, passes.payments
    credit, debit = (payments.index.get_indexer(pairs[name]) for name in ("credit", "debit"))
    flow = _parts(_graph(len(payments), credit, debit), len(payments))
    of_flow = payments.groupby(flow)
    for number, own in pairs.groupby(flow[credit]):
        legs = of_flow.get_group(number)
        yield _graph(len(legs), *(legs.index.get_indexer(own[name]) for name in ("credit", "debit"))), legs


def _graph(n: int, credit: NDArray[np.intp], debit: NDArray[np.intp]) -> Graph:
    graph: Graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from([None] * n)
    graph.add_edges_from_no_data(list(zip(credit.tolist(), debit.tolist(), strict=True)))
    return graph


def _parts(graph: Graph, n: int) -> NDArray[np.int64]:
    """The number of the connected part to which each node belongs: the first node in it."""
    part = np.zeros(n, np.int64)
    for nodes in rx.weakly_connected_components(graph):
        part[list(nodes)] = min(nodes)
    return part


def _longest(graph: Graph) -> list[int]:
    """Nodes of the longest path, of several the one whose payments came first; nodes stand in the order of time."""
    length, before = [1] * len(graph), [-1] * len(graph)
    for node in graph.node_indices():
        for previous in sorted(graph.predecessor_indices(node)):
            if length[previous] >= length[node]:
                length[node], before[node] = length[previous] + 1, previous
    path = [length.index(max(length))]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return path[::-1]


def _shortest_circle(graph: Graph, source: list[float], target: list[float]) -> list[int]:
    """Nodes of the payments from the one that leaves an account to the one that comes back; [] where none does."""
    back = {
        (first, last) for first in graph.node_indices() for last in rx.descendants(graph, first) if source[first] == target[last]
    }
    ways = [way for first, last in back for way in rx.all_shortest_paths(graph, first, last)]
    return min(ways, key=lambda way: (len(way), way), default=[])


def _path(steps: pd.DataFrame, by_chance: float) -> Finding:
    passed = len(steps) - 1
    first, last = float(steps["amount_inr"].iloc[0]), float(steps["amount_inr"].iloc[-1])
    evidence = (
        f"₹{first:,.0f} passed through {passed} accounts, one after the other, within {_span(steps)}; "
        f"₹{last:,.0f} left the last of them"
    )
    return _along("in-out path", steps["target"].iloc[0], steps, 1 - by_chance**passed, evidence)


def _cycle(steps: pd.DataFrame, by_chance: float) -> Finding:
    first, last = float(steps["amount_inr"].iloc[0]), float(steps["amount_inr"].iloc[-1])
    others = "another account" if len(steps) == 2 else f"{len(steps) - 1} other accounts"
    evidence = f"₹{first:,.0f} left this account and ₹{last:,.0f} came back to it within {_span(steps)}, by way of {others}"
    return _along("cycle", steps["source"].iloc[0], steps, 1 - by_chance ** (len(steps) - 1), evidence)


def _along(kind: Kind, centre: float, steps: pd.DataFrame, strength: float, evidence: str) -> Finding:
    """A finding about payments in the order of time."""
    known = steps.dropna(subset=["target"])
    return Finding(
        kind,
        account(centre),
        tuple((account(payer), account(payee)) for payer, payee in zip(known["source"], known["target"], strict=True)),
        strength,
        evidence,
        steps["paid_at"].iloc[0],
        steps["paid_at"].iloc[-1],
        float(steps["amount_inr"].iloc[0]),
        tuple(steps.index),
    )


def _span(steps: pd.DataFrame) -> str:
    passed: pd.Timedelta = steps["paid_at"].iloc[-1] - steps["paid_at"].iloc[0]
    return f"{passed.total_seconds() / 3_600:.1f} hours"
