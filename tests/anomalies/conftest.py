"""Datasets that all tests of twins and anomalies look at, made by the generator itself."""

import pandas as pd
import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """100,000 payments at the default fraud rate, one in a hundred an anomaly."""
    return generate(Spec(count=100_000, fraud_rate=0.01, anomaly_rate=0.01, seed=7))


@pytest.fixture(scope="session")
def crowded() -> Dataset:
    """100,000 payments with as much fraud and as many anomalies as are allowed together."""
    return generate(Spec(count=100_000, fraud_rate=0.15, anomaly_rate=0.05, seed=3))


@pytest.fixture(scope="session")
def twins(dataset: Dataset) -> pd.DataFrame:
    """All twins."""
    return dataset.table("twins").to_pandas()


@pytest.fixture(scope="session")
def anomalies(dataset: Dataset) -> pd.DataFrame:
    """All anomalies with their payments."""
    return dataset.sql("SELECT * FROM anomalies JOIN transactions USING (transaction_id)").to_pandas()
