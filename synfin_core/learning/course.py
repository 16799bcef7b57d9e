"""From a dataset of the library to a model that is kept: what the command line and a job both ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Progress, examples_of
from synfin_core.learning.models import Type
from synfin_core.learning.recipe import Calibration, ClassWeight, Recipe, Selection, one_of
from synfin_core.learning.registry import Kept, Registry
from synfin_core.learning.split import How, Sides, split
from synfin_core.learning.train import train
from synfin_core.learning.tuning import Search, Tuned, optimize
from synfin_core.store.library import Library


@dataclass(frozen=True)
class Course:
    """What to train, on what, and how the test is kept apart."""

    dataset: str
    type: Type = "hist-gradient-boosting"
    split: How = "time"
    test_share: float = 0.3
    gap_days: float = 7.0
    seed: int = 0
    class_weight: ClassWeight = "own"
    calibration: Calibration = "none"
    selection: Selection = "none"
    most_features: int = 40
    strangeness: bool = False

    def __post_init__(self) -> None:
        one_of("type", self.type, get_args(Type))
        one_of("split", self.split, get_args(How))
        self.recipe()
        if not isinstance(self.test_share, float) or not 0 < self.test_share < 1:
            raise WrongUse(f"test_share is {self.test_share!r:.60}; a share between 0 and 1 is allowed")
        if not isinstance(self.gap_days, int | float) or not self.gap_days >= 0:
            raise WrongUse(f"gap_days is {self.gap_days!r:.60}; a number of days from 0 on is allowed")
        if not isinstance(self.seed, int) or not 0 <= self.seed < 2**32:
            raise WrongUse(f"seed is {self.seed!r:.60}; a whole number from 0 to {2**32 - 1:,} is allowed")

    def recipe(self, settings: Mapping[str, float] | None = None) -> Recipe:
        """How the model is made besides its type, with `settings` that were found for it."""
        return Recipe(self.class_weight, self.calibration, self.selection, self.most_features, self.strangeness, settings or {})


@dataclass(frozen=True)
class Hunt:
    """A search for settings before the model is trained."""

    search: Search = "bayesian"
    trials: int = 20
    folds: int = 3


def take(
    course: Course,
    library: Path | None = None,
    name: str | None = None,
    tags: tuple[str, ...] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    hunt: Hunt | None = None,
) -> Kept:
    """Make the features, split, search when there is a `hunt`, train, test, and keep the model in the library."""
    dataset = Library(library).open(course.dataset)
    examples = examples_of(dataset, progress, cancelled)
    sides = split(dataset, examples, course.split, test_share=course.test_share, gap_days=course.gap_days, seed=course.seed)
    tuned = _hunted(course, sides, hunt, cancelled) if hunt else None
    trained = train(sides, course.type, seed=course.seed, recipe=course.recipe(tuned.settings if tuned else None))
    if tuned:
        trained = replace(trained, parameters=trained.parameters | {"search": tuned.search, "trials": list(tuned.trials)})
    return Registry(library).keep(trained, dataset, name, tags)


def _hunted(course: Course, sides: Sides, hunt: Hunt, cancelled: Callable[[], bool] | None) -> Tuned:
    return optimize(sides, course.type, hunt.search, trials=hunt.trials, n_folds=hunt.folds, seed=course.seed, cancelled=cancelled)
