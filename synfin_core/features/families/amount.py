"""The amount itself, and beside what is usual for the payer, for the payee, and for the account."""

import numpy as np

from synfin_core.features.columns import Floats
from synfin_core.features.definition import Feature, ratio
from synfin_core.features.memory import LOG_UNITS
from synfin_core.features.scene import Scene

_NOW = ("transactions.amount_inr",)
_PAYER = ("transactions.amount_inr", "transactions.payer_customer_id", "transactions.merchant_id", "transactions.transacted_at")
_PAYEE = ("transactions.amount_inr", "transactions.payee_customer_id", "transactions.merchant_id", "transactions.transacted_at")
_PURSE = ("transactions.amount_inr", "transactions.balance_after_inr", "transactions.status")
_FEWEST, _LEAST_SPREAD = 3, 0.1  # payments that make a habit; its least standard deviation, in logarithms


def _over_usual(scene: Scene) -> Floats:
    """Standard deviations between the logarithm of this amount and the mean of the payer's earlier ones."""
    n, total, squares = (scene.payer.total(name) for name in ("paid", "log", "log_squared"))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        spread = np.sqrt(np.maximum(squares / n - mean**2, 0)) / LOG_UNITS
        return np.where(n >= _FEWEST, (scene.log_amount - mean) / LOG_UNITS / np.maximum(spread, _LEAST_SPREAD), np.nan)


def _usual(total: Floats, n: Floats) -> Floats:
    """The geometric mean in rupees that a sum of logarithms makes."""
    return np.expm1(ratio(total, n) / LOG_UNITS) / 100


FEATURES = (
    Feature("amount_inr", "amount", "rupees", None, "rupees of this payment", _NOW, lambda scene: scene.amount),
    Feature(
        "amount_is_round",
        "amount",
        "flag",
        None,
        "whether the amount is a whole hundred of rupees",
        _NOW,
        lambda scene: scene.payments.paise % 10_000 == 0,
    ),
    Feature(
        "amount_deviations",
        "amount",
        "ratio",
        None,
        "standard deviations of the logarithm of the amount from the payer's earlier ones, of three or more",
        _PAYER,
        _over_usual,
    ),
    Feature(
        "amount_over_usual",
        "amount",
        "ratio",
        None,
        "amount over the geometric mean of the payer's earlier amounts",
        _PAYER,
        lambda scene: ratio(scene.amount, _usual(scene.payer.total("log"), scene.payer.total("paid"))),
    ),
    Feature(
        "amount_over_payee_usual",
        "amount",
        "ratio",
        None,
        "amount over the geometric mean of what the payee was asked to be paid before",
        _PAYEE,
        lambda scene: ratio(scene.amount, _usual(scene.payee.total("received_log"), scene.payee.total("asked"))),
    ),
    Feature(
        "amount_over_bond_mean",
        "amount",
        "ratio",
        None,
        "amount over the mean of the payer's earlier attempts to this payee",
        (*_PAYER, "transactions.payee_customer_id"),
        lambda scene: ratio(scene.amount, scene.bond.total("paise") / 100 / scene.bond.total("n").clip(1)),
    ),
    Feature(
        "balance_before_inr",
        "amount",
        "rupees",
        None,
        "rupees in the payer's account before this attempt",
        _PURSE,
        lambda scene: scene.balance_before,
    ),
    Feature(
        "amount_over_balance",
        "amount",
        "ratio",
        None,
        "amount over the rupees in the payer's account before it",
        _PURSE,
        lambda scene: ratio(scene.amount, scene.balance_before),
    ),
)
