"""One dataset in memory for all tests of the store, made by the generator itself, and one library that holds it."""

from pathlib import Path

import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """20,000 payments with plenty of fraud, twins and anomalies."""
    return generate(Spec(count=20_000, fraud_rate=0.02, anomaly_rate=0.02, seed=7))


@pytest.fixture(scope="session")
def small() -> Dataset:
    """2,000 payments, for what must be kept many times."""
    return generate(Spec(count=2_000, fraud_rate=0.05, seed=11))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of its own for each test; its folder does not exist yet."""
    return Library(tmp_path / "library")
