"""When frauds are reported, held against fraud.yaml on 20,000 keys."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.reporting import LATEST_H, NEVER, SOONEST_H, reported_at
from synfin_core.randomness import mix64
from synfin_core.timeline import HOUR

N = 20_000
KEYS = mix64(np.arange(N, dtype=np.uint64), 7)


def _hours(lost: float) -> np.ndarray:
    """Hours to the report of the cases that are reported."""
    reported = reported_at(load_calibration(), KEYS, np.full(N, lost), np.zeros(N, np.int64))
    return reported[reported < NEVER] / HOUR


@pytest.mark.parametrize(("lost", "share"), [(500, 0.10), (5_000, 0.45), (50_000, 0.65), (500_000, 0.90)])
def test_small_losses_are_seldom_reported(lost: float, share: float) -> None:
    """The share that is reported, by size (background.reporting_probability), within 0.01."""
    assert len(_hours(lost)) / N == pytest.approx(share, abs=0.01)


def test_reports_come_as_late_as_they_do() -> None:
    """Median, nine tenths and the golden hour (background.reporting_delay_hours), within a tenth, a tenth and 0.02."""
    hours = _hours(500_000)

    assert np.median(hours) == pytest.approx(20, rel=0.1)
    assert np.quantile(hours, 0.9) == pytest.approx(240, rel=0.1)
    assert np.mean(hours <= 1) == pytest.approx(0.12, abs=0.02)
    assert SOONEST_H <= hours.min() < hours.max() <= LATEST_H
