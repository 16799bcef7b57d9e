"""How well one column by itself tells fraud from honest: learnt from the first part of the time, measured on the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.copies import JOINED
from benchmarks.observed import Mask, cut
from synfin_core.calibration import load_calibration
from synfin_core.fraud.pricing import USUAL_SIGMA
from synfin_core.store.dataset import Dataset

_BINS = 50  # of numbers, alike in size
_PRIOR = 20.0  # payments' worth of belief that a value says nothing


@dataclass(frozen=True, eq=False)
class Payments:
    """Payments of customers: `rows`, whether each is fraud, its weight, its case (-1: none), and which train or test."""

    rows: pd.DataFrame
    fraud: Mask
    weight: NDArray[np.float64]
    case: NDArray[np.int64]
    train: Mask
    test: Mask

    def take(self, at: NDArray[np.int64]) -> "Payments":
        """Some of them."""
        rows, train, test = self.rows.iloc[at], self.train[at], self.test[at]
        return Payments(rows, self.fraud[at], self.weight[at], self.case[at], train, test)

    @property
    def n_cases(self) -> int:
        """Cases with a fraud payment among them."""
        return len(np.unique(self.case[self.fraud]))


@dataclass(frozen=True)
class Alone:
    """Area under the curve of one column on the test, and the cases in it."""

    value: float
    cases: int


def read(dataset: Dataset, columns: Iterable[str], extra: Mapping[str, str]) -> Payments:
    """Payments of customers with these columns, and `extra` ones by their SQL, in the order in which they are stored."""
    names = list(dict.fromkeys([*columns, "rail", "kind", "is_online", "is_fraud", "fraud_case_id", "twin_id", "transacted_at"]))
    asked = [*(f"t.{name}" for name in names), *(f'CAST({sql} AS INTEGER) AS "{name}"' for name, sql in extra.items())]
    query = f"SELECT {', '.join(asked)}, t.place, t.payer_segment AS of_segment FROM {JOINED}"
    rows = dataset.sql(f"SELECT * FROM ({query}) WHERE of_segment IS NOT NULL ORDER BY place").to_pandas()
    fraud, case = rows["is_fraud"].to_numpy(bool), rows["fraud_case_id"].fillna(-1).to_numpy(np.int64)
    return Payments(rows, fraud, _weights(rows), case, *cut(rows["transacted_at"], case))


def _weights(rows: pd.DataFrame) -> NDArray[np.float64]:
    """[row] each case and each twin counts once, because its rows are much alike; any other payment counts by itself."""
    groups = (rows["fraud_case_id"].where(rows["is_fraud"]), rows["twin_id"])
    sizes = [group.map(group.value_counts()).fillna(1).to_numpy(np.float64) for group in groups]
    return np.asarray(1 / np.maximum(*sizes))


def learned(payments: Payments, values: ArrayLike) -> Alone | None:
    """The column's area under the curve, each value scored by the share of fraud it had in training; None without fraud to test."""
    code, fraud = _codes(pd.Series(np.asarray(values))), payments.fraud
    train, test = payments.train, payments.test
    if not fraud[test].any() or fraud[test].all() or not train.any():
        return None
    weight, n = payments.weight[train], int(code.max()) + 1
    base = np.average(fraud[train], weights=weight)
    seen = np.bincount(code[train], weight, n)
    share = (np.bincount(code[train], weight * fraud[train], n) + _PRIOR * base) / (seen + _PRIOR)
    value = roc_auc_score(fraud[test], share[code[test]], sample_weight=payments.weight[test])
    return Alone(float(value), len(np.unique(payments.case[test & fraud])))


def _codes(column: "pd.Series[float]") -> NDArray[np.int64]:
    """Words, or few numbers, each a code; many numbers in bins alike in size; empty is a code of its own."""
    if pd.api.types.is_numeric_dtype(column) and column.nunique() > 2 * _BINS:
        column = pd.qcut(column.astype(float), _BINS, labels=False, duplicates="drop")
    return pd.factorize(column, use_na_sentinel=False)[0].astype(np.int64)


def amount_auc(dataset: Dataset) -> float:
    """How often a fraud payment is larger than an honest one, of customers' payments."""
    rows = dataset.sql("SELECT amount_inr, is_fraud FROM transactions WHERE payer_segment IS NOT NULL").to_pandas()
    return float(roc_auc_score(rows["is_fraud"], rows["amount_inr"]))


def implied_amount_auc(dataset: Dataset) -> float:
    """The same with fraud sums as published: each case of its typology's mean size, split evenly, inside per_case and per_txn."""
    cases = dataset.sql("SELECT fraud_type, n_fraud_payments AS n FROM fraud_cases ORDER BY fraud_case_id").to_pandas()
    cases = cases[cases["n"] > 0]
    honest = dataset.sql("SELECT amount_inr FROM transactions WHERE payer_segment IS NOT NULL AND NOT is_fraud").to_pandas()
    known = {one.id: (one.mean_case_inr, one.figures["amount_inr"]) for one in load_calibration().typologies}
    mean, low, high, most = np.array(
        [(known[name][0], *known[name][1]["per_case"], known[name][1]["per_txn"][1]) for name in cases["fraud_type"]], float
    ).T
    normal = np.random.default_rng(0).standard_normal(len(cases))
    size = np.clip(mean * np.exp(USUAL_SIGMA * normal - USUAL_SIGMA**2 / 2), low, high)
    n = cases["n"].to_numpy()
    sums = np.repeat(np.minimum(size / n, most), n)
    every, is_fraud = np.concatenate([sums, honest["amount_inr"]]), np.repeat([True, False], [len(sums), len(honest)])
    return float(roc_auc_score(is_fraud, every))
