"""What becomes known of cases, held against the figures of fraud.yaml on 20,000 keys."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.reporting import NEVER
from synfin_core.labels import BANK, CUSTOMER, LIABILITIES, SHARED, Knowledge, knowledge, liability, refunded
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import DAY, HOUR

N = 20_000


@pytest.fixture(scope="module")
def key() -> U64:
    """Keys of cases."""
    return mix64(np.arange(N, dtype=np.uint64), 7)


def _known(key: U64, lost: float) -> Knowledge:
    return knowledge(load_calibration(), key, np.zeros(N, np.int64), np.full(N, lost))


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


@pytest.mark.parametrize(
    ("unasked", "own", "days", "bears"),
    [
        (True, False, 2.9, "bank"),
        (True, False, 3.1, "shared"),
        (True, False, 7.1, "customer"),
        (False, False, 0.1, "customer"),
        (False, True, 400, "bank"),
    ],
)
def test_who_bears_a_loss_follows_the_rule(unasked: bool, own: bool, days: float, bears: str) -> None:
    """Within three days the bank, within seven both, then the customer; always who was talked into it (rbi_liability17)."""
    liable = liability(load_calibration(), np.array([unasked]), np.array([own]), np.array([int(days * DAY)]))

    assert LIABILITIES[liable[0]] == bears


def test_a_shared_loss_costs_the_customer_at_most_25_000_rupees() -> None:
    """Of 10,000 nothing is owed, of a lakh 75,000; the bank's own part is the whole (rbi_liability17, in paise)."""
    owed = refunded(load_calibration(), np.array([SHARED, SHARED, BANK, CUSTOMER]), np.array([1e6, 1e7, 1e6, 1e6]))

    assert owed.tolist() == [0, 7.5e6, 1e6, 0]
