"""Limits decide by which way a payment goes; another policy leaves the same world."""

from dataclasses import replace

import numpy as np
import pytest

from synfin_core import simulate
from synfin_core.controls.policy import load_policy
from synfin_core.payments.styles import STYLES
from synfin_core.spec import Spec

RAIL = np.array([style.rail for style in STYLES.values()])


@pytest.fixture(scope="module")
def chosen() -> simulate.Plan:
    """A plan with rich and poor customers, and thieves."""
    return simulate.plan(Spec.create(count=60_000, fraud_rate=0.02, seed=11))


def test_another_policy_leaves_the_same_world(chosen: simulate.Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """With limits ten times as high the same sums reach the same parties at the same instants; only ways and reasons differ."""
    today = simulate.shard(chosen, 0).books
    policy = load_policy()
    higher = {way: 10 * inr for way, inr in policy.one_payment.items()}
    loose = replace(policy, one_payment=higher, day_inr=1e6, new_device_inr=1e6)
    monkeypatch.setattr(simulate, "load_policy", lambda: loose)
    other = simulate.shard(chosen, 0).books
    np.testing.assert_array_equal(today.rows.time, other.rows.time)
    np.testing.assert_array_equal(today.balance_after, other.balance_after)
    moved = today.rows.status != 1
    np.testing.assert_array_equal(today.rows.amount[moved], other.rows.amount[moved])
    differs = RAIL[today.rows.style] != RAIL[other.rows.style]
    assert 0 < differs.sum() < 0.02 * len(differs)
    assert np.isin(RAIL[today.rows.style[differs]], ("IMPS", "RTGS", "Net banking", "ATM")).all()


def test_people_meet_their_limits(chosen: simulate.Plan) -> None:
    """Some transfers above what UPI carries go by IMPS, on the same day on which others still went by UPI."""
    rows = simulate.shard(chosen, 0).books.rows
    own = rows.style == list(STYLES).index("imps_own")
    assert own.any()
    assert (rows.amount[own & (rows.case < 0)] <= 500_000 * 100).all()
