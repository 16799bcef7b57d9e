"""The simple rule: only what was visible at the time, the same points for the same payment, and far from perfect."""

from datetime import datetime

from synfin_core.analytics.rule import ALERT_AT, SIGNS, scored, signs_of
from synfin_core.store.dataset import Dataset

START, END = datetime(2025, 1, 1), datetime(2026, 1, 1)


def victims(dataset: Dataset, typology: str) -> list[int]:
    """Customers who lost by a typology."""
    found = dataset.fraud_cases.to_pandas().query("fraud_type == @typology")["victim_customer_id"].dropna()
    return [int(one) for one in found.unique()]


def test_points_are_the_sum_of_the_signs(dataset: Dataset) -> None:
    """And every sign is seen somewhere."""
    everybody = dataset.customers.to_pandas()["customer_id"].head(300)
    found = scored(dataset, everybody, START, END)

    assert len(found) > 5_000
    for _, row in found.head(50).iterrows():
        assert row["score"] == sum(sign.points for sign in signs_of(row))
    assert all(found[sign.name].any() for sign in SIGNS)


def test_the_future_changes_nothing(dataset: Dataset) -> None:
    """Points of a payment are the same whether later payments are there or not, and whoever else is asked about."""
    who = victims(dataset, "task_scam")[:5]
    middle = datetime(2025, 2, 1)
    whole = scored(dataset, who, START, END).set_index("transaction_id")["score"]
    part = scored(dataset, who[:1], START, middle).set_index("transaction_id")["score"]

    assert len(part) > 0
    assert (whole.loc[part.index] == part).all()


def test_the_rule_sees_fraud_more_often_than_honest_payments_but_not_all(dataset: Dataset) -> None:
    """Over the victims of sim swaps and digital arrests: fraud raises alerts several times as often."""
    who = victims(dataset, "sim_swap") + victims(dataset, "digital_arrest")
    found = scored(dataset, who, START, END).set_index("transaction_id")
    truth = dataset.transactions.to_pandas().set_index("transaction_id")["is_fraud"].loc[found.index].astype(bool)
    alerts = found["score"] >= ALERT_AT

    assert alerts[truth].mean() > 3 * alerts[~truth].mean()
    assert alerts[truth].mean() < 1


def test_nobody_has_no_points(dataset: Dataset) -> None:
    """An empty list of customers gives no row."""
    assert scored(dataset, [], START, END).empty
