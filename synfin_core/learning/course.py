"""From a dataset of the library to a model that is kept: what the command line and a job both ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from synfin_core.errors import WrongUse, closest
from synfin_core.learning.examples import Progress, examples_of
from synfin_core.learning.models import Type
from synfin_core.learning.registry import Kept, Registry
from synfin_core.learning.split import How, split
from synfin_core.learning.train import train
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

    def __post_init__(self) -> None:
        for name, allowed in (("type", get_args(Type)), ("split", get_args(How))):
            word = getattr(self, name)
            if word not in allowed:
                raise WrongUse(f"{name} is {word!r:.60}; {', '.join(allowed)} are allowed{closest(str(word), allowed)}")
        if not isinstance(self.test_share, float) or not 0 < self.test_share < 1:
            raise WrongUse(f"test_share is {self.test_share!r:.60}; a share between 0 and 1 is allowed")
        if not isinstance(self.gap_days, int | float) or not self.gap_days >= 0:
            raise WrongUse(f"gap_days is {self.gap_days!r:.60}; a number of days from 0 on is allowed")
        if not isinstance(self.seed, int) or not 0 <= self.seed < 2**32:
            raise WrongUse(f"seed is {self.seed!r:.60}; a whole number from 0 to {2**32 - 1:,} is allowed")


def take(
    course: Course,
    library: Path | None = None,
    name: str | None = None,
    tags: tuple[str, ...] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Kept:
    """Make the features, split, train, test, and keep the model in the library."""
    dataset = Library(library).open(course.dataset)
    examples = examples_of(dataset, progress, cancelled)
    sides = split(dataset, examples, course.split, test_share=course.test_share, gap_days=course.gap_days, seed=course.seed)
    return Registry(library).keep(train(sides, course.type, seed=course.seed), dataset, name, tags)
