"""The gallery's cards: every typology, with words, figures and sources that are explained."""

import pytest

from synfin_core.analytics.catalogue import card, cards, presence
from synfin_core.calibration import load_calibration
from synfin_core.errors import WrongUse
from synfin_core.fraud.loader import file_names
from synfin_core.store.dataset import Dataset


def test_every_typology_has_a_card_with_all_its_parts() -> None:
    """Story, timing, signals, rails that sum to 1, victims that are segments, and a source for each."""
    segments = {one.id for one in load_calibration().segments}

    assert {one.id for one in cards()} == set(file_names())
    for one in cards():
        assert one.story.endswith(".") and one.timing and one.signals and one.sources, one.id
        assert sum(share for _, share in one.rails) == pytest.approx(1, abs=0.01), one.id
        assert set(one.victims) <= segments, one.id
        assert one.payment_inr[0] < one.payment_inr[1] and one.steps[0] <= one.steps[1], one.id


def test_a_source_is_told_in_words() -> None:
    """The ids of a card are those of SOURCES.md, with what they stand for; 'assumed' says that it is a choice."""
    told = {id: said for one in cards() for id, said in one.sources}

    assert "I4C" in told["mha_2025"]
    assert "design choice" in told["assumed"]
    assert all(len(said) > 10 for said in told.values())


def test_search_finds_by_any_part_of_the_card() -> None:
    """Every word must be somewhere: name, story, signal, rail or victim."""
    assert [one.id for one in cards() if one.matches("number thief sim")] == ["sim_swap"]
    assert {one.id for one in cards() if one.matches("aeps")} >= {"aeps_clone"}
    assert all(one.matches("") for one in cards())
    assert not any(one.matches("pensioner nowhere") for one in cards())


def test_an_unknown_typology_names_the_closest() -> None:
    """Also when the word is hostile."""
    with pytest.raises(WrongUse, match=r"'sim_swop' \(closest: sim_swap\)"):
        card("sim_swop")
    with pytest.raises(WrongUse, match="there is no typology"):
        card("x" * 10_000)


def test_presence_counts_what_the_dataset_has(dataset: Dataset) -> None:
    """Cases as in fraud_cases, payments as marked, shares that sum to 1."""
    found = presence(dataset).set_index("typology")
    cases = dataset.fraud_cases.to_pandas()["fraud_type"].value_counts()

    assert found["cases"].to_dict() == {name: n for name, n in cases.items() if n}
    assert found["payments"].sum() == dataset.transactions.to_pandas()["is_fraud"].sum()
    assert found["share"].sum() == pytest.approx(1)
