"""What happened to the payer that is no payment: how long ago, and how often."""

from functools import partial

from synfin_core.features.columns import Floats
from synfin_core.features.definition import DAY, MONTH, WEEK, Feature
from synfin_core.features.events import KINDS
from synfin_core.features.scene import Scene

_FROM = ("transactions.payer_customer_id", "transactions.transacted_at", "events.customer_id", "events.event", "events.occurred_at")


def _minutes_since(scene: Scene, kind: str) -> Floats:
    return scene.alarms.since_latest(kind, MONTH) / 60


def _count(scene: Scene, kind: str, window: int) -> Floats:
    return scene.alarms.within(kind, window)


FEATURES = (
    *(
        Feature(
            f"minutes_since_{kind}",
            "alarm",
            "minutes",
            MONTH,
            f"minutes since the payer's last event '{word}'; empty when none in 30 days",
            _FROM,
            partial(_minutes_since, kind=kind),
        )
        for kind, word in KINDS.items()
    ),
    Feature(
        "events_n_24h",
        "alarm",
        "events",
        DAY,
        "events of the payer in the last 24 hours",
        _FROM,
        partial(_count, kind="n", window=DAY),
    ),
    Feature(
        "logins_24h",
        "alarm",
        "events",
        DAY,
        "logins of the payer in the last 24 hours",
        _FROM,
        partial(_count, kind="login", window=DAY),
    ),
    Feature(
        "payees_added_24h",
        "alarm",
        "events",
        DAY,
        "payees that the payer added in the last 24 hours",
        _FROM,
        partial(_count, kind="payee_added", window=DAY),
    ),
    Feature(
        "complaints_30d",
        "alarm",
        "events",
        MONTH,
        "complaints of the payer in the last 30 days",
        _FROM,
        partial(_count, kind="complained", window=MONTH),
    ),
    Feature(
        "deposits_broken_7d",
        "alarm",
        "events",
        WEEK,
        "deposits that the payer broke in the last 7 days",
        _FROM,
        partial(_count, kind="deposit_broken", window=WEEK),
    ),
)
