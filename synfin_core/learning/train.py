"""The flow of training: look at the examples, fit the encoding and the model on training alone, hold it against the test."""

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from synfin_core.errors import WrongUse, closest
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.examples import NAMES
from synfin_core.learning.explain import importance, typical
from synfin_core.learning.metrics import Scores, average_precision, evaluate
from synfin_core.learning.models import Type, model_of, rules, scores_of
from synfin_core.learning.split import Sides, balanced

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
) -> Trained:
    """Train one model on at most so many honest payments a fraud; raises WrongUse when there is too little to learn from."""
    _check(sides, kind)
    rows = balanced(sides, honest_a_fraud, seed)
    features, target = sides.train.features.take(rows), sides.target[rows]
    encoding = Encoding.fitted(features, names)
    matrix = encoding.matrix(features)
    model = model_of(kind, encoding, seed)
    model.fit(matrix, target)
    seen = encoding.matrix(sides.test.features)
    scores = scores_of(model, seen)
    baselines = _baselines(sides, rules(seed).fit(matrix, target), seen, seed)
    found = evaluate(sides.test, scores, seed)
    parameters = {"honest_a_fraud": honest_a_fraud, "seed": seed, "split": sides.how, "n_train": len(rows), "n_test": len(scores)}
    return Trained(
        kind,
        model,
        encoding,
        found,
        baselines,
        _warnings(sides, found),
        parameters,
        importance=importance(model, encoding, seen, sides.test.is_fraud, seed),
        typical=typical(matrix[~target]),
    )


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
