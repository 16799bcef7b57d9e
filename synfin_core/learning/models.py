"""The kinds of model, and the simple scores that stand beside them."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer
from sklearn.tree import DecisionTreeClassifier

from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.metrics import Scores

Type = Literal["hist-gradient-boosting", "random-forest", "logistic", "isolation-forest"]
_RULES = 8  # leaves of the rule set
_TREES, _LEAST_LEAF = 100, 5


def model_of(kind: Type, encoding: Encoding, seed: int) -> Any:
    """A model that has not seen anything yet."""
    words = np.flatnonzero(encoding.is_word)
    if kind == "hist-gradient-boosting":
        return HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.08,
            max_leaf_nodes=31,
            l2_regularization=1.0,
            min_samples_leaf=40,
            early_stopping=False,
            categorical_features=words,
            random_state=seed,
        )
    if kind == "random-forest":
        return RandomForestClassifier(
            n_estimators=_TREES,
            min_samples_leaf=_LEAST_LEAF,
            max_features="sqrt",
            class_weight="balanced_subsample",
            n_jobs=-1,
            random_state=seed,
        )
    if kind == "logistic":
        return _logistic(words, np.flatnonzero(~encoding.is_word), seed)
    return make_pipeline(SimpleImputer(strategy="median"), IsolationForest(n_estimators=_TREES, random_state=seed))


def _logistic(words: NDArray[np.intp], numbers: NDArray[np.intp], seed: int) -> Pipeline:
    """Numbers by their rank, on a normal scale; words one by one."""
    ranked = make_pipeline(
        QuantileTransformer(n_quantiles=200, output_distribution="normal", random_state=seed),
        SimpleImputer(strategy="median", add_indicator=True),
    )
    columns = ColumnTransformer([("numbers", ranked, numbers), ("words", OneHotEncoder(handle_unknown="ignore"), words)])
    return make_pipeline(columns, LogisticRegression(C=0.01, class_weight="balanced", max_iter=1_000, random_state=seed))


def rules(seed: int) -> DecisionTreeClassifier:
    """The best rule set: a tree of eight leaves, each a sentence of conditions."""
    return DecisionTreeClassifier(max_leaf_nodes=_RULES, min_samples_leaf=20, class_weight="balanced", random_state=seed)


def scores_of(model: Any, matrix: Matrix) -> Scores:
    """[payment] higher is more like fraud: the chance of it, or how strange the payment is."""
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(matrix)[:, 1])
    return -np.asarray(model.score_samples(matrix))
