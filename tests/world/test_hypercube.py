"""Customers of a shard are a cross-section of all: every draw covers what it is drawn from."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.randomness import Streams
from synfin_core.simulate import population_for
from synfin_core.spec import Spec
from synfin_core.world.hypercube import NEIGHBOURS, Hypercube, divided
from synfin_core.world.people import people_of


def _cube(n: int, shard: int = 0, n_shards: int = 1) -> Hypercube:
    return Hypercube(Streams(7, "people", shard), n, Streams(7, "people"), shard, n_shards)


SIZES = [1, 2, 15, 16, 17, 40, 512]


@pytest.mark.parametrize("n", SIZES)
def test_the_first_draw_has_one_customer_in_each_part(n: int) -> None:
    """n draws fall in n parts, one in each."""
    draws = _cube(n).first
    assert sorted((draws * n).astype(int)) == list(range(n))


def test_shards_take_turns_within_each_part() -> None:
    """Five shards of 100 have one customer in each of 500 parts."""
    draws = np.concatenate([_cube(100, shard, 5).first for shard in range(5)])
    assert sorted((draws * 500).astype(int)) == list(range(500))


@pytest.mark.parametrize("n", SIZES)
def test_later_draws_are_spread_among_neighbours(n: int) -> None:
    """Of customers next to each other in the first draw one falls in each part."""
    cube = _cube(n)
    draws = cube.next("place")[np.argsort(cube.first)]
    for start in range(0, n, NEIGHBOURS):
        block = draws[start : start + NEIGHBOURS]
        assert sorted((block * len(block)).astype(int)) == list(range(len(block)))


def test_draws_differ_by_name_and_do_not_follow_each_other() -> None:
    """Each name has an order of its own."""
    cube = _cube(2_000)
    columns = np.array([cube.first, cube.next("place"), cube.next("bank"), cube.next("activity")])
    assert np.abs(np.corrcoef(columns) - np.eye(4)).max() < 0.08


def test_parts_have_their_weights_and_no_part_without_one() -> None:
    """A part of weight zero is never drawn, and how far along a draw is lies in [0, 1)."""
    draws = _cube(1_000).first
    part, along = divided(draws, np.array([0.0, 3.0, 0.0, 1.0, 0.0]))
    assert np.bincount(part, minlength=5).tolist() == [0, 750, 0, 250, 0]
    assert along.min() >= 0
    assert along.max() < 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_shard_has_its_share_of_each_segment(seed: int) -> None:
    """Less than two customers off, so that a few thousand hold as many rich ones as they should."""
    population = population_for(Spec(count=300_000, seed=seed))
    people = people_of(population, 0)
    shares = np.array([segment.pop_share for segment in load_calibration().segments])
    expected = shares / shares.sum() * len(people)
    assert np.abs(np.bincount(people.segment, minlength=len(shares)) - expected).max() < 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mean_income_hardly_depends_on_the_seed(seed: int) -> None:
    """Of some 2,800 customers drawn one by one it would stray by a tenth."""
    population = population_for(Spec(count=2_000_000, seed=seed))
    mean = np.concatenate([people_of(population, shard).income for shard in range(population.n_shards)]).mean()
    means = []
    for segment in load_calibration().segments:
        low, high = segment.income_month
        means.append((high - low) / np.log(high / low) if low > 0 else high / 2)
    shares = np.array([segment.pop_share for segment in load_calibration().segments])
    assert mean == pytest.approx(np.average(means, weights=shares), rel=0.03)
