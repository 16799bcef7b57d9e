"""Cases as they are told: all their rows, the most telling first, and fresh ones on demand."""

import pytest

from synfin_core.analytics.cases import MOST_LISTED, case_of, cases_of, fresh
from synfin_core.analytics.catalogue import cards
from synfin_core.analytics.life import hero_of, life_around
from synfin_core.errors import WrongUse
from synfin_core.store.dataset import Dataset

IDS = [card.id for card in cards()]


@pytest.mark.parametrize("typology", IDS)
def test_a_case_has_all_its_rows(dataset: Dataset, typology: str) -> None:
    """Legs and labels as many as the tables have, sums as fraud_cases says, in time order."""
    case = case_of(dataset, int(cases_of(dataset, typology)["fraud_case_id"][0]))
    facts, legs = case.facts, case.legs
    taken = legs.loc[legs["is_fraud"] & (legs["status"] != "failed"), "amount_inr"].sum()
    given = legs.loc[legs["role"].isin(["bait", "pay-back"]), "amount_inr"].sum()

    assert case.typology == typology
    assert len(legs) == facts["n_legs"]
    assert len(case.losses) == facts["n_fraud_payments"]
    assert max(taken - given, 0) == pytest.approx(facts["loss_inr"], abs=0.01)
    assert legs["transacted_at"].is_monotonic_increasing
    assert set(case.labels["transaction_id"]) <= set(legs["transaction_id"])


def test_the_list_begins_with_what_can_be_told(dataset: Dataset) -> None:
    """Cases with a loss before those without, whole ones before truncated ones; no more than can be chosen from."""
    found = cases_of(dataset, "investment")
    order = list(zip(found["loss_inr"] <= 0, found["is_truncated"], strict=True))

    assert order == sorted(order)
    assert len(found) <= MOST_LISTED


@pytest.mark.parametrize("id", ["12", "", "-5", "1 OR 1=1", "٣", "9" * 30])
def test_a_case_that_is_not_there_is_refused(dataset: Dataset, id: str) -> None:
    """Whatever the word, one sentence."""
    with pytest.raises(WrongUse, match="is not in this dataset"):
        case_of(dataset, id)


@pytest.mark.parametrize("typology", IDS)
def test_a_fresh_case_is_whole(typology: str) -> None:
    """Any typology, any seed: at least one case that the period does not cut off."""
    for seed in (1, 2):
        assert not cases_of(fresh(typology, seed), typology)["is_truncated"].all(), seed


def test_the_balance_is_that_of_the_ledger(dataset: Dataset) -> None:
    """After each payment of the account: as recorded where it pays, and with what came in since, re-added, where it is paid."""
    case = case_of(dataset, int(cases_of(dataset, "digital_arrest")["fraud_case_id"][0]))
    hero = hero_of(case)
    life = life_around(dataset, case, hero or 0)
    assert life is not None
    account = int(case.losses["payer_account_id"].iloc[0])
    entries = dataset.sql(
        f"""SELECT transaction_id, opening_balance_inr + sum(
                       CASE WHEN status = 'failed' THEN 0 WHEN payer_account_id = {account} THEN -amount_inr ELSE amount_inr END
                   ) OVER (ORDER BY transacted_at) AS balance
            FROM transactions, accounts WHERE account_id = {account} AND {account} IN (payer_account_id, payee_account_id)"""
    ).to_pandas()
    both = life.payments.dropna(subset="balance").merge(entries, on="transaction_id", suffixes=("", "_ledger"))

    assert len(both) > 10
    assert (both["balance"] - both["balance_ledger"]).abs().max() < 0.01
    assert life.payments["of_case"].sum() >= case.facts["n_fraud_payments"]


def test_the_hero_of_a_case_without_a_victim_takes_part_in_it(dataset: Dataset) -> None:
    """A cheating customer, or the one of many cardholders who is hit most."""
    for typology in ("refund_abuse", "card_testing", "bust_out", "qr_swap"):
        case = case_of(dataset, int(cases_of(dataset, typology)["fraud_case_id"][0]))
        parties = set(case.losses["payer_customer_id"].dropna()) | set(case.losses["payee_customer_id"].dropna())

        assert hero_of(case) in parties, typology
