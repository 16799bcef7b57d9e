"""Fewer features: by how a forest ranks them, by an L1 penalty, or by leaving out what another says already."""

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.recipe import Recipe

_ROWS = 20_000  # of training that are looked at, all fraud among them where it fits
_TREES, _STEP = 40, 0.2
_ALIKE = 0.95  # correlation of ranks from which one of two columns is enough, assumed
_PENALTY = 0.05


def selected(encoding: Encoding, matrix: Matrix, target: NDArray[np.bool_], recipe: Recipe, seed: int) -> tuple[str, ...]:
    """The names that stay, in their order; words are no numbers, so that only `rfe` takes any of them away."""
    rows = _sample(target, seed)
    seen, wanted = matrix[rows], target[rows]
    if recipe.selection == "rfe":
        kept = _by_forest(seen, wanted, recipe.most_features, seed)
    else:
        numbers = np.flatnonzero(~encoding.is_word)
        scaled = _scaled(seen[:, numbers], seed)
        worth = _penalised(scaled, wanted, seed) if recipe.selection == "l1" else _not_alike(scaled, wanted)
        best = np.argsort(-worth, kind="stable")[: recipe.most_features]
        kept = encoding.is_word
        kept[numbers[best[worth[best] > 0]]] = True
    return tuple(name for name, stays in zip(encoding.names, kept, strict=True) if stays)


def _sample(target: NDArray[np.bool_], seed: int) -> NDArray[np.intp]:
    draw = np.random.default_rng(seed)
    sides = [draw.permutation(np.flatnonzero(side))[: _ROWS // 2] for side in (target, ~target)]
    return np.sort(np.concatenate(sides))


def _by_forest(matrix: Matrix, target: NDArray[np.bool_], most: int, seed: int) -> NDArray[np.bool_]:
    """[column] stays, when a fifth of the columns goes each time, those that the trees use least."""
    filled = SimpleImputer(strategy="median", keep_empty_features=True).fit_transform(matrix)
    forest = RandomForestClassifier(_TREES, min_samples_leaf=5, class_weight="balanced_subsample", n_jobs=-1, random_state=seed)
    search = RFE(forest, n_features_to_select=min(most, matrix.shape[1]), step=_STEP)
    return np.asarray(search.fit(filled, target).support_)


def _scaled(numbers: Matrix, seed: int) -> NDArray[np.float64]:
    """[row, column] ranks on a normal scale, the middle one where empty."""
    ranks = QuantileTransformer(n_quantiles=200, output_distribution="normal", random_state=seed)
    return np.asarray(make_pipeline(ranks, SimpleImputer(strategy="median", keep_empty_features=True)).fit_transform(numbers))


def _penalised(scaled: NDArray[np.float64], target: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """[column] its weight where each has a price; 0 where it is not worth that."""
    model = LogisticRegression(C=_PENALTY, l1_ratio=1.0, solver="liblinear", class_weight="balanced", random_state=seed)
    return np.abs(model.fit(scaled, target).coef_[0])


def _not_alike(scaled: NDArray[np.float64], target: NDArray[np.bool_]) -> NDArray[np.float64]:
    """[column] how far it goes with fraud; 0 where a column that goes further says nearly the same."""
    spread = scaled.std(axis=0) > 0
    worth = np.zeros(scaled.shape[1])
    worth[spread] = np.abs(np.corrcoef(scaled[:, spread], target, rowvar=False)[-1, :-1])
    alike = np.zeros((len(worth), len(worth)), np.bool_)
    alike[np.ix_(spread, spread)] = np.abs(np.corrcoef(scaled[:, spread], rowvar=False)) > _ALIKE
    out = np.zeros(len(worth), np.bool_)
    for column in np.argsort(-worth, kind="stable"):
        if not out[column]:
            out |= alike[column] & (np.arange(len(worth)) != column)
    return np.where(out, 0.0, worth)
