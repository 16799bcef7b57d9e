"""The drawing of a network stays readable, and is the same each time."""

import math

import pytest

from synfin_core.analytics.network import KINDS, Network
from synfin_core.analytics.network.finding import Kind
from synfin_core.analytics.network.picture import MOST_NODES, picture


@pytest.mark.parametrize("kind", KINDS)
def test_the_strongest_are_drawn_among_at_most_500_parties(kind: Kind, network: Network) -> None:
    """Each party once; the strongest finding with its centre."""
    findings = network.by_kind[kind]
    drawn = picture(findings)
    members = [node.member for node in drawn.nodes]

    assert len(set(members)) == len(members) <= MOST_NODES
    assert 0 <= drawn.n_findings <= len(findings)
    if findings:
        assert findings[0].centre in members
        assert drawn.n_findings >= min(len(findings), 3)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_parties_lie_on_each_other(kind: Kind, network: Network) -> None:
    """Hardly any nearer than a fifth of the usual distance."""
    points = [(node.x, node.y) for node in picture(network.by_kind[kind]).nodes]
    near = [min(math.dist(one, other) for other in points if other is not one) for one in points]
    assert sum(distance < 0.2 for distance in near) <= 0.02 * len(points)


def test_a_picture_is_the_same_each_time(network: Network) -> None:
    """Places and links."""
    findings = network.by_kind["shared payee"]
    assert picture(findings) == picture(findings)


def test_a_party_is_clicked_for_a_finding_that_it_belongs_to(network: Network) -> None:
    """The finding that a node stands for has it as a member; a centre stands for its own."""
    findings = network.by_kind["shared payee"]
    for node in picture(findings).nodes:
        assert node.member in findings[node.finding].members
        assert node.centre_of < 0 or findings[node.centre_of].centre == node.member
