"""Where to draw accounts, merchants, devices and customers, so that each island of findings stands apart."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import rustworkx as rx

from synfin_core.analytics.network.finding import Finding, Link, Member

MOST_NODES = 500  # that stay readable
MOST_LINKS = 12  # of one finding, the first ones
LARGEST_ISLAND = 60  # nodes; larger ones are cut up, so that lines inside of them can be told apart
WIDE = 2.0  # width over height of the whole picture
SEED = 7  # of the layout: the same findings look the same
_ROUNDS, _APART, _GAP = 120, 1.6, 1.2  # of the springs; node distances in an island, and between islands
Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """One member at its place; `finding` is the place in the list of the strongest finding that it belongs to."""

    member: Member
    x: float
    y: float
    finding: int
    is_centre: bool


@dataclass(frozen=True)
class Picture:
    """Nodes, links as pairs of places among them, and how many of the findings are drawn."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[int, int], ...]
    n_findings: int


def picture(findings: Sequence[Finding]) -> Picture:
    """The strongest findings, as many as stay readable together; of each its centre and its first links."""
    drawn: dict[Member, int] = {}
    links: dict[Link, None] = {}
    n = 0
    for place, finding in enumerate(findings):
        shown = finding.links[:MOST_LINKS]
        new = {finding.centre, *(member for link in shown for member in link)} - drawn.keys()
        if len(drawn) + len(new) > MOST_NODES:
            break
        drawn |= dict.fromkeys(sorted(new), place)
        links |= dict.fromkeys(shown)
        n = place + 1
    index = {member: place for place, member in enumerate(drawn)}
    pairs = tuple((index[payer], index[payee]) for payer, payee in links)
    centres = {finding.centre for finding in findings[:n]}
    points = _places(list(drawn.values()), pairs)
    nodes = (Node(one, *points[place], drawn[one], one in centres) for one, place in index.items())
    return Picture(tuple(nodes), pairs, n)


def _places(finding: list[int], pairs: Iterable[tuple[int, int]]) -> list[Point]:
    """A point for each node, given the strongest `finding` of each: every island by springs of its own, islands in rows."""
    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * len(finding))
    graph.add_edges_from_no_data(list(pairs))
    islands = sorted(_islands(graph, finding), key=lambda nodes: (-len(nodes), nodes))
    found: list[Point] = [(0.0, 0.0)] * len(finding)
    for nodes, (left, top) in zip(islands, _rows([_radius(nodes) for nodes in islands]), strict=True):
        for node, (x, y) in zip(nodes, _springs(graph, nodes), strict=True):
            found[node] = (left + _radius(nodes) * (1 + x), top - _radius(nodes) * (1 + y))
    return found


def _islands(graph: "rx.PyGraph[None, None]", finding: list[int]) -> Iterator[list[int]]:
    """Nodes that hang together; a large island is cut up, each node staying with its strongest finding."""
    for nodes in rx.connected_components(graph):
        parts: dict[int, list[int]] = {}
        for node in sorted(nodes):
            parts.setdefault(finding[node] if len(nodes) > LARGEST_ISLAND else 0, []).append(node)
        yield from parts.values()


def _radius(nodes: Sequence[int]) -> float:
    return _APART * math.sqrt(len(nodes)) / 2


def _springs(graph: "rx.PyGraph[None, None]", nodes: list[int]) -> list[Point]:
    """Points between -1 and 1 of an island's nodes."""
    part = graph.subgraph(nodes)
    points = rx.spring_layout(part, num_iter=_ROUNDS, seed=SEED)
    middle = [sum(points[node][axis] for node in part.node_indices()) / len(nodes) for axis in (0, 1)]
    moved = [(points[node][0] - middle[0], points[node][1] - middle[1]) for node in part.node_indices()]
    most = max((math.hypot(x, y) for x, y in moved), default=0.0) or 1.0
    return [(x / most, y / most) for x, y in moved]


def _rows(radii: list[float]) -> Iterator[Point]:
    """Left and top of each circle's square, in rows of about equal length."""
    width = WIDE * math.sqrt(sum((2 * radius + _GAP) ** 2 for radius in radii) / WIDE)
    left = top = height = 0.0
    for radius in radii:
        if left > 0 and left + 2 * radius > width:
            left, top, height = 0.0, top - height - _GAP, 0.0
        yield left, top
        left, height = left + 2 * radius + _GAP, max(height, 2 * radius)
