"""The money trail: whole at the end, growing on the way, and no rupee made or lost."""

from datetime import datetime

import pytest

from synfin_core.analytics.cases import Case, case_of, cases_of
from synfin_core.analytics.catalogue import cards
from synfin_core.analytics.life import hero_of
from synfin_core.analytics.trail import MOST_ALIKE, of_the_story, trail, with_parties
from synfin_core.store.dataset import Dataset


def first_case(dataset: Dataset, typology: str) -> Case:
    """The case that is told first."""
    return case_of(dataset, int(cases_of(dataset, typology)["fraud_case_id"][0]))


@pytest.mark.parametrize("typology", [card.id for card in cards()])
def test_every_rupee_that_moved_is_in_a_flow(dataset: Dataset, typology: str) -> None:
    """The flows sum to what the legs moved, what mules have of their own aside; a party keeps what it does not pass on."""
    case = first_case(dataset, typology)
    legs = with_parties(case, hero_of(case))
    moved = of_the_story(legs).query("status != 'failed'")
    found = trail(legs)

    assert sum(flow.amount_inr for flow in found.flows) == pytest.approx(moved["amount_inr"].sum())
    assert sum(flow.n_payments for flow in found.flows) == len(moved)
    assert sum(party.received_inr - party.passed_inr for party in found.parties) == pytest.approx(0, abs=0.01)
    assert {flow.source for flow in found.flows} | {flow.target for flow in found.flows} == {party.name for party in found.parties}


def test_the_trail_grows_with_time(dataset: Dataset) -> None:
    """Nothing before the first payment; never less later; all at the end."""
    case = first_case(dataset, "task_scam")
    legs = with_parties(case, hero_of(case))
    sums = [sum(flow.amount_inr for flow in trail(legs, at.to_pydatetime()).flows) for at in legs["transacted_at"]]

    assert trail(legs, datetime(2000, 1, 1)).flows == ()
    assert sums == sorted(sums)
    assert sums[-1] == pytest.approx(sum(flow.amount_inr for flow in trail(legs).flows))


def test_a_party_keeps_its_name_and_many_alike_are_one(dataset: Dataset) -> None:
    """One name a customer; no column holds more than MOST_ALIKE of a kind and one for the rest."""
    for typology in ("card_testing", "qr_swap", "betting_gateway", "merchant_collusion"):
        case = first_case(dataset, typology)
        legs = with_parties(case, hero_of(case))
        named = legs.dropna(subset="payer_customer_id").query("role != 'funding'")
        assert (named.groupby("payer_customer_id")["source"].nunique() == 1).all(), typology
        counts: dict[tuple[str, int], int] = {}
        for party in trail(legs).parties:
            counts[party.kind, party.depth] = counts.get((party.kind, party.depth), 0) + 1
        assert max(counts.values()) <= MOST_ALIKE + 1, typology


def test_the_victim_is_called_so_and_a_cheating_customer_is_not(dataset: Dataset) -> None:
    """By the family of the typology."""
    for typology, name in (("digital_arrest", "Victim"), ("refund_abuse", "Customer"), ("card_testing", "Victim")):
        case = first_case(dataset, typology)
        legs = with_parties(case, hero_of(case))
        assert name in set(legs["source"]) | set(legs["target"]), typology
