"""One dataset for all tests of the tables, made by the generator itself."""

import pandas as pd
import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """300,000 payments of a year with plenty of fraud."""
    return generate(Spec(count=300_000, fraud_rate=0.02, seed=7))


@pytest.fixture(scope="session")
def payments(dataset: Dataset) -> pd.DataFrame:
    """All payments in time order."""
    return dataset.transactions.to_pandas().sort_values("transacted_at", ignore_index=True)


@pytest.fixture(scope="session")
def events(dataset: Dataset) -> pd.DataFrame:
    """All events in time order."""
    return dataset.events.to_pandas().sort_values("occurred_at", ignore_index=True)


@pytest.fixture(scope="session")
def customers(dataset: Dataset) -> pd.DataFrame:
    """All customers."""
    return dataset.table("customers").to_pandas()
