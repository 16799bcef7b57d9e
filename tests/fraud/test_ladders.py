"""Ladders: counts stay inside the calibration, sums climb as far as told, limits are never reached."""

import numpy as np

from synfin_core.calibration import load_calibration
from synfin_core.fraud.ladders import climb, just_under, mostly_few, one_of, some_limit
from synfin_core.fraud.story import Cases, ragged
from synfin_core.randomness import Streams

TYPOLOGY = next(one for one in load_calibration().typologies if one.id == "investment")
CASES = Cases.of(TYPOLOGY, Streams(5, "test"), np.arange(2_000), 10**13)


def test_few_legs_are_likelier_than_many() -> None:
    """All counts of fraud.yaml steps.count occur, the lower half of them more often."""
    counts = mostly_few(CASES)

    assert counts.min() == 4 and counts.max() == 35
    assert np.mean(counts < 20) > 0.6


def test_sums_climb_as_far_as_told() -> None:
    """Shares of a case sum to one; the last is two to twelve times the first, give or take the jitter."""
    counts = mostly_few(CASES)
    case, leg = ragged(counts)
    shares = climb(CASES, case, leg, counts, (2, 12))
    growth = shares[np.cumsum(counts) - 1] / shares[np.cumsum(counts) - counts]

    assert np.allclose(np.bincount(case, shares), 1.0)
    assert growth.min() > 2 * 0.85 / 1.15 and growth.max() < 12 * 1.15 / 0.85


def test_sums_kept_under_a_limit_are_whole_and_never_on_it() -> None:
    """About the share asked for has a limit, and lies at most 3% below it; the others have no sum of their own."""
    case, leg = ragged(mostly_few(CASES))
    limit = some_limit(CASES, case, leg, 0.4, {20_000: 1.0, 50_000: 3.0})
    sums = just_under(CASES, case, leg, limit)

    assert abs(np.mean(limit > 0) - 0.4) < 0.02 and abs(np.mean(limit == 50_000) - 0.3) < 0.02
    assert np.all(sums[limit == 0] == 0) and np.all(sums == np.floor(sums))
    assert np.all((sums < limit) & (sums > 0.969 * limit) | (limit == 0))


def test_one_of_gives_every_value() -> None:
    """Each of the values falls to some case, and nothing else does."""
    assert set(one_of(CASES, "test", [1, 2, 5])) == {1.0, 2.0, 5.0}
