"""What should make a reader of good figures suspicious: columns that tell the label, and groups that are treated unlike."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from synfin_core.learning.encoding import Encoding, Matrix

TELLS_ALONE = 0.98  # ROC AUC of one column from which it is likely to be a label in disguise, assumed
_ROWS = 5_000  # of either class
TIMES, FEWEST_HONEST = 2.0, 500  # how much more often a group is stopped, and payments of it that this stands on; assumed


def telling(encoding: Encoding, matrix: Matrix, target: NDArray[np.bool_]) -> tuple[str, ...]:
    """A sentence for each column that alone tells what was taken for fraud from the rest, by its order or by being empty."""
    rows = np.concatenate([np.flatnonzero(side)[:: max(1, int(side.sum()) // _ROWS)] for side in (target, ~target)])
    wanted = target[rows]
    said = []
    for place, name in enumerate(encoding.names):
        alone = max(_either_way(wanted, column) for column in _told(matrix[rows, place], name in encoding.words))
        if alone > TELLS_ALONE:
            said.append(f"Column '{name}' alone tells fraud from honest (ROC AUC {alone:.3f}): a label in disguise?")
    return tuple(said)


def unequal(by_group: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[str, ...]:
    """One sentence that names the groups whose honest payments are stopped far more often than all; rails are no people."""
    said: list[str] = []
    for column, groups in by_group.items():
        known = {word: one for word, one in groups.items() if one["honest_stopped"] is not None and word != "none"}
        n = sum(one["payments"] for one in known.values())
        usual = sum(one["honest_stopped"] * one["payments"] for one in known.values()) / max(n, 1)
        if column == "rail" or usual == 0:
            continue
        said += [
            f"{column.removeprefix('payer_').replace('_', ' ')} {word} ({one['honest_stopped'] / usual:.1f} times as often)"
            for word, one in known.items()
            if one["payments"] >= FEWEST_HONEST and one["honest_stopped"] > TIMES * usual
        ]
    return (f"Honest payments of some are stopped far more often than those of all: {', '.join(said)}.",) if said else ()


def _told(column: NDArray[np.float32], is_word: bool) -> list[NDArray[Any]]:
    """Ways in which a column may tell: whether it is empty, and its numbers, or each of its commoner words."""
    empty = np.isnan(column)
    if not is_word:
        return [empty, np.nan_to_num(column, nan=float(np.nanmedian(column)) if not empty.all() else 0.0)]
    words, counts = np.unique(column[~empty], return_counts=True)
    return [empty, *(column == word for word in words[np.argsort(-counts)[:20]])]


def _either_way(wanted: NDArray[np.bool_], column: NDArray[Any]) -> float:
    found = float(roc_auc_score(wanted, column))
    return max(found, 1 - found)
