"""What becomes known of cases, held against the figures of fraud.yaml on 20,000 keys."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.reporting import NEVER
from synfin_core.labels import Knowledge, knowledge
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import HOUR

N = 20_000


@pytest.fixture(scope="module")
def key() -> U64:
    """Keys of cases."""
    return mix64(np.arange(N, dtype=np.uint64), 7)


def _known(key: U64, lost: float) -> Knowledge:
    return knowledge(load_calibration(), key, np.zeros(N, np.int64), np.full(N, lost))


@pytest.mark.parametrize(("lost", "share"), [(500, 0.10), (5_000, 0.45), (50_000, 0.65), (500_000, 0.90)])
def test_small_losses_are_seldom_reported(key: U64, lost: float, share: float) -> None:
    """The share that is reported, by size (background.reporting_probability), within 0.01."""
    assert np.mean(_known(key, lost).reported < NEVER) == pytest.approx(share, abs=0.01)


def test_reports_come_as_late_as_they_do(key: U64) -> None:
    """Median, nine tenths and the golden hour (background.reporting_delay_hours), within a tenth, a tenth and 0.02."""
    known = _known(key, 500_000)
    hours = known.reported[known.reported < NEVER] / HOUR

    assert np.median(hours) == pytest.approx(20, rel=0.1)
    assert np.quantile(hours, 0.9) == pytest.approx(240, rel=0.1)
    assert np.mean(hours <= 1) == pytest.approx(0.12, abs=0.02)


def test_an_early_report_saves_more(key: U64) -> None:
    """What is held falls with the hour of the report; over all reports it is near the published share saved (0.12)."""
    known = _known(key, 500_000)
    reported = known.reported < NEVER
    hours, held = known.reported[reported] / HOUR, known.held_share[reported]

    assert held[hours < 1].mean() > 2 * held[(hours > 3) & (hours < 9)].mean() > 4 * held[hours > 72].mean()
    assert held.mean() == pytest.approx(0.12, abs=0.02)
    assert ((known.back_share >= 0.5) & (known.back_share <= 1)).all()
    assert (known.held_share[~reported] == 0).all()


def test_stages_follow_one_another(key: U64) -> None:
    """Noticed before reported before found; a finding is either right at once or doubted first and corrected later."""
    known = _known(key, 500_000)
    reported = known.reported < NEVER
    found = np.minimum(known.confirmed, known.doubted)

    assert (known.noticed[reported] < known.reported[reported]).all()
    assert (found >= known.reported).all()
    assert not ((known.confirmed < NEVER) & (known.doubted < NEVER)).any()
    assert (known.corrected[known.doubted < NEVER] > known.doubted[known.doubted < NEVER]).all()
    assert 0.02 < np.mean(known.doubted[reported] < NEVER) < 0.05


def test_liens_reach_deeper_layers_later(key: U64) -> None:
    """The trail is followed layer by layer."""
    known = _known(key, 500_000)
    case = np.flatnonzero(known.reported < NEVER)
    first, third = (known.lien(key, np.full(len(case), layer), case) for layer in (1, 3))

    assert (known.reported[case] < first).all()
    assert (first < third).all()
