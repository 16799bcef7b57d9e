"""Does anything tell fraud from honest that should not: purses before a case, ids, seconds, paise, empty cells, copies.

`python -m benchmarks.leakage` makes one million payments at the default and ends with code 1 when a limit is broken.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.alone import Payments, amount_auc, implied_amount_auc, learned, read
from benchmarks.copies import COPIES
from synfin_core.run import generate
from synfin_core.schema import TRANSACTIONS
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

PURSE_LIMIT, COLUMN_LIMIT, ALONE_LIMIT = 0.65, 0.55, 0.75
AMOUNT_WITHIN = 0.03  # of what published tickets imply
FEWEST_CASES = 40  # fewer say nothing about a segment
FEWEST_ROWS, FEWEST_OF_GROUP = 300, 5  # fraud rows, and cases, of a rail and kind that is looked at
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
_ALONE = [column.name for column in TRANSACTIONS if not column.truth and column.dtype not in ("id", "instant")]
_ALONE.remove("amount_inr")


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


def column_aucs(dataset: Dataset, fewest_rows: int = FEWEST_ROWS) -> list[Auc]:
    """Single columns within rail, kind and presence: ids, seconds, microseconds, paise, place, empty cells, copies.

    Payers are customers: an outside payer is never a victim here, and a bank sees no more of one than the empty cells.
    """
    payments = read(dataset, (*_IDS, *_MAY_BE_EMPTY, "transacted_at", "amount_inr"), COPIES)
    rows = payments.rows
    of = rows.groupby(["rail", "kind", "is_online"], observed=True).indices
    groups = ((_name(*key), payments.take(np.sort(at))) for key, at in of.items())
    return [found for name, group in groups for found in _of_group(name, group, fewest_rows)]


def _name(rail: str, kind: str, is_online: bool) -> str:
    return f"{rail} {kind} {'remote' if is_online else 'present'}"


def _of_group(name: str, group: Payments, fewest_rows: int) -> Iterator[Auc]:
    if group.fraud.sum() < fewest_rows or group.n_cases < FEWEST_OF_GROUP or group.fraud.all():
        return
    for of, values in _in_order(group.rows):
        known = ~np.isnan(values)
        if group.fraud[known].any() and not group.fraud[known].all():
            value = roc_auc_score(group.fraud[known], values[known], sample_weight=group.weight[known])
            yield Auc(name, of, float(value), group.n_cases, COLUMN_LIMIT)
    for of, values in _as_words(group.rows):
        if (found := learned(group, values)) is not None:
            yield Auc(name, of, found.value, found.cases, COLUMN_LIMIT)


def _in_order(rows: pd.DataFrame) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """What might rise or fall with fraud."""
    instant = rows["transacted_at"].astype("int64").to_numpy()
    yield "place in the table", rows["place"].to_numpy(np.float64)
    yield "microsecond", (instant % 1_000_000).astype(np.float64)
    for name in _IDS:
        yield name, rows[name].to_numpy(np.float64, na_value=np.nan)


def _as_words(rows: pd.DataFrame) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """What might have values that only fraud has, learnt from the first part of the time."""
    instant = rows["transacted_at"].astype("int64").to_numpy()
    yield "second", (instant // 1_000_000 % 60).astype(np.float64)
    yield "last digits of the microsecond", (instant % 100).astype(np.float64)
    yield "paise", (np.rint(rows["amount_inr"].to_numpy() * 100) % 100).astype(np.float64)
    for name in _IDS:
        digits = rows[name].to_numpy(np.float64, na_value=np.nan)
        yield f"last digit of {name}", digits % 10
        yield f"length of {name}", np.floor(np.log10(np.maximum(digits, 1)))
    for name in _MAY_BE_EMPTY:
        yield f"{name} is empty", rows[name].isna().to_numpy(np.float64)
    for name in COPIES:
        yield f"copies differ: {name}", rows[name].to_numpy(np.float64, na_value=np.nan)


def alone_aucs(dataset: Dataset) -> list[Auc]:
    """Each observable column that is stored on one payment by itself, over all payments of customers; the amount excepted."""
    payments = read(dataset, tuple(_ALONE), {})
    columns = ((name, payments.rows[name]) for name in _ALONE)
    found = [(name, learned(payments, column)) for name, column in columns]
    return [Auc("all payments", name, one.value, one.cases, ALONE_LIMIT) for name, one in found if one is not None]


def gate(dataset: Dataset) -> Iterator[str]:
    """Print what is farthest from telling nothing, and yield each limit that is broken."""
    for title, found in (("purses", purse_aucs(dataset)), ("columns", column_aucs(dataset)), ("alone", alone_aucs(dataset))):
        yield from (f"{auc.group}: {auc.of} has AUC {auc.value:.3f}, {auc.cases} cases" for auc in found if not auc.passed)
        print(f"  {title}: {len(found)} compared; farthest from 0.5:")
        print(*_farthest(found), sep="\n")
    amount, implied = amount_auc(dataset), implied_amount_auc(dataset)
    print(f"  amount alone: AUC {amount:.3f}; published tickets imply {implied:.3f}")
    if amount > implied + AMOUNT_WITHIN:
        yield f"the amount alone has AUC {amount:.3f}, more than {AMOUNT_WITHIN} above the {implied:.3f} of published tickets"


def _farthest(found: Iterable[Auc], n: int = 3) -> Iterator[str]:
    for auc in sorted(found, key=lambda auc: -abs(auc.value - 0.5))[:n]:
        yield f"    {auc.value:.3f}  {auc.of}, {auc.group}, {auc.cases} cases (limit {auc.limit})"


def main() -> None:
    """The gate over one million payments at the default."""
    with TemporaryDirectory() as folder:
        broken = list(gate(generate(Spec(count=1_000_000, seed=7), workers=2, folder=Path(folder) / "million")))
    print(*(f"BROKEN {failure}" for failure in broken), sep="\n")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
