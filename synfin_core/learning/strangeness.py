"""How odd a payment is among those of training, as one more column beside its features."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.ensemble import IsolationForest
from sklearn.impute import SimpleImputer

from synfin_core.learning.encoding import Matrix

_TREES, _DRAWN = 50, 256


class Strangeness(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Fitted without labels, on training alone; higher is stranger."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def fit(self, matrix: Matrix, target: NDArray[np.bool_] | None = None) -> Self:
        """Learn what is usual."""
        self.usual_ = SimpleImputer(strategy="median", keep_empty_features=True).fit(matrix)
        self.forest_ = IsolationForest(n_estimators=_TREES, max_samples=_DRAWN, random_state=self.seed)
        self.forest_.fit(self.usual_.transform(matrix))
        return self

    def transform(self, matrix: Matrix) -> NDArray[Any]:
        """[payment, column + 1] the strangeness comes last."""
        return np.column_stack([matrix, -self.forest_.score_samples(self.usual_.transform(matrix))]).astype(np.float32)
