"""Datasets made by the generator itself, to be checked as they are and with faults planted in them."""

import pytest

from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.subject import subject_of
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """30,000 payments with plenty of fraud, twins and anomalies."""
    return generate(Spec(count=30_000, fraud_rate=0.02, anomaly_rate=0.02, seed=7))


@pytest.fixture(scope="session")
def many_cases() -> Dataset:
    """Enough cases of one rail and kind to say whether anything leaks."""
    return generate(Spec(count=100_000, fraud_rate=0.05, seed=11))


@pytest.fixture(scope="session")
def sound(dataset: Dataset) -> Assessment:
    """What is found of the dataset as it was made."""
    return assess(subject_of(dataset))
