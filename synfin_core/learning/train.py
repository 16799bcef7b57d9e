"""The flow of training: look at the examples, fit the encoding and the model on training alone, hold it against the test."""

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from synfin_core.errors import WrongUse, closest
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.examples import NAMES, Rows
from synfin_core.learning.explain import importance, typical
from synfin_core.learning.fitting import BEFORE_CHANCES, Lesson, fit, with_chances
from synfin_core.learning.folds import cut
from synfin_core.learning.metrics import Scores, average_precision, evaluate
from synfin_core.learning.models import Type, rules, scores_of
from synfin_core.learning.recipe import Recipe
from synfin_core.learning.selection import selected
from synfin_core.learning.split import Sides, balanced
from synfin_core.learning.suspicion import telling, unequal

FEWEST_FRAUDS, FEWEST_CASES = 30, 5
NEAR_PERFECT = 0.98
HONEST_A_FRAUD = 100.0


@dataclass(frozen=True, eq=False)
class Trained:
    """A model with its encoding, its figures on the test beside those of the baselines, and what to beware of.

    `importance`: what each feature is worth; `typical`: [column] the median of honest training payments.
    """

    kind: Type
    model: Any
    encoding: Encoding
    metrics: dict[str, Any]
    baselines: dict[str, Any]
    warnings: tuple[str, ...]
    parameters: dict[str, Any]
    importance: dict[str, float]
    typical: Matrix


def train(
    sides: Sides,
    kind: Type = "hist-gradient-boosting",
    *,
    names: tuple[str, ...] = NAMES,
    honest_a_fraud: float = HONEST_A_FRAUD,
    seed: int = 0,
    recipe: Recipe | None = None,
) -> Trained:
    """Train one model on at most so many honest payments a fraud; raises WrongUse when there is too little to learn from."""
    _check(sides, kind)
    recipe = recipe or Recipe()
    rows, later = _rows(sides, recipe, honest_a_fraud, seed)
    encoding = _encoding(sides, rows, names, recipe, seed)
    lesson = _lesson(sides, rows, encoding)
    model = fit(kind, encoding, lesson, seed, recipe)
    if len(later):
        model = with_chances(model, kind, _lesson(sides, later, encoding), recipe)
    seen = encoding.matrix(sides.test.features)
    scores = scores_of(model, seen)
    found = evaluate(sides.test, scores, seed)
    return Trained(
        kind,
        model,
        encoding,
        found,
        _baselines(sides, rules(seed).fit(lesson.matrix, lesson.target), seen, seed),
        (*_warnings(sides, found), *telling(encoding, lesson.matrix, lesson.target), *unequal(found["by_group"])),
        {
            "honest_a_fraud": honest_a_fraud,
            "seed": seed,
            "split": sides.how,
            "n_train": len(rows) + len(later),
            "n_test": len(scores),
            "recipe": recipe.as_dict(),
        },
        importance=importance(model, encoding, seen, sides.test.is_fraud, seed),
        typical=typical(lesson.matrix[~lesson.target]),
    )


def _rows(sides: Sides, recipe: Recipe, honest_a_fraud: float, seed: int) -> tuple[Rows, Rows]:
    """(training rows of the model, balanced; the later ones that make scores into chances, all of them)."""
    rows = balanced(sides, honest_a_fraud, seed)
    if recipe.calibration == "none":
        return rows, rows[:0]
    first, all_of_it = int(len(sides.target) * BEFORE_CHANCES), len(sides.target)
    _, later = cut(sides.target, sides.train.case, first, all_of_it, "a part of training for calibration")
    return rows[rows < first], later


def _encoding(sides: Sides, rows: Rows, names: tuple[str, ...], recipe: Recipe, seed: int) -> Encoding:
    """Of the training rows, after the recipe's selection of features."""
    features = sides.train.features.take(rows)
    encoding = Encoding.fitted(features, names)
    if recipe.selection == "none":
        return encoding
    return Encoding.fitted(features, selected(encoding, encoding.matrix(features), sides.target[rows], recipe, seed))


def _lesson(sides: Sides, rows: Rows, encoding: Encoding) -> Lesson:
    return Lesson(encoding.matrix(sides.train.features.take(rows)), sides.target[rows], sides.train.case[rows])


def _check(sides: Sides, kind: str) -> None:
    if kind not in get_args(Type):
        raise WrongUse(f"the model '{kind}' is not known; {', '.join(get_args(Type))} are allowed{closest(kind, get_args(Type))}")
    frauds, cases = int(sides.target.sum()), len(np.unique(sides.train.case[sides.target]))
    if frauds < FEWEST_FRAUDS or cases < FEWEST_CASES:
        raise WrongUse(
            f"training has {frauds} payments known as fraud, of {cases} cases; {FEWEST_FRAUDS} of {FEWEST_CASES} are needed: "
            "make more payments, a higher fraud rate, or a longer period"
        )


def _baselines(sides: Sides, fitted: Any, seen: Matrix, seed: int) -> dict[str, Any]:
    """Average precision of three scores that need no learning or little: nobody is a thief, the amount, and eight rules."""
    told: dict[str, Scores] = {
        "always honest": np.zeros(len(sides.test)),
        "amount rule": np.asarray(sides.test.features["amount_inr"].to_numpy()),
        "best rule set": scores_of(fitted, seen),
    }
    return {name: vars(average_precision(sides.test, scores, seed)) for name, scores in told.items()}


def _warnings(sides: Sides, found: dict[str, Any]) -> tuple[str, ...]:
    """What makes the figures less than they seem."""
    said = []
    if found["average_precision"]["value"] > NEAR_PERFECT or found["roc_auc"] > 1 - (1 - NEAR_PERFECT) / 10:
        said.append("Nearly perfect scores: look for a column that tells the label.")
    cases = len(np.unique(sides.test.case[sides.test.is_fraud]))
    if cases < 30:
        said.append(f"The test has {cases} cases only; the intervals are wide.")
    if sides.how != "time":
        said.append("Not split by time: training saw what came after the test payments.")
    return tuple(said)
