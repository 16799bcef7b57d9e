"""Events: each where a bank would see it, inside the customer's time, at honest base rates, the same around fraud."""

import numpy as np
import pandas as pd
import pytest

from synfin_core.records.event_rates import KINDS, NEW_SIM_WITH_DEVICE, RATES, REINSTALLS, SIM_CHANGES, TRIALS
from synfin_core.records.event_rows import event_ids
from synfin_core.run import generate
from synfin_core.schema import EVENTS
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.world.devices import CHANGES_A_MONTH


def test_every_kind_is_made_and_ids_fit_a_double(events: pd.DataFrame) -> None:
    """All kinds of the glossary occur; ids are distinct, at least 1, and below 2**53."""
    assert set(events.event) == set(KINDS)
    assert events.event_id.is_unique and events.event_id.min() >= 1 and events.event_id.max() < 2**53


def test_ids_are_a_bijection_of_their_53_bits() -> None:
    """Events that differ only in kind, or only in number, never share an id."""
    plain = (np.arange(32)[:, None] << 48 | np.arange(4_000)[None, :]).reshape(-1)

    assert len(np.unique(event_ids(plain, 12345))) == len(plain)


def test_columns_are_empty_by_kind_and_channel_alone(events: pd.DataFrame) -> None:
    """Whatever concerns nobody is empty in every row of its kind and channel, and filled in all others."""
    nullable = [column.name for column in EVENTS if column.nullable and not column.truth]
    filled = events[nullable].notna().groupby([events.event, events.channel], observed=True).mean()

    assert filled.isin([0.0, 1.0]).all(axis=None)


def test_events_lie_in_time_order_inside_the_period(dataset: Dataset) -> None:
    """Rows of a shard are in time order, so that the order of rows says nothing else."""
    raw = dataset.events.to_pandas().occurred_at
    backwards = (raw.diff() < pd.Timedelta(0)).sum()

    assert raw.dt.year.unique().tolist() == [2025]
    assert backwards < 64 < len(raw)  # one step back where a shard ends, no more


def test_customers_of_short_windows_have_events_only_in_them() -> None:
    """With few payments customers are active for some days only; events lie no further than that from their payments."""
    dataset = generate(Spec.create(count=2_000, fraud_rate=0.0, seed=5, start="2025-01-01", end="2025-12-31"))
    paid = dataset.transactions.to_pandas().melt(
        "transacted_at", ["payer_customer_id", "payee_customer_id"], value_name="customer_id"
    )
    span = paid.groupby("customer_id").transacted_at.agg(["min", "max"])
    rows = dataset.events.to_pandas().join(span, on="customer_id", how="inner")
    window = pd.Timedelta(days=20)  # as the manifest's notes say

    assert any("active for 20 days only" in note for note in dataset.manifest["notes"]) and len(rows) > 50
    assert rows.occurred_at.between(rows["min"] - window, rows["max"] + window).all()


@pytest.fixture(scope="session")
def months(customers: pd.DataFrame, payments: pd.DataFrame) -> float:
    """Customer-months of the dataset."""
    days = (payments.transacted_at.max() - payments.transacted_at.min()).days + 1
    return len(customers) * days / 30.4375


_CHANCE_ALONE = ("limit changed", "contact changed", "remote-access flag", "loan drawn")
_RATES = {
    **{kind: RATES[kind].a_month for kind in _CHANCE_ALONE},
    "SIM changed": SIM_CHANGES.a_month,
    "device bound": 0.94 * CHANGES_A_MONTH + REINSTALLS.a_month + SIM_CHANGES.a_month - NEW_SIM_WITH_DEVICE * CHANGES_A_MONTH,
    "mandate revoked": TRIALS.a_month,
}


@pytest.mark.parametrize("kind", _RATES)
def test_honest_base_rates_are_met(kind: str, events: pd.DataFrame, months: float) -> None:
    """Events of neither case nor twin a customer and month are within 10% and four standard errors of their figure."""
    made = ((events.event == kind) & events.fraud_case_id.isna() & events.twin_id.isna()).sum()
    expected = _RATES[kind] * months

    assert abs(made - expected) < 0.10 * expected + 4 * np.sqrt(expected)


def test_about_three_logins_a_month(events: pd.DataFrame, months: float) -> None:
    """Logins with and without a payment together: 2.6 to 3.4 a customer and month."""
    assert 2.6 < (events.event == "login").sum() / months < 3.4
