"""Examples for training and for testing: by time, at random, by customer, or by case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Examples, Rows, known_fraud
from synfin_core.randomness import mix64
from synfin_core.store.dataset import Dataset
from synfin_core.store.known import cuts

How = Literal["time", "random", "customer", "case"]


@dataclass(frozen=True, eq=False)
class Sides:
    """Examples of both sides; `target` is what training may take for fraud, and the test is held against the truth.

    Split by time, `target` has only what was known when the test began; otherwise all that a bank ever came to know.
    """

    train: Examples
    test: Examples
    target: NDArray[np.bool_]
    how: How
    train_ends: datetime | None = None
    test_starts: datetime | None = None


def split(
    dataset: Dataset, examples: Examples, how: How = "time", *, test_share: float = 0.3, gap_days: float = 7.0, seed: int = 0
) -> Sides:
    """Both sides; by time `gap_days` before the test are left out, so that labels have time to come in. Raises WrongUse."""
    if how not in get_args(How):
        raise WrongUse(f"a split by '{how}' is not known; {', '.join(get_args(How))} are allowed")
    if not 0 < test_share < 1:
        raise WrongUse(f"test_share is {test_share!r}; a share between 0 and 1 is allowed")
    if how == "time":
        return _by_time(dataset, examples, test_share, gap_days)
    is_test = _drawn(_groups(examples, how), test_share, seed)
    known = known_fraud(dataset, examples, datetime.max)
    rows = np.flatnonzero(~is_test)
    return Sides(examples.take(rows), examples.take(np.flatnonzero(is_test)), known[rows], how)


def balanced(sides: Sides, honest_a_fraud: float, seed: int = 0) -> Rows:
    """Rows of training with all its fraud and so many honest payments a fraud, drawn by a keyed hash; the test stays as it is."""
    if honest_a_fraud <= 0:
        raise WrongUse(f"honest_a_fraud is {honest_a_fraud!r}; a number above 0 is allowed")
    n_fraud = int(sides.target.sum())
    honest = np.flatnonzero(~sides.target)
    share = min(honest_a_fraud * n_fraud / max(len(honest), 1), 1.0)
    ids = sides.train.features["transaction_id"].to_numpy()[honest]
    return np.sort(np.concatenate([np.flatnonzero(sides.target), honest[_drawn(ids, share, seed)]]))


def _by_time(dataset: Dataset, examples: Examples, test_share: float, gap_days: float) -> Sides:
    at = examples.at
    ends, starts = cuts(at[0].astype(datetime), at[-1].astype(datetime), test_share, gap_days)
    first, second = np.searchsorted(at, [np.datetime64(ends), np.datetime64(starts)])
    train, test = examples.take(np.arange(first)), examples.take(np.arange(second, len(examples)))
    return Sides(train, test, known_fraud(dataset, train, starts), "time", ends, starts)


def _groups(examples: Examples, how: How) -> NDArray[np.int64]:
    """[payment] what must stay on one side: itself, all of its customer, or all of its case."""
    ids = np.asarray(examples.features["transaction_id"].to_numpy())
    if how == "customer":
        return examples.customer
    return np.where(examples.case > 0, examples.case, ids) if how == "case" else ids


def _drawn(keys: NDArray[np.int64], share: float, seed: int) -> NDArray[np.bool_]:
    """[key] a keyed draw: the same key, the same answer."""
    return (mix64(mix64(keys.astype(np.uint64)), seed) >> np.uint64(11)).astype(np.float64) * 2.0**-53 < share
