"""Search for the settings of a model: over a grid, at random, or by what earlier trials teach, on folds in the order of time."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import optuna
from sklearn.metrics import average_precision_score

from synfin_core.errors import Cancelled, WrongUse
from synfin_core.learning.encoding import Encoding
from synfin_core.learning.examples import NAMES, Progress
from synfin_core.learning.fitting import Lesson, fit
from synfin_core.learning.folds import folds
from synfin_core.learning.models import Type, scores_of
from synfin_core.learning.recipe import Recipe, one_of
from synfin_core.learning.split import Sides, balanced

Search = Literal["grid", "random", "bayesian"]
HONEST_A_FRAUD = 30.0  # while searching; the model itself is trained on more
MOST_TRIALS, MOST_FOLDS = 500, 10


@dataclass(frozen=True)
class Span:
    """From where to where a setting is tried; `by_factor`: as often between 1 and 2 as between 10 and 20."""

    low: float
    high: float
    by_factor: bool = True
    whole: bool = False

    def drawn(self, trial: optuna.Trial, name: str) -> float:
        """The value of a trial."""
        if self.whole:
            return trial.suggest_int(name, int(self.low), int(self.high), log=self.by_factor)
        return trial.suggest_float(name, self.low, self.high, log=self.by_factor)

    def grid(self) -> list[float]:
        """Both ends and the middle."""
        middle = (self.low * self.high) ** 0.5 if self.by_factor else (self.low + self.high) / 2
        return [round(value) if self.whole else value for value in (self.low, middle, self.high)]


SPANS: dict[str, dict[str, Span]] = {  # assumed
    "hist-gradient-boosting": {
        "learning_rate": Span(0.03, 0.2),
        "max_leaf_nodes": Span(7, 63, whole=True),
        "min_samples_leaf": Span(10, 200, whole=True),
        "l2_regularization": Span(0.01, 10.0),
    },
    "random-forest": {"min_samples_leaf": Span(1, 40, whole=True), "max_features": Span(0.05, 0.5)},
    "logistic": {"C": Span(0.001, 1.0)},
    "isolation-forest": {"max_samples": Span(128, 4096, whole=True), "max_features": Span(0.2, 1.0, by_factor=False)},
}


@dataclass(frozen=True)
class Tuned:
    """The best settings, and every trial: its settings and the mean average precision over the folds, best first."""

    settings: dict[str, float]
    trials: tuple[dict[str, Any], ...]
    search: Search


def optimize(
    sides: Sides,
    kind: Type = "hist-gradient-boosting",
    search: Search = "bayesian",
    *,
    trials: int = 20,
    n_folds: int = 3,
    names: tuple[str, ...] = NAMES,
    seed: int = 0,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Tuned:
    """The settings that do best on later payments of training; the test is not looked at. Raises WrongUse."""
    one_of("type", kind, SPANS)
    one_of("search", search, get_args(Search))
    for name, value, most in (("trials", trials, MOST_TRIALS), ("folds", n_folds, MOST_FOLDS)):
        if not 1 <= value <= most:
            raise WrongUse(f"{name} is {value}; a whole number from 1 to {most} is allowed")
    spans = SPANS[kind]
    grid = {name: span.grid() for name, span in spans.items()}
    n = min(trials, len(list(itertools.product(*grid.values())))) if search == "grid" else trials
    lessons = _lessons(sides, names, n_folds, seed)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=_sampler(search, grid, seed))

    def worth(trial: optuna.Trial) -> float:
        if cancelled and cancelled():
            raise Cancelled(f"stopped after {trial.number} of {n} trials; no model was made.")
        settings = {name: span.drawn(trial, name) for name, span in spans.items()}
        found = float(np.mean([_worth(kind, fold, settings, seed) for fold in lessons]))
        if progress:
            progress(trial.number + 1, n)
        return found

    study.optimize(worth, n_trials=n)
    made = [{"settings": trial.params, "average_precision": trial.value} for trial in study.trials]
    return Tuned(dict(study.best_params), tuple(sorted(made, key=lambda one: -one["average_precision"])), search)


@dataclass(frozen=True, eq=False)
class _Fold:
    encoding: Encoding
    earlier: Lesson
    later: Lesson


def _lessons(sides: Sides, names: tuple[str, ...], n_folds: int, seed: int) -> list[_Fold]:
    """Both sides of each fold, with what its earlier side says of words."""
    rows = balanced(sides, HONEST_A_FRAUD, seed)
    features, target, case = sides.train.features.take(rows), sides.target[rows], sides.train.case[rows]
    made = []
    for earlier, later in folds(target, case, n_folds):
        encoding = Encoding.fitted(features.take(earlier), names)
        both = [Lesson(encoding.matrix(features.take(side)), target[side], case[side]) for side in (earlier, later)]
        made.append(_Fold(encoding, *both))
    return made


def _sampler(search: Search, grid: dict[str, list[float]], seed: int) -> optuna.samplers.BaseSampler:
    if search == "grid":
        return optuna.samplers.GridSampler(grid, seed=seed)
    return optuna.samplers.RandomSampler(seed) if search == "random" else optuna.samplers.TPESampler(seed=seed)


def _worth(kind: Type, fold: _Fold, settings: dict[str, float], seed: int) -> float:
    """Average precision on the later side."""
    model = fit(kind, fold.encoding, fold.earlier, seed, Recipe(settings=settings))
    return float(average_precision_score(fold.later.target, scores_of(model, fold.later.matrix)))
