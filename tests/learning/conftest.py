"""One small dataset with much fraud, its examples, its sides by time, and a model."""

import pytest

from synfin_core.learning.examples import Examples, examples_of
from synfin_core.learning.split import Sides, split
from synfin_core.learning.train import Trained, train
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """30,000 payments, 3% of them fraud."""
    return generate(Spec(count=30_000, fraud_rate=0.03, seed=5))


@pytest.fixture(scope="session")
def examples(dataset: Dataset) -> Examples:
    """All of them."""
    return examples_of(dataset)


@pytest.fixture(scope="session")
def sides(dataset: Dataset, examples: Examples) -> Sides:
    """Split by time."""
    return split(dataset, examples)


@pytest.fixture(scope="session")
def trained(sides: Sides) -> Trained:
    """The default model."""
    return train(sides)
