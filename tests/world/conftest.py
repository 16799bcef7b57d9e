"""One population for all tests of the world: customers and merchants of every state."""

import pytest

from synfin_core.simulate import plan
from synfin_core.spec import Spec
from synfin_core.world.population import Population


@pytest.fixture(scope="session")
def population() -> Population:
    """Who lives in a run of two million payments: enough for every state."""
    return plan(Spec(count=2_000_000, fraud_rate=0.01, seed=7)).population
