"""How much the payer has paid lately: counts and rupees over windows, averages, and how this compares."""

from functools import partial

import numpy as np

from synfin_core.features.columns import Floats
from synfin_core.features.definition import DAY, IN_WORDS, MONTH, WEEK, WINDOWS, Feature, ratio
from synfin_core.features.scene import Scene

_FROM = ("transactions.payer_customer_id", "transactions.merchant_id", "transactions.transacted_at")
_MONEY = (*_FROM, "transactions.amount_inr", "transactions.status")
_DAYS = MONTH / DAY


def _count(scene: Scene, value: str, window: int) -> Floats:
    return scene.payer.within(value, window)


def _rupees(scene: Scene, window: int) -> Floats:
    return scene.payer.within("paid_paise", window) / 100


def _days_seen(scene: Scene) -> Floats:
    """Days of the last 30 in which the payer was known, at least one."""
    return np.clip(scene.payer.since_first() / DAY, 1, _DAYS)


def _daily(scene: Scene) -> Floats:
    return scene.payer.within("paid", MONTH) / _days_seen(scene)


def _daily_rupees(scene: Scene) -> Floats:
    return _rupees(scene, MONTH) / _days_seen(scene)


FEATURES = (
    *(
        Feature(
            f"paid_n_{name}",
            "velocity",
            "payments",
            window,
            f"payments that the payer attempted in the last {IN_WORDS[name]}",
            _FROM,
            partial(_count, value="paid", window=window),
        )
        for name, window in WINDOWS.items()
    ),
    *(
        Feature(
            f"paid_inr_{name}",
            "velocity",
            "rupees",
            window,
            f"rupees that the payer paid in the last {IN_WORDS[name]}",
            _MONEY,
            partial(_rupees, window=window),
        )
        for name, window in WINDOWS.items()
    ),
    *(
        Feature(
            f"failed_n_{name}",
            "velocity",
            "payments",
            WINDOWS[name],
            f"declines of the payer in the last {IN_WORDS[name]}",
            _MONEY,
            partial(_count, value="failed", window=WINDOWS[name]),
        )
        for name in ("1h", "24h", "30d")
    ),
    Feature(
        "failed_share_30d",
        "velocity",
        "share",
        MONTH,
        "share of the payer's attempts in the last 30 days that were declined",
        _MONEY,
        lambda scene: ratio(scene.payer.within("failed", MONTH), scene.payer.within("paid", MONTH)),
    ),
    Feature(
        "paid_n_day_average",
        "velocity",
        "payments",
        MONTH,
        "payments a day over the last 30 days, or since the payer is known",
        _FROM,
        _daily,
    ),
    Feature(
        "paid_inr_day_average",
        "velocity",
        "rupees",
        MONTH,
        "rupees a day over the last 30 days, or since the payer is known",
        _MONEY,
        _daily_rupees,
    ),
    Feature(
        "paid_inr_week_average",
        "velocity",
        "rupees",
        MONTH,
        "rupees a week over the last 30 days, or since the payer is known",
        _MONEY,
        lambda scene: _daily_rupees(scene) * (WEEK / DAY),
    ),
    Feature(
        "paid_n_24h_over_average",
        "velocity",
        "ratio",
        MONTH,
        "payments of the last 24 hours and this one, over those of an average day",
        _FROM,
        lambda scene: ratio(scene.payer.within("paid", DAY) + 1, _daily(scene)),
    ),
    Feature(
        "paid_inr_24h_over_average",
        "velocity",
        "ratio",
        MONTH,
        "rupees of the last 24 hours and this payment, over those of an average day",
        _MONEY,
        lambda scene: ratio(_rupees(scene, DAY) + scene.amount, _daily_rupees(scene)),
    ),
    Feature(
        "minutes_since_entry",
        "velocity",
        "minutes",
        None,
        "minutes since the payer last paid or was paid",
        _FROM,
        lambda scene: scene.payer.since_last() / 60,
    ),
    Feature(
        "minutes_since_paid",
        "velocity",
        "minutes",
        MONTH,
        "minutes since the payer's last attempt; empty when none in 30 days",
        _FROM,
        lambda scene: scene.payer.since_latest("paid", MONTH) / 60,
    ),
    Feature(
        "days_payer_known",
        "velocity",
        "days",
        None,
        "days since the payer was first seen",
        _FROM,
        lambda scene: scene.payer.since_first() / DAY,
    ),
)
