"""Customers' habits are what their own payments outside cases say."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def own(payments: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Customers' own payments outside cases."""
    return payments[payments.payer_customer_id.isin(customers.customer_id) & payments.fraud_case_id.isna()]


def _by_customer(values: "pd.Series[float]", customers: pd.DataFrame) -> np.ndarray:
    return values.reindex(customers.customer_id).fillna(0).to_numpy(float)


@pytest.mark.parametrize(("attribute", "column"), [("preferred_rail", "rail"), ("favourite_category", "category")])
def test_the_preferred_gets_most_rupees(attribute: str, column: str, own: pd.DataFrame, customers: pd.DataFrame) -> None:
    """No other rail (or category) gets more rupees of the customer than the preferred one."""
    sums = own.groupby(["payer_customer_id", column], observed=True).amount_inr.sum().unstack().fillna(0)
    named = sums.reindex(customers.customer_id).dropna()
    chosen = customers.set_index("customer_id").loc[named.index, attribute]
    got = named.to_numpy()[np.arange(len(named)), named.columns.get_indexer(chosen)]

    assert chosen.nunique() > 1
    assert np.allclose(got, named.max(axis=1))


def test_loyalty_and_online_preference_are_shares_of_purchases(own: pd.DataFrame, customers: pd.DataFrame) -> None:
    """Purchases at a merchant paid before, and purchases made remotely, over all purchases."""
    bought = own[own.merchant_id.notna()].groupby("payer_customer_id")
    repeat = 1 - bought.is_first_with_payee.mean().astype(float)

    assert np.allclose(customers.loyalty, _by_customer(repeat, customers), atol=1e-6)
    assert np.allclose(customers.online_preference, _by_customer(bought.is_online.mean(), customers), atol=1e-6)


def test_trips_show_in_where_people_pay(own: pd.DataFrame, customers: pd.DataFrame) -> None:
    """Three trips a year on average; who takes four or more pays in other towns 1.4 times as often as who takes one or none."""
    away = (
        own.city != own.merge(customers, left_on="payer_customer_id", right_on="customer_id").city_y.to_numpy()
    ) & ~own.is_online
    share = _by_customer(away.groupby(own.payer_customer_id).mean(), customers)
    few, many = customers.trips_per_year <= 1, customers.trips_per_year >= 4

    assert 2.5 < customers.trips_per_year.mean() < 3.5  # merchants.yaml distance.trips_per_customer_year
    assert few.sum() > 10 and many.sum() > 10
    assert share[many].mean() > 1.4 * share[few].mean()


def test_savvy_customers_pay_by_upi_more_often(own: pd.DataFrame, customers: pd.DataFrame) -> None:
    """UPI payments made and digital savviness go together (rank correlation above 0.8)."""
    made = _by_customer(own[own.rail == "UPI"].groupby("payer_customer_id").size(), customers)

    assert customers.digital_savviness.between(0, 1).all()
    assert pd.Series(made).corr(customers.digital_savviness, method="spearman") > 0.8


def test_the_adventurous_pay_brokers_and_games(own: pd.DataFrame, customers: pd.DataFrame) -> None:
    """The conservative pay nothing to brokers, for digital gold or games; the adventurous a tenth of purchases or more."""
    bought = own[own.merchant_id.notna()]
    risky = bought.amount_inr.where(bought.mcc.isin(["6211", "5094", "5816"]), 0).groupby(bought.payer_customer_id).sum()
    share = pd.Series(_by_customer(risky / bought.groupby("payer_customer_id").amount_inr.sum(), customers))
    ranges = share.groupby(customers.risk_profile.astype(str)).agg(["min", "max"])

    assert ranges.loc["conservative", "max"] == 0 < ranges.loc["balanced", "min"]
    assert ranges.loc["balanced", "max"] < 0.10 <= ranges.loc["adventurous", "min"] + 1e-9
