"""One dataset with every kind of fraud, and its stream."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from synfin_core.features.state import State
from synfin_core.features.stream import features_of, stream
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@dataclass(frozen=True)
class Given:
    """A dataset of 100,000 payments, what features read of it, and its features made in one batch."""

    dataset: Dataset
    payments: pa.Table
    events: pa.Table
    features: pa.Table

    def events_between(self, first: int, end: int) -> pa.Table:
        """Those after payment first - 1, up to payment end - 1."""
        times = self.events["occurred_at"].cast(pa.int64()).to_numpy()
        payments = self.payments["transacted_at"].cast(pa.int64()).to_numpy()
        low = np.searchsorted(times, payments[first - 1], "right") if first else 0
        return self.events.slice(low, np.searchsorted(times, payments[end - 1], "right") - low)

    def advance(self, state: State, first: int, end: int) -> pa.Table:
        """Features of payments first to end - 1."""
        return state.advance(self.payments.slice(first, end - first), self.events_between(first, end))


@pytest.fixture(scope="session")
def given() -> Given:
    """Made once for all tests of features."""
    dataset = generate(Spec(count=100_000, fraud_rate=0.01, seed=11))
    [(payments, events)] = stream(dataset, 100_000)
    return Given(dataset, payments, events, features_of(dataset))
