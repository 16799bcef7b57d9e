"""One dataset with every typology, as the generator makes it."""

import pytest

from synfin_core import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """60,000 payments with a whole case of each typology."""
    return generate(Spec(count=60_000, fraud_rate=0.02, min_cases=1, seed=3))
