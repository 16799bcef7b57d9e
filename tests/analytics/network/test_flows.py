"""Money passes through accounts, along paths and in circles, as the payments themselves show."""

import pandas as pd
import pytest

from synfin_core.analytics.network import Finding, Network
from synfin_core.analytics.network.passing import LEAST_SHARE, WITHIN_HOURS, Passes
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def payments(dataset: Dataset) -> pd.DataFrame:
    """Payments by their ids."""
    names = ["transaction_id", "transacted_at", "payer_account_id", "payee_account_id", "merchant_id", "amount_inr", "status"]
    return dataset.transactions.to_arrow().select(names).to_pandas().set_index("transaction_id")


def steps_of(finding: Finding, payments: pd.DataFrame) -> pd.DataFrame:
    """Payments of a finding, in its order."""
    return payments.loc[list(finding.payments)]


def test_a_path_is_one_payment_after_the_other(network: Network, payments: pd.DataFrame) -> None:
    """Who is paid pays the next, later and within hours, and no more than came in; all of it went through."""
    assert len(network.by_kind["in-out path"]) > 50
    for path in network.by_kind["in-out path"]:
        steps = steps_of(path, payments)
        assert len(steps) >= 3
        assert (steps["status"] == "success").all()
        assert list(steps["payee_account_id"].iloc[:-1]) == list(steps["payer_account_id"].iloc[1:])
        gaps = steps["transacted_at"].diff().dropna()
        assert (gaps > pd.Timedelta(0)).all()
        assert (gaps <= pd.Timedelta(hours=WITHIN_HOURS, minutes=45)).all()  # parts of a sum follow the first of them
        assert (steps["amount_inr"].diff().dropna() <= 0).all()


def test_a_cycle_ends_where_it_began(network: Network, payments: pd.DataFrame) -> None:
    """The account that pays first is paid last, and is the centre."""
    assert network.by_kind["cycle"]
    for cycle in network.by_kind["cycle"]:
        steps = steps_of(cycle, payments)
        assert steps["payer_account_id"].iloc[0] == steps["payee_account_id"].iloc[-1] == cycle.centre.id


def test_what_passes_through_an_account_is_credited_and_debited_there(network: Network, payments: pd.DataFrame) -> None:
    """Every payment of the finding is paid by its centre or to it, and is no purchase by somebody else."""
    for finding in network.by_kind["pass-through"]:
        steps = steps_of(finding, payments)
        assert ((steps["payer_account_id"] == finding.centre.id) | (steps["payee_account_id"] == finding.centre.id)).all()


def test_pairs_are_of_like_size_and_within_hours(dataset: Dataset) -> None:
    """One debit, or a bunch, of most of the credit; chance is what comes before a credit instead of after it."""
    passes = Passes.read(dataset)
    alone = passes.after.groupby("credit").filter(lambda pairs: len(pairs) == 1)
    gap = alone["debit_at"] - alone["credit_at"]

    assert (gap > pd.Timedelta(0)).all()
    assert (gap <= pd.Timedelta(hours=WITHIN_HOURS)).mean() > 0.99
    assert (alone["debit_inr"] <= alone["credit_inr"]).all()
    assert (alone["debit_inr"] >= LEAST_SHARE * alone["credit_inr"]).mean() > 0.99
    assert (passes.before["debit_at"] < passes.before["credit_at"]).mean() > 0.99
    assert 0 < passes.by_chance < 0.5
