"""One dataset of all typologies, made by the generator itself."""

import pandas as pd
import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def crimes() -> Dataset:
    """300,000 payments of a quarter, so that there are many customers and cases of each typology."""
    return generate(Spec.create(count=300_000, fraud_rate=0.04, seed=31, start="2025-04-01", end="2025-06-30"))


@pytest.fixture(scope="session")
def rows(crimes: Dataset) -> pd.DataFrame:
    """All payments in time order."""
    return crimes.transactions.to_pandas().sort_values("transacted_at", ignore_index=True)
