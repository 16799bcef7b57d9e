"""Fit a model on training alone: at once, stacked, or with its scores made into chances on a later slice."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression

from synfin_core.errors import WrongUse
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.folds import cut
from synfin_core.learning.models import MEMBERS, Type, model_of
from synfin_core.learning.recipe import Recipe

EARLIER = 0.7  # share of training that the members of a stack learn from, assumed
BEFORE_CHANCES = 0.8  # share of training before the slice that makes scores into chances, assumed


@dataclass(frozen=True, eq=False)
class Lesson:
    """[payment, in time order] what is learned from: the columns, what was taken for fraud, and its case (0: none)."""

    matrix: Matrix
    target: NDArray[np.bool_]
    case: NDArray[np.int64]


def fit(kind: Type, encoding: Encoding, lesson: Lesson, seed: int, recipe: Recipe | None = None) -> Any:
    """A model that has learned."""
    model = model_of(kind, encoding, seed, recipe)
    return _stacked(model, lesson, seed) if kind == "stacking" else model.fit(lesson.matrix, lesson.target)


def with_chances(model: Any, kind: Type, later: Lesson, recipe: Recipe) -> Any:
    """The same order of payments, with chances as they were in a later slice; the model itself learns nothing from it."""
    if kind == "isolation-forest":
        raise WrongUse(f"calibration is {recipe.calibration!r}; an isolation forest gives no chances: leave it at 'none'")
    return CalibratedClassifierCV(FrozenEstimator(model), method=recipe.calibration).fit(later.matrix, later.target)


def _stacked(members: Any, lesson: Lesson, seed: int) -> Any:
    """Members learn from the earlier part, and from the later one is learned how far to trust each."""
    first = int(len(lesson.target) * EARLIER)
    earlier, later = cut(lesson.target, lesson.case, first, len(lesson.target), "a part of training for stacking")
    members.fit(lesson.matrix[earlier], lesson.target[earlier])
    fitted = list(zip(MEMBERS, members.estimators_, strict=True))
    judge = LogisticRegression(class_weight="balanced", random_state=seed)
    return StackingClassifier(fitted, judge, cv="prefit").fit(lesson.matrix[later], lesson.target[later])
