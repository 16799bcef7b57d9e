"""What is new for the payer: payee, device, category; and how loyal the payer is."""

from functools import partial

import numpy as np

from synfin_core.features.columns import Floats
from synfin_core.features.definition import DAY, WEEK, Feature, ratio
from synfin_core.features.memory import NANO_NATS
from synfin_core.features.scene import Scene

_PAYER = ("transactions.payer_customer_id", "transactions.transacted_at")
_PAYEE = (*_PAYER, "transactions.payee_customer_id", "transactions.merchant_id")
_DEVICE = (*_PAYER, "transactions.device_id")
_CATEGORY = (*_PAYER, "transactions.category", "transactions.kind")


def _new_payees(scene: Scene, window: int) -> Floats:
    return scene.payer.within("new_payees", window)


def _entropy(scene: Scene) -> Floats:
    """ln N - sum(n ln n) / N over the categories of the payer's N earlier payments."""
    n = scene.payer.total("paid")
    return np.maximum(np.log(np.maximum(n, 1)) - ratio(scene.payer.total("information") / NANO_NATS, np.maximum(n, 1)), 0)


FEATURES = (
    Feature(
        "is_new_payee",
        "novelty",
        "flag",
        None,
        "first attempt of this payer to this payee or merchant",
        _PAYEE,
        lambda scene: scene.bond.is_new(),
    ),
    Feature(
        "bond_n",
        "novelty",
        "payments",
        None,
        "earlier attempts of this payer to this payee or merchant",
        _PAYEE,
        lambda scene: scene.bond.total("n"),
    ),
    Feature(
        "bond_days", "novelty", "days", None, "days since the first of them", _PAYEE, lambda scene: scene.bond.since_first() / DAY
    ),
    Feature(
        "minutes_since_bond",
        "novelty",
        "minutes",
        None,
        "minutes since the last of them; empty for a new payee",
        _PAYEE,
        lambda scene: scene.bond.since_last() / 60,
    ),
    Feature(
        "loyalty",
        "novelty",
        "share",
        None,
        "share of the payer's earlier attempts that went to this payee or merchant",
        _PAYEE,
        lambda scene: ratio(scene.bond.total("n"), scene.payer.total("paid")),
    ),
    *(
        Feature(
            f"new_payees_{name}",
            "novelty",
            "parties",
            window,
            f"payees and merchants that the payer paid for the first time in the last {words}",
            _PAYEE,
            partial(_new_payees, window=window),
        )
        for name, words, window in (("24h", "24 hours", DAY), ("7d", "7 days", WEEK))
    ),
    Feature(
        "is_new_device",
        "novelty",
        "flag",
        None,
        "first payment of this payer by this device; empty without a device",
        _DEVICE,
        lambda scene: scene.own_device.is_new(),
    ),
    Feature(
        "own_device_days",
        "novelty",
        "days",
        None,
        "days since the payer first paid by this device",
        _DEVICE,
        lambda scene: scene.own_device.since_first() / DAY,
    ),
    Feature(
        "is_new_category",
        "novelty",
        "flag",
        None,
        "first payment of this payer in this category, or of this kind without one",
        _CATEGORY,
        lambda scene: scene.own_category.is_new(),
    ),
    Feature(
        "category_share",
        "novelty",
        "share",
        None,
        "share of the payer's earlier payments in this category, or of this kind",
        _CATEGORY,
        lambda scene: ratio(scene.own_category.total("n"), scene.payer.total("paid")),
    ),
    Feature(
        "category_entropy",
        "novelty",
        "nats",
        None,
        "entropy of the categories and kinds of the payer's earlier payments",
        _CATEGORY,
        _entropy,
    ),
)
