"""Accounts through which money passes, the paths on which it does, and the circles in which it comes back."""

from collections.abc import Iterator

import pandas as pd
import rustworkx as rx

from synfin_core.analytics.network.finding import Finding, Kind, account, paid_by, pays
from synfin_core.analytics.network.passing import LEAST_SHARE, WITHIN_HOURS, Passes

SHORTEST_PATH = 3  # payments: the money has passed through two accounts
LARGEST_FLOW = 500  # payments of one flow in which circles are looked for, assumed


def pass_through(passes: Passes) -> Iterator[Finding]:
    """Accounts whose credits leave again within hours more often than chance explains."""
    sure = passes.sure("credit")
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


def paths(passes: Passes) -> Iterator[Finding]:
    """The longest path of each flow of money that passed through two accounts or more."""
    graph, payments = _flows(passes)
    for flow in rx.weakly_connected_components(graph):
        if len(flow) < SHORTEST_PATH:
            continue
        part = graph.subgraph(sorted(flow))
        steps = payments.loc[[part[node] for node in rx.dag_longest_path(part)]]
        if len(steps) >= SHORTEST_PATH:
            yield _path(steps, passes.by_chance)


def cycles(passes: Passes) -> Iterator[Finding]:
    """The shortest way, of each flow, on which money came back to an account that had passed it on."""
    graph, payments = _flows(passes)
    for flow in rx.weakly_connected_components(graph):
        part = graph.subgraph(sorted(flow))
        legs = payments.loc[part.nodes()]
        if len(flow) > LARGEST_FLOW or not set(legs["source"]) & set(legs["target"]):
            continue
        if circle := _shortest_circle(part, legs):
            yield _cycle(payments.loc[circle], passes.by_chance)


def _flows(passes: Passes) -> tuple["rx.PyDiGraph[int, None]", pd.DataFrame]:
    """The graph from credits to the debits as which they left, ids of payments at its nodes; and the payments by id."""
    pairs = passes.after
    payments = passes.payments
    place = pd.Series(range(len(payments)), index=payments.index)
    graph: rx.PyDiGraph[int, None] = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(payments.index.tolist())
    graph.add_edges_from_no_data(list(zip(place[pairs["credit"]].tolist(), place[pairs["debit"]].tolist(), strict=True)))
    return graph, payments


def _shortest_circle(part: "rx.PyDiGraph[int, None]", legs: pd.DataFrame) -> list[int]:
    """Ids of the payments from the one that leaves an account to the one that comes back; [] where none does."""
    source, target = legs["source"].tolist(), legs["target"].tolist()
    ends = [(first, last) for first in part.node_indices() for last in rx.descendants(part, first) if source[first] == target[last]]
    ways = [rx.dijkstra_shortest_paths(part, first, last)[last] for first, last in ends]
    return [part[node] for node in min(ways, key=len)] if ways else []


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
