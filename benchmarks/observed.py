"""What a detector may learn from: the flat view as a bank sees it, cut in time so that no case lies on both sides."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synfin_core.schema import Dtype
from synfin_core.store.dataset import Dataset
from synfin_core.store.flat import FLAT

Mask = NDArray[np.bool_]
TRAINING = 0.6  # of the time; the rest is the test
_NUMBERS: tuple[Dtype, ...] = ("money", "number", "count", "flag")
_MOST_WORDS = 255  # a boosted model takes no more categories; a column with more names single things
_TRUTH = ("is_fraud", "fraud_case_id", "fraud_type", "twin_id")


@dataclass(frozen=True, eq=False)
class Observed:
    """`frame` [payment, column] of what is observable, in time order; whether each payment is fraud, and of which case."""

    frame: pd.DataFrame
    is_fraud: Mask
    case: NDArray[np.int64]
    typology: NDArray[np.object_]
    train: Mask
    test: Mask

    @classmethod
    def of(cls, dataset: Dataset) -> "Observed":
        """All payments of a dataset; numbers as float32, words as categories, ids and days left out."""
        observable = [column for column in FLAT if not column.truth and column.dtype in (*_NUMBERS, "text")]
        names = ", ".join([*(column.name for column in observable), *_TRUTH])
        rows = dataset.sql(f"SELECT {names}, transacted_at FROM flat ORDER BY transacted_at, transaction_id").to_pandas()
        frame = pd.DataFrame({column.name: _values(rows[column.name], column.dtype) for column in observable})
        few = [name for name in frame if not _is_word(frame[name]) or len(frame[name].cat.categories) <= _MOST_WORDS]
        case = rows["fraud_case_id"].fillna(-1).to_numpy(np.int64)
        train, test = cut(rows["transacted_at"], case)
        fraud = rows["is_fraud"].to_numpy(bool)
        return cls(frame[few], fraud, case, rows["fraud_type"].to_numpy(object), train, test)


def cut(at: "pd.Series[datetime]", case: NDArray[np.int64]) -> tuple[Mask, Mask]:
    """(payments to train on, payments to test on): the first 60% of the time and the rest; cases that straddle only test."""
    train = (at < at.min() + TRAINING * (at.max() - at.min())).to_numpy(bool)
    straddling = np.intersect1d(case[train & (case >= 0)], case[~train & (case >= 0)])
    return train & ~np.isin(case, straddling), ~train


def _values(column: "pd.Series[float]", dtype: Dtype) -> "pd.Series[float]":
    return column.astype("category") if dtype == "text" else column.astype("float32")


def _is_word(column: "pd.Series[float]") -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype)
