"""When: hour, weekday, holidays, and how usual that is for the payer."""

import numpy as np

from synfin_core.features.columns import NOBODY, Flags
from synfin_core.features.definition import DAY, Feature, ratio
from synfin_core.features.scene import Scene

_WHEN = ("transactions.transacted_at",)
_NIGHT = (0, 5)  # hours
_WEEKDAY_OF_1970 = 3  # 1 January 1970 was a Thursday


def _is_festival(scene: Scene) -> Flags:
    now = scene.payments
    home = now.hashes("payer_home_state")
    return scene.almanac.is_festival(now.seconds // DAY, np.where(home == NOBODY, now.hashes("state"), home))


FEATURES = (
    Feature(
        "hour",
        "moment",
        "hours",
        None,
        "hour of the day, with its fraction",
        _WHEN,
        lambda scene: scene.payments.seconds % DAY / 3_600,
    ),
    Feature(
        "weekday",
        "moment",
        "days",
        None,
        "0 Monday to 6 Sunday",
        _WHEN,
        lambda scene: (scene.payments.seconds // DAY + _WEEKDAY_OF_1970) % 7,
    ),
    Feature(
        "is_night",
        "moment",
        "flag",
        None,
        "between midnight and five",
        _WHEN,
        lambda scene: (scene.payments.hour >= _NIGHT[0]) & (scene.payments.hour < _NIGHT[1]),
    ),
    Feature(
        "part_of_day_share",
        "moment",
        "share",
        None,
        "share of the payer's earlier payments in the same three hours of the day",
        (*_WHEN, "transactions.payer_customer_id", "transactions.merchant_id"),
        lambda scene: ratio(scene.own_part_of_day.total("n"), scene.payer.total("paid")),
    ),
    Feature(
        "is_bank_holiday",
        "moment",
        "flag",
        None,
        "Sunday, second or fourth Saturday, or a national holiday (calendar.yaml)",
        _WHEN,
        lambda scene: scene.almanac.is_bank_holiday(scene.payments.seconds // DAY),
    ),
    Feature(
        "is_festival",
        "moment",
        "flag",
        None,
        "a festival of the payer's home state, else of where the payment was made, lifts the day (calendar.yaml)",
        (*_WHEN, "transactions.payer_home_state", "transactions.state"),
        _is_festival,
    ),
)
