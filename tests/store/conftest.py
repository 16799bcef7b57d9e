"""One dataset in memory for all tests of the store, made by the generator itself."""

import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """20,000 payments with plenty of fraud."""
    return generate(Spec(count=20_000, fraud_rate=0.02, seed=7))
