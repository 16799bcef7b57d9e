"""The kinds of model, and the simple scores that stand beside them."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer
from sklearn.tree import DecisionTreeClassifier

from synfin_core.errors import WrongUse, closest
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.metrics import Scores
from synfin_core.learning.recipe import Recipe
from synfin_core.learning.strangeness import Strangeness

Type = Literal["hist-gradient-boosting", "random-forest", "logistic", "isolation-forest", "voting", "stacking"]
MEMBERS: tuple[Type, ...] = ("hist-gradient-boosting", "random-forest", "logistic")  # of voting and of stacking
_RULES = 8  # leaves of the rule set
_SETTINGS: dict[str, dict[str, Any]] = {
    "hist-gradient-boosting": {
        "max_iter": 120,
        "learning_rate": 0.08,
        "max_leaf_nodes": 31,
        "l2_regularization": 1.0,
        "min_samples_leaf": 40,
    },
    "random-forest": {"n_estimators": 100, "min_samples_leaf": 5, "max_features": "sqrt"},
    "logistic": {"C": 0.01, "max_iter": 1_000},
    "isolation-forest": {"n_estimators": 100, "max_samples": "auto", "max_features": 1.0},
}
_WEIGHTED = {"random-forest": "balanced_subsample", "logistic": "balanced"}  # what a kind weighs by itself


def model_of(kind: Type, encoding: Encoding, seed: int, recipe: Recipe | None = None) -> Any:
    """A model that has not seen anything yet; of stacking its members, which vote until they are stacked."""
    recipe = recipe or Recipe()
    if kind in ("voting", "stacking"):
        _settings(kind, recipe)
        return VotingClassifier([(name, model_of(name, encoding, seed, recipe)) for name in MEMBERS], voting="soft")
    words, numbers = np.flatnonzero(encoding.is_word), np.flatnonzero(~encoding.is_word)
    if not recipe.strangeness:
        return _plain(kind, words, numbers, seed, recipe)
    return make_pipeline(Strangeness(seed), _plain(kind, words, np.append(numbers, len(encoding.names)), seed, recipe))


def _plain(kind: str, words: NDArray[np.intp], numbers: NDArray[np.intp], seed: int, recipe: Recipe) -> Any:
    """One kind over columns of words and of numbers."""
    chosen, weight = _settings(kind, recipe), _weight(kind, recipe)
    if kind == "hist-gradient-boosting":
        return HistGradientBoostingClassifier(
            **chosen, early_stopping=False, categorical_features=words, class_weight=weight, random_state=seed
        )
    if kind == "random-forest":
        return RandomForestClassifier(**chosen, class_weight=weight, n_jobs=-1, random_state=seed)
    if kind == "logistic":
        return _logistic(words, numbers, LogisticRegression(**chosen, class_weight=weight, random_state=seed), seed)
    return make_pipeline(SimpleImputer(strategy="median"), IsolationForest(**chosen, random_state=seed))


def _settings(kind: str, recipe: Recipe) -> dict[str, Any]:
    """Those of a kind, with the recipe's in their place; WrongUse for a name that it has not."""
    own = _SETTINGS.get(kind, {})
    for name in recipe.settings:
        if name not in own:
            raise WrongUse(f"{kind} has no setting {name!r:.60}; {', '.join(own) or 'none'} are allowed{closest(name, own)}")
    return own | dict(recipe.settings)


def _weight(kind: str, recipe: Recipe) -> str | None:
    if recipe.class_weight == "own":
        return _WEIGHTED.get(kind)
    if kind == "isolation-forest":
        raise WrongUse(f"class_weight is {recipe.class_weight!r}; an isolation forest looks at no label: leave it at 'own'")
    return "balanced" if recipe.class_weight == "balanced" else None


def _logistic(words: NDArray[np.intp], numbers: NDArray[np.intp], last: LogisticRegression, seed: int) -> Pipeline:
    """Numbers by their rank, on a normal scale; words one by one."""
    ranked = make_pipeline(
        QuantileTransformer(n_quantiles=200, output_distribution="normal", random_state=seed),
        SimpleImputer(strategy="median", add_indicator=True),
    )
    columns = ColumnTransformer([("numbers", ranked, numbers), ("words", OneHotEncoder(handle_unknown="ignore"), words)])
    return make_pipeline(columns, last)


def rules(seed: int) -> DecisionTreeClassifier:
    """The best rule set: a tree of eight leaves, each a sentence of conditions."""
    return DecisionTreeClassifier(max_leaf_nodes=_RULES, min_samples_leaf=20, class_weight="balanced", random_state=seed)


def scores_of(model: Any, matrix: Matrix) -> Scores:
    """[payment] higher is more like fraud: the chance of it, or how strange the payment is."""
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(matrix)[:, 1])
    return -np.asarray(model.score_samples(matrix))
