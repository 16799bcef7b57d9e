"""Does anything tell fraud from honest that should not: purses before a case, ids, seconds, paise, empty cells."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from synfin_core.schema import TRANSACTIONS
from synfin_core.store.dataset import Dataset

PURSE_LIMIT, COLUMN_LIMIT = 0.65, 0.55
FEWEST_CASES = 40  # fewer say nothing about a segment
_ONE_SIDED_99 = 2.33  # standard errors: a limit is broken when the 99% lower bound of the distance passes it

# The first payment of each victim in a case, and honest payments of the same segment by customers whom no case has struck yet.
_PURSES = """
WITH paid AS (
    SELECT t.*, income_month_inr, balance_after_inr + CASE WHEN status = 'failed' THEN 0 ELSE amount_inr END AS before
    FROM transactions t JOIN customers ON customer_id = payer_customer_id
    JOIN accounts ON account_id = payer_account_id WHERE account_type = 'savings'),
first_legs AS (
    SELECT unnest(arg_min(paid, transacted_at)) FROM paid SEMI JOIN fraud_cases ON victim_customer_id = payer_customer_id
    WHERE is_fraud GROUP BY fraud_case_id),
wanted AS (SELECT payer_segment, count(*) AS victims FROM first_legs GROUP BY payer_segment),
struck AS (
    SELECT victim_customer_id AS payer_customer_id, min(started_at) AS struck_at FROM fraud_cases GROUP BY ALL),
others AS (
    SELECT paid.* FROM paid JOIN wanted USING (payer_segment) LEFT JOIN struck USING (payer_customer_id)
    WHERE fraud_case_id IS NULL AND (struck_at IS NULL OR transacted_at < struck_at - INTERVAL 3 DAY)
    QUALIFY row_number() OVER (PARTITION BY payer_segment ORDER BY hash(transaction_id)) <= {honest_a_victim} * victims)
SELECT payer_segment AS segment, payer_customer_id AS customer, is_fraud AS is_victim, before AS balance,
       before / income_month_inr AS balance_over_income, amount_inr / greatest(before, 1) AS amount_over_balance
FROM (FROM first_legs UNION ALL BY NAME FROM others) ORDER BY customer, transaction_id
"""
_HONEST_A_VICTIM = 5
_FEATURES = ["balance", "balance_over_income", "amount_over_balance"]
_IDS = ("transaction_id", "payer_customer_id", "payer_account_id", "payee_account_id", "merchant_id", "device_id")

_SAYS_STATUS = "decline_reason"  # empty on success and only then: the status, which may differ
_MAY_BE_EMPTY = [column.name for column in TRANSACTIONS if column.nullable and not column.truth and column.name != _SAYS_STATUS]


@dataclass(frozen=True)
class Auc:
    """How well one thing tells fraud from honest inside one group; 0.5 is not at all."""

    group: str
    of: str
    value: float
    cases: int
    limit: float

    @property
    def passed(self) -> bool:
        """Unless the 99% lower bound of its distance from 0.5 passes the limit (standard error: Hanley and McNeil 1982)."""
        error = ((1 + 1 / _HONEST_A_VICTIM) / (12 * max(self.cases, 1))) ** 0.5
        return abs(self.value - 0.5) - _ONE_SIDED_99 * error <= self.limit - 0.5


def purse_aucs(dataset: Dataset) -> list[Auc]:
    """A boosted model of the purse before a case, by segment and by feature set."""
    rows = dataset.sql(_PURSES.format(honest_a_victim=_HONEST_A_VICTIM)).to_pandas()
    groups = [(str(name), group) for name, group in rows.groupby("segment", observed=True)]
    return [
        Auc(name, of, _model_auc(group, features), int(group["is_victim"].sum()), PURSE_LIMIT)
        for name, group in groups
        if group["is_victim"].sum() >= FEWEST_CASES
        for of, features in (("balance before", _FEATURES[:2]), ("with amount over balance", _FEATURES))
    ]


def _model_auc(rows: pd.DataFrame, features: list[str]) -> float:
    """AUC of predictions for customers whom the model has not seen."""
    model = HistGradientBoostingClassifier(max_depth=3, max_iter=60, random_state=0)
    folds = GroupKFold(5)
    told = cross_val_predict(model, rows[features], rows["is_victim"], groups=rows["customer"], cv=folds, method="predict_proba")
    return float(roc_auc_score(rows["is_victim"], told[:, 1]))


def column_aucs(dataset: Dataset) -> list[Auc]:
    """Single columns within rail, kind and presence: ids, seconds, microseconds, paise, place, empty cells.

    Payers are customers: an outside payer is never a victim here, and a bank sees no more of one than the empty cells.
    """
    rows = dataset.transactions.to_arrow().select(_columns_read()).to_pandas()
    rows["place"] = np.arange(len(rows))
    rows = rows[rows["payer_segment"].notna()]
    groups = rows.groupby(["rail", "kind", "is_online"], observed=True)
    return [found for (rail, kind, online), group in groups for found in _of_group(_name(rail, kind, online), group)]


def _name(rail: str, kind: str, is_online: bool) -> str:
    return f"{rail} {kind} {'remote' if is_online else 'present'}"


def _columns_read() -> list[str]:
    others = ("transacted_at", "amount_inr", "rail", "kind", "is_online", "payer_segment", "is_fraud", "fraud_case_id", "twin_id")
    return list(dict.fromkeys([*_IDS, *_MAY_BE_EMPTY, *others]))


def _of_group(name: str, rows: pd.DataFrame) -> Iterator[Auc]:
    fraud = rows["is_fraud"].to_numpy()
    cases = rows.loc[fraud, "fraud_case_id"].nunique()
    if cases < FEWEST_CASES or fraud.all():
        return
    weights = _weights(rows)
    for of, values in _columns(rows):
        known = ~np.isnan(values)
        if fraud[known].any() and not fraud[known].all():
            value = roc_auc_score(fraud[known], values[known], sample_weight=weights[known])
            yield Auc(name, of, float(value), cases, COLUMN_LIMIT)


def _weights(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """[row] each case and each twin counts once, because its rows are much alike; any other payment counts by itself."""
    groups = (rows["fraud_case_id"].where(rows["is_fraud"]), rows["twin_id"])
    sizes = [group.map(group.value_counts()).fillna(1).to_numpy(np.float64) for group in groups]
    return np.asarray(1 / np.maximum(*sizes))


def _columns(rows: pd.DataFrame) -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    instant = rows["transacted_at"].astype("int64").to_numpy()
    yield "place in the table", rows["place"].to_numpy(np.float64)
    yield "second", (instant // 1_000_000 % 60).astype(np.float64)
    yield "microsecond", (instant % 1_000_000).astype(np.float64)
    yield "paise", (np.rint(rows["amount_inr"].to_numpy() * 100) % 100).astype(np.float64)
    for name in _IDS:
        yield name, rows[name].to_numpy(np.float64, na_value=np.nan)
    for name in _MAY_BE_EMPTY:
        yield f"{name} is empty", rows[name].isna().to_numpy(np.float64)
