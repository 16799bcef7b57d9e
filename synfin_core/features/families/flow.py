"""Who is paid and what becomes of the money: degrees, inflow against outflow, sharing, refunds, complaints."""

from functools import partial

from synfin_core.features.columns import Floats
from synfin_core.features.definition import DAY, HOUR, IN_WORDS, MONTH, WEEK, WINDOWS, Feature, ratio
from synfin_core.features.scene import Scene

_BOTH = (
    "transactions.payer_customer_id",
    "transactions.payee_customer_id",
    "transactions.merchant_id",
    "transactions.transacted_at",
)
_MONEY = (*_BOTH, "transactions.amount_inr", "transactions.status")
_KIND = (*_BOTH, "transactions.kind")
_DEVICE = ("transactions.device_id", "transactions.payer_customer_id", "transactions.transacted_at")
_COMPLAINTS = (*_BOTH, "events.event", "events.occurred_at", "events.transaction_id")


def _of_payee(scene: Scene, value: str, window: int, scale: float = 1.0) -> Floats:
    return scene.payee.within(value, window) / scale


def _of_payer(scene: Scene, value: str, window: int, scale: float = 1.0) -> Floats:
    return scene.payer.within(value, window) / scale


def _new_payers(name: str) -> Feature:
    words = f"parties that paid this payee for the first time in the last {IN_WORDS[name]}"
    return Feature(
        f"payee_new_payers_{name}",
        "flow",
        "parties",
        WINDOWS[name],
        words,
        _BOTH,
        partial(_of_payee, value="new_payers", window=WINDOWS[name]),
    )


def _asked(name: str) -> Feature:
    words = f"attempts to pay this payee in the last {IN_WORDS[name]}"
    return Feature(
        f"payee_asked_n_{name}",
        "flow",
        "payments",
        WINDOWS[name],
        words,
        _BOTH,
        partial(_of_payee, value="asked", window=WINDOWS[name]),
    )


def _received(name: str) -> Feature:
    words = f"rupees that this payee received in the last {IN_WORDS[name]}"
    return Feature(
        f"payee_received_inr_{name}",
        "flow",
        "rupees",
        WINDOWS[name],
        words,
        _MONEY,
        partial(_of_payee, value="received_paise", window=WINDOWS[name], scale=100),
    )


FEATURES = (
    Feature(
        "received_inr_24h",
        "flow",
        "rupees",
        DAY,
        "rupees that the payer received in the last 24 hours",
        _MONEY,
        partial(_of_payer, value="received_paise", window=DAY, scale=100),
    ),
    Feature(
        "received_n_7d",
        "flow",
        "payments",
        WEEK,
        "payments that the payer received in the last 7 days",
        _MONEY,
        partial(_of_payer, value="received", window=WEEK),
    ),
    Feature(
        "minutes_since_received",
        "flow",
        "minutes",
        MONTH,
        "minutes since the payer last received money; empty when none in 30 days",
        _MONEY,
        lambda scene: scene.payer.since_latest("received", MONTH) / 60,
    ),
    Feature(
        "out_over_in_24h",
        "flow",
        "ratio",
        DAY,
        "rupees that the payer paid in the last 24 hours, this payment included, over those received",
        _MONEY,
        lambda scene: ratio(
            scene.payer.within("paid_paise", DAY) + scene.payments.paise, scene.payer.within("received_paise", DAY)
        ),
    ),
    Feature(
        "out_over_in_30d",
        "flow",
        "ratio",
        MONTH,
        "the same over the last 30 days",
        _MONEY,
        lambda scene: ratio(
            scene.payer.within("paid_paise", MONTH) + scene.payments.paise, scene.payer.within("received_paise", MONTH)
        ),
    ),
    Feature(
        "payer_n_payees",
        "flow",
        "parties",
        None,
        "payees and merchants that the payer ever paid",
        _BOTH,
        lambda scene: scene.payer.total("new_payees"),
    ),
    Feature(
        "payer_n_payers",
        "flow",
        "parties",
        None,
        "parties that ever paid the payer",
        _BOTH,
        lambda scene: scene.payer.total("new_payers"),
    ),
    Feature(
        "payer_got_back_share",
        "flow",
        "share",
        MONTH,
        "refunds and reversals to the payer over attempts, in the last 30 days",
        _KIND,
        lambda scene: ratio(scene.payer.within("got_back", MONTH), scene.payer.within("paid", MONTH)),
    ),
    *(_asked(name) for name in ("1h", "24h", "30d")),
    *(_received(name) for name in ("24h", "30d")),
    *(_new_payers(name) for name in ("1h", "24h", "7d", "30d")),
    Feature(
        "payee_n_payers",
        "flow",
        "parties",
        None,
        "parties that ever paid this payee",
        _BOTH,
        lambda scene: scene.payee.total("new_payers"),
    ),
    Feature(
        "payee_n_payees",
        "flow",
        "parties",
        None,
        "parties that this payee ever paid",
        _BOTH,
        lambda scene: scene.payee.total("new_payees"),
    ),
    Feature(
        "payee_days",
        "flow",
        "days",
        None,
        "days since this payee was first seen",
        _BOTH,
        lambda scene: scene.payee.since_first() / DAY,
    ),
    Feature(
        "payee_out_over_in_24h",
        "flow",
        "ratio",
        DAY,
        "rupees that this payee paid over those received, in the last 24 hours",
        _MONEY,
        lambda scene: ratio(scene.payee.within("paid_paise", DAY), scene.payee.within("received_paise", DAY)),
    ),
    Feature(
        "payee_out_over_in_30d",
        "flow",
        "ratio",
        MONTH,
        "the same over the last 30 days",
        _MONEY,
        lambda scene: ratio(scene.payee.within("paid_paise", MONTH), scene.payee.within("received_paise", MONTH)),
    ),
    Feature(
        "payee_failed_share_1h",
        "flow",
        "share",
        HOUR,
        "share of the attempts to pay this payee in the last hour that were declined",
        _MONEY,
        lambda scene: ratio(scene.payee.within("asked_failed", HOUR), scene.payee.within("asked", HOUR)),
    ),
    Feature(
        "payee_failed_share_30d",
        "flow",
        "share",
        MONTH,
        "the same over the last 30 days",
        _MONEY,
        lambda scene: ratio(scene.payee.within("asked_failed", MONTH), scene.payee.within("asked", MONTH)),
    ),
    Feature(
        "payee_gave_back_share_30d",
        "flow",
        "share",
        MONTH,
        "refunds and reversals by this payee over what it was asked for, in the last 30 days",
        _KIND,
        lambda scene: ratio(scene.payee.within("given_back", MONTH), scene.payee.within("asked", MONTH)),
    ),
    Feature(
        "payee_complaints_30d",
        "flow",
        "events",
        MONTH,
        "complaints about payments to this payee in the last 30 days",
        _COMPLAINTS,
        lambda scene: scene.complaints.within("n", MONTH),
    ),
    Feature(
        "device_n_24h",
        "flow",
        "payments",
        DAY,
        "payments by this device in the last 24 hours, whoever made them",
        _DEVICE,
        lambda scene: scene.device.within("n", DAY),
    ),
    Feature(
        "device_n_users",
        "flow",
        "parties",
        None,
        "payers that ever used this device",
        _DEVICE,
        lambda scene: scene.device.total("new_users"),
    ),
    Feature(
        "device_new_users_7d",
        "flow",
        "parties",
        WEEK,
        "payers that used this device for the first time in the last 7 days",
        _DEVICE,
        lambda scene: scene.device.within("new_users", WEEK),
    ),
)
