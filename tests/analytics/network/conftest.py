"""Datasets with rings in them, made by the generator, and what the network analysis finds in them."""

import pytest

from synfin_core.analytics.network import Network, analyse
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """300,000 payments of the usual mix."""
    return generate(Spec(count=300_000, fraud_rate=0.01, seed=7))


@pytest.fixture(scope="session")
def network(dataset: Dataset) -> Network:
    """What is found in the usual mix."""
    return analyse(dataset)


@pytest.fixture(scope="session")
def takeovers() -> Dataset:
    """Payments among which thieves bring devices of their own."""
    kinds = ("sim_swap", "ato", "vishing_otp", "loan_takeover")
    return generate(Spec.create(count=150_000, fraud_rate=0.01, seed=5, typologies=kinds))


@pytest.fixture(scope="session")
def honest() -> Dataset:
    """Payments without fraud."""
    return generate(Spec(count=100_000, fraud_rate=0.0, seed=7))
