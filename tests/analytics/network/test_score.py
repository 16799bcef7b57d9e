"""How well planted networks are found; figures for a million payments: `python -m benchmarks.network`."""

import pytest

from synfin_core.analytics.network import KINDS, Network, Score, analyse, score
from synfin_core.analytics.network.score import RINGS
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def scores(dataset: Dataset, network: Network) -> dict[str, Score]:
    """The scores of the usual mix, by kind."""
    return {one.kind: one for one in score(dataset, network)}


def test_rings_come_first_and_then_every_kind(scores: dict[str, Score]) -> None:
    """No kind goes without a score."""
    assert list(scores) == [RINGS, *KINDS]


def test_counts_fit_each_other(scores: dict[str, Score]) -> None:
    """What is right was found, what was met was planted, a twin is not right."""
    for one in scores.values():
        assert 0 <= one.right <= one.found
        assert one.right + one.twins <= one.found
        assert 0 <= one.met <= one.planted


@pytest.mark.parametrize(
    ("kind", "precision", "recall"),
    [(RINGS, 0.8, 0.65), ("shared payee", 0.8, 0.7), ("pass-through", 0.9, 0.65), ("in-out path", 0.95, 0.75), ("cycle", 0.8, 0.4)],
)
def test_what_was_planted_is_found(kind: str, precision: float, recall: float, scores: dict[str, Score]) -> None:
    """Well enough in 300,000 payments, where each mule is seen less often than in a million."""
    one = scores[kind]
    assert one.precision is not None
    assert one.precision >= precision
    assert one.recall is not None
    assert one.recall >= recall


def test_innocent_bursts_are_told_from_mistakes(scores: dict[str, Score]) -> None:
    """A sale or a stall at a fair is planted to look like card testing or a swapped code: most wrong bursts are such twins."""
    one = scores["burst"]
    assert one.twins > 0.4 * (one.found - one.right)


def test_without_fraud_there_is_no_score(honest: Dataset) -> None:
    """Nothing was planted, so nothing can be missed or right."""
    assert score(honest, analyse(honest)) == ()
