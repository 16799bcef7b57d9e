"""The flat view says of each payment what the linked tables say, one row a payment."""

import pytest

from synfin_core.schema import TRANSACTIONS
from synfin_core.store.dataset import Dataset
from synfin_core.store.flat import FLAT

PROMISED = (
    "transaction_id", "customer_id", "merchant_id", "date", "time", "weekday", "hour", "amount_inr", "currency",
    "merchant_name", "category", "sub_category", "payment_mode", "card_type", "status", "channel", "merchant_type",
    "merchant_reputation", "is_online", "city", "state", "region", "merchant_city", "location_type", "age_group",
    "income_bracket", "segment", "device_type", "app_version", "browser", "os", "distance_from_home_km",
    "minutes_since_last", "is_first_with_merchant", "payments_today", "amount_today_inr", "home_city", "city_tier",
    "distance_class", "is_weekend", "is_repeat_merchant", "age", "digital_savviness", "is_fraud", "fraud_type",
)  # fmt: skip


def test_it_says_what_is_promised() -> None:
    """All 45 columns that users of such tools expect; truth at the end."""
    names = [column.name for column in FLAT]
    truth = [column.name for column in TRANSACTIONS if column.truth]

    assert len(PROMISED) == 45
    assert set(PROMISED) <= set(names)
    assert names[-len(truth) :] == truth


def test_one_row_a_payment(dataset: Dataset) -> None:
    """No join adds or loses a row or a rupee."""
    question = "SELECT count(*) AS n, count(DISTINCT transaction_id) AS ids, sum(amount_inr::DECIMAL(18, 2)) AS rupees FROM {}"
    assert dataset.sql(question.format("flat")).to_pylist() == dataset.sql(question.format("transactions")).to_pylist()


def test_the_view_has_the_columns_it_describes(dataset: Dataset) -> None:
    """Names in order; only columns that may be empty are."""
    answer = dataset.sql("FROM flat")
    assert answer.column_names == [column.name for column in FLAT]
    assert [column.name for column in FLAT if not column.nullable and answer.column(column.name).null_count] == []


@pytest.mark.parametrize("column", [column.name for column in FLAT])
def test_no_column_is_empty_throughout(dataset: Dataset, column: str) -> None:
    """Each column says something."""
    assert dataset.sql(f"SELECT count({column}) AS n FROM flat").to_pylist()[0]["n"] > 0


def test_every_row_has_a_customer(dataset: Dataset) -> None:
    """The payer or the payee is simulated, with home, age and segment in the row; but for payments between companies."""
    answer = dataset.sql(
        "SELECT count(*) AS n FROM flat f LEFT JOIN customers c USING (customer_id) "
        "WHERE (c.customer_id IS NULL) <> (f.kind = 'business payment') "
        "OR f.home_city <> c.city OR f.age <> c.age OR f.segment <> c.segment"
    )
    assert answer.to_pylist() == [{"n": 0}]


def test_time_and_place_agree_with_the_instant(dataset: Dataset) -> None:
    """Day, hour, weekend and distance class follow from what they are made of."""
    wrong = dataset.sql(
        "SELECT count(*) AS n FROM flat WHERE date + time::TIME <> date_trunc('second', transacted_at) "
        "OR hour <> date_part('hour', transacted_at) OR is_weekend <> (weekday IN ('Saturday', 'Sunday')) "
        "OR (distance_class IS NULL) <> (distance_from_home_km IS NULL) "
        "OR (distance_class = 'under 10 km' AND distance_from_home_km >= 10)"
    )
    assert wrong.to_pylist() == [{"n": 0}]
