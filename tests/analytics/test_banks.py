"""Two banks' views of a case: each sees its own accounts' payments, and no other."""

import pytest

from synfin_core.analytics.banks import banks_of, sight
from synfin_core.analytics.cases import case_of, cases_of
from synfin_core.analytics.life import hero_of
from synfin_core.analytics.trail import with_parties
from synfin_core.errors import WrongUse
from synfin_core.store.dataset import Dataset


def test_a_bank_sees_what_its_accounts_pay_and_are_paid(dataset: Dataset) -> None:
    """Every leg that it sees touches an account of it; every leg between simulated accounts is seen by somebody."""
    accounts = dataset.accounts.to_pandas().set_index("account_id")["bank"]
    case = case_of(dataset, int(cases_of(dataset, "task_scam")["fraud_case_id"][0]))
    legs = with_parties(case, hero_of(case))
    sights = [sight(case, legs, bank) for bank in banks_of(case)]

    assert len(sights) > 1
    for one in sights:
        for leg in one.seen.itertuples():
            assert one.bank in (accounts.get(leg.payer_account_id), accounts.get(leg.payee_account_id))
    seen = set().union(*(one.seen["transaction_id"] for one in sights))
    inside = legs[legs["payer_account_id"].isin(accounts.index) | legs["payee_account_id"].isin(accounts.index)]
    assert seen == set(inside["transaction_id"])
    assert [len(one.seen) for one in sights] == sorted((len(one.seen) for one in sights), reverse=True)


def test_what_a_bank_is_told_is_of_payments_that_it_sees(dataset: Dataset) -> None:
    """And what a customer reports reaches the customer's own bank alone."""
    case = case_of(dataset, int(cases_of(dataset, "digital_arrest")["fraud_case_id"][0]))
    legs = with_parties(case, hero_of(case))
    for bank in banks_of(case):
        one = sight(case, legs, bank)
        assert set(one.labels["transaction_id"]) <= set(one.seen["transaction_id"])
        reported = one.labels[one.labels["source"] == "customer"]
        payers = legs[legs["transaction_id"].isin(reported["transaction_id"])]["payer_bank"]
        assert (payers == bank).all()


def test_a_sight_is_what_the_view_of_the_bank_holds(dataset: Dataset) -> None:
    """The same payments and the same labels as Dataset.view, which reckons them for all cases."""
    case = case_of(dataset, int(cases_of(dataset, "digital_arrest")["fraud_case_id"][0]))
    legs = with_parties(case, hero_of(case))
    for bank in banks_of(case)[:3]:
        one, view = sight(case, legs, bank), dataset.view(f"bank:{bank}")
        payments = view.sql(f"SELECT transaction_id FROM transactions WHERE fraud_case_id = {case.id}")[
            "transaction_id"
        ].to_pylist()
        labels = view.sql(f"SELECT transaction_id FROM labels WHERE fraud_case_id = {case.id}")["transaction_id"].to_pylist()
        assert sorted(one.seen["transaction_id"]) == sorted(payments)
        assert sorted(one.labels["transaction_id"]) == sorted(labels)


def test_a_bank_that_takes_no_part_is_refused(dataset: Dataset) -> None:
    """The sentence names those that do."""
    case = case_of(dataset, int(cases_of(dataset, "task_scam")["fraud_case_id"][0]))
    with pytest.raises(WrongUse, match="no account of 'Bank of Nowhere' takes part"):
        sight(case, with_parties(case, None), "Bank of Nowhere")
