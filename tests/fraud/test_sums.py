"""Counts, shares and bounds that stories draw from."""

import numpy as np

from synfin_core.calibration import load_calibration
from synfin_core.fraud.story import Cases, ragged
from synfin_core.fraud.sums import LIKE, alike, between, evenly, lasting, log_steps, scattered, wait
from synfin_core.randomness import Streams
from synfin_core.timeline import DAY, HOUR

TYPOLOGY = next(one for one in load_calibration().typologies if one.id == "qr_swap")  # 10-150 legs
CASES = Cases.of(TYPOLOGY, Streams(3, "test"), np.arange(5_000), 365 * DAY)


def test_counts_are_even_over_a_log_scale() -> None:
    """As many cases of 10-38 legs as of 39-150; a higher power makes fewer; none outside."""
    counts, fewer = log_steps(CASES), log_steps(CASES, 2.0)

    assert counts.min() == 10 and counts.max() == 150
    assert 0.47 < np.mean(counts < 39) < 0.53 and np.mean(fewer < 39) > 0.65


def test_shares_sum_to_one_and_stay_within_their_fold() -> None:
    """Scattered shares of a case lie within the fold, alike ones within 1.35."""
    counts = log_steps(CASES)
    case, leg = ragged(counts)
    for shares, fold in ((scattered(CASES, case, leg, counts, 20.0), 20.0), (alike(CASES, case, leg, counts), LIKE)):
        first = np.flatnonzero(leg == 0)

        assert np.allclose(np.add.reduceat(shares, first), 1)
        assert np.max(np.maximum.reduceat(shares, first) / np.minimum.reduceat(shares, first)) <= fold


def test_numbers_and_waits_lie_inside_their_bounds() -> None:
    """Log-uniform numbers have half below the geometric middle, uniform ones and waits below the arithmetic one."""
    case = np.arange(len(CASES))
    leg = np.zeros(len(CASES), np.int64)
    for values, middle, low, high in (
        (between(CASES, case, leg, "sum", (100, 10_000)), 1_000, 100, 10_000),
        (evenly(CASES, case, leg, "fee", (2, 4)), 3, 2, 4),
        (wait(CASES, case, leg, "wait", (2, 4), HOUR), 3 * HOUR, 2 * HOUR, 4 * HOUR),
        (lasting(CASES, "burst", (2, 4), HOUR), 3 * HOUR, 2 * HOUR, 4 * HOUR),
    ):
        assert low <= values.min() and values.max() <= high
        assert 0.47 < np.mean(values < middle) < 0.53
