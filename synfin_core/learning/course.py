"""From a dataset of the library to a model that is kept: what the command line and a job both ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Progress, examples_of
from synfin_core.learning.models import Type, scores_of
from synfin_core.learning.recipe import Calibration, ClassWeight, Recipe, Selection, one_of
from synfin_core.learning.registry import Kept, Registry
from synfin_core.learning.split import How, Sides, split
from synfin_core.learning.taught import taught
from synfin_core.learning.tested import Tested
from synfin_core.learning.train import Trained, train
from synfin_core.learning.tuning import Search, Tuned, optimize
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM

_MOST_DAYS = 36_600  # a hundred years


@dataclass(frozen=True)
class Course:
    """What to train, on what, and how the test is kept apart.

    `view`: whose payments, see Dataset.view; `days`: of the latest payments, all of them at 0; `verdicts`: whether what people
    said of alerts stands in for labels, as far as it was known when the test began; the last five as in Recipe.
    """

    dataset: str
    type: Type = "hist-gradient-boosting"
    split: How = "time"
    test_share: float = 0.3
    gap_days: float = 7.0
    seed: int = 0
    view: str = ECOSYSTEM
    days: int = 0
    verdicts: bool = False
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
        if not isinstance(self.days, int) or not 0 <= self.days <= _MOST_DAYS:
            raise WrongUse(f"days is {self.days!r:.60}; a whole number from 0 to {_MOST_DAYS:,} is allowed")
        if not isinstance(self.view, str) or not isinstance(self.verdicts, bool):
            raise WrongUse("a view is a text such as 'bank:HDFC Bank', and verdicts are used or not: true or false")

    def recipe(self, settings: Mapping[str, float] | None = None) -> Recipe:
        """How the model is made besides its type, with `settings` that were found for it."""
        return Recipe(self.class_weight, self.calibration, self.selection, self.most_features, self.strangeness, settings or {})


@dataclass(frozen=True)
class Hunt:
    """A search for settings before the model is trained, as in `optimize`."""

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
    """Features, split, hunt, train, test; keep the model in the library, and beside it what it said of the test."""
    shelf = Library(library)
    dataset = shelf.open(course.dataset).view(course.view)
    examples = examples_of(dataset, progress, cancelled, since=_since(dataset, course.days))
    sides = split(dataset, examples, course.split, test_share=course.test_share, gap_days=course.gap_days, seed=course.seed)
    told = {"view": course.view, "days": course.days, "test_share": course.test_share, "gap_days": course.gap_days}
    if course.verdicts:
        sides, told["verdicts"] = taught(sides, shelf.verdicts(course.dataset))
    told |= {name: str(at) for name, at in (("train_ends", sides.train_ends), ("test_starts", sides.test_starts)) if at}
    tuned = _hunted(course, sides, hunt, cancelled) if hunt else None
    if tuned:
        told |= {"search": tuned.search, "trials": list(tuned.trials)}
    trained = train(sides, course.type, seed=course.seed, recipe=course.recipe(tuned.settings if tuned else None))
    kept = Registry(library).keep(_with(trained, told), dataset, name, tags)
    scores = scores_of(trained.model, trained.encoding.matrix(sides.test.features))
    Tested.of(sides.test, scores).write(kept.folder)
    return kept


def _hunted(course: Course, sides: Sides, hunt: Hunt, cancelled: Callable[[], bool] | None) -> Tuned:
    return optimize(sides, course.type, hunt.search, trials=hunt.trials, n_folds=hunt.folds, seed=course.seed, cancelled=cancelled)


def _with(trained: Trained, told: dict[str, Any]) -> Trained:
    """The same model, with more told of how it was trained."""
    return replace(trained, parameters=trained.parameters | told)


def _since(dataset: Dataset, days: int) -> datetime | None:
    """When the latest so many days begin; None for all."""
    if not days:
        return None
    last: datetime = dataset.sql("SELECT max(transacted_at) AS last FROM transactions")["last"][0].as_py()
    return last - timedelta(days=days)
