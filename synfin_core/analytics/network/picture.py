"""Where to draw accounts, merchants, devices and customers, so that each island of findings stands apart."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rustworkx as rx

from synfin_core.analytics.network.finding import Finding, Link, Member

MOST_NODES = 500  # that stay readable
MOST_LINKS = 12  # of one finding, the first ones
LARGEST_ISLAND = 40  # nodes; larger ones are cut up, so that lines inside of them can be told apart
LEAST_NEW = 0.6  # of a finding's members, so that it is drawn beside those that are stronger
WIDE = 2.8  # width over height of the whole picture
_APART, _GAP = 1.5, 0.9  # distances of nodes in an island, and of islands
Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """One member at its place; `finding` is the place in the list of the finding that it is drawn for, `centre_of` of the
    strongest one that it is the centre of, -1 for none."""

    member: Member
    x: float
    y: float
    finding: int
    centre_of: int


@dataclass(frozen=True)
class Picture:
    """Nodes, links inside of islands as pairs of places among the nodes, and how many findings have an island or a part of one."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[int, int], ...]
    n_findings: int


def picture(findings: Sequence[Finding]) -> Picture:
    """The strongest findings that have not been drawn with others already, as many as stay readable together."""
    drawn, links, n = _chosen(findings)
    index = {member: place for place, member in enumerate(drawn)}
    pairs = [(index[payer], index[payee]) for payer, payee in links]
    islands, points = _places(list(drawn.values()), pairs)
    centre_of: dict[Member, int] = {}
    for place, finding in enumerate(findings):
        centre_of.setdefault(finding.centre, place)
    nodes = tuple(Node(one, *points[place], drawn[one], centre_of.get(one, -1)) for one, place in index.items())
    return Picture(nodes, tuple(pair for pair in pairs if islands[pair[0]] == islands[pair[1]]), n)


def _chosen(findings: Sequence[Finding]) -> tuple[dict[Member, int], dict[Link, None], int]:
    """The members to draw, each with the place of its finding; the links to draw; and the number of findings."""
    drawn: dict[Member, int] = {}
    links: dict[Link, None] = {}
    n = 0
    for place, finding in enumerate(findings):
        shown = finding.links[:MOST_LINKS]
        members = {finding.centre, *(member for link in shown for member in link)}
        new = members - drawn.keys()
        if len(new) >= LEAST_NEW * len(members) and len(drawn) + len(new) <= MOST_NODES:
            drawn |= dict.fromkeys(sorted(new), place) | {finding.centre: place}
            links |= dict.fromkeys(shown)
            n += 1
    return drawn, links, n


def _places(finding: list[int], pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[Point]]:
    """(number of the island, point) of each node, given the `finding` of each; islands stand in rows, the largest first."""
    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * len(finding))
    graph.add_edges_from_no_data(list(pairs))
    islands = sorted(_islands(graph, finding), key=lambda nodes: (-len(nodes), nodes))
    number, points = [0] * len(finding), [(0.0, 0.0)] * len(finding)
    for place, (nodes, (left, top)) in enumerate(zip(islands, _rows([_radius(nodes) for nodes in islands]), strict=True)):
        for node, (x, y) in zip(nodes, _spread(nodes, pairs), strict=True):
            number[node], points[node] = place, (left + _radius(nodes) * (1 + x), top - _radius(nodes) * (1 + y))
    return number, points


def _islands(graph: "rx.PyGraph[None, None]", finding: list[int]) -> Iterator[list[int]]:
    """Nodes that hang together; a large island is cut up, each node staying with its finding."""
    for nodes in rx.connected_components(graph):
        parts: dict[int, list[int]] = {}
        for node in sorted(nodes):
            parts.setdefault(finding[node] if len(nodes) > LARGEST_ISLAND else 0, []).append(node)
        yield from parts.values()


def _radius(nodes: Sequence[int]) -> float:
    return _APART * math.sqrt(len(nodes)) / 2


def _spread(nodes: list[int], pairs: Sequence[tuple[int, int]]) -> list[Point]:
    """Points between -1 and 1 of an island's nodes, linked ones near each other."""
    index = {node: place for place, node in enumerate(nodes)}
    part: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    part.add_nodes_from([None] * len(nodes))
    part.add_edges_from_no_data([(index[one], index[other]) for one, other in pairs if one in index and other in index])
    points = rx.kamada_kawai_layout(part)
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
