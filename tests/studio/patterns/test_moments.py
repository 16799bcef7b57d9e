"""A case as moments: all of it, in time order, in words that can be read aloud."""

import re

import pytest

from synfin_core.analytics.catalogue import cards
from synfin_core.analytics.trail import of_the_story
from synfin_core.studio.patterns.moments import LANES
from synfin_core.studio.patterns.told import Told

PAYMENTS = LANES[1:3]
TYPOLOGIES = [card.id for card in cards()]


@pytest.mark.parametrize("typology", TYPOLOGIES)
def test_every_payment_is_told_once_and_in_order(stories: dict[str, Told], typology: str) -> None:
    """Moments of payments cover the legs exactly, what mules have of their own aside; the others stand between them."""
    told = stories[typology]
    ids = [id for moment in told.moments if moment.lane in PAYMENTS for id in moment.ids]

    assert sorted(ids) == sorted(of_the_story(told.legs)["transaction_id"])
    assert [moment.at for moment in told.moments] == sorted(moment.at for moment in told.moments)
    assert all(moment.lane in LANES and moment.at <= moment.ends_at for moment in told.moments)
    assert sum(moment.title == "Noticed" for moment in told.moments) == 1


@pytest.mark.parametrize("typology", TYPOLOGIES)
def test_words_are_sentences_without_holes(stories: dict[str, Told], typology: str) -> None:
    """A capital letter, a full stop, no brace, no nan, no None."""
    for moment in stories[typology].moments:
        assert moment.words[0].isupper() or moment.words[0] == "₹", moment.words
        assert moment.words.endswith("."), moment.words
        assert not re.search(r"[{}]|\bnan\b|None|\.\.", moment.words), moment.words


def test_a_burst_is_told_together(stories: dict[str, Told]) -> None:
    """Card testing's many tries are a few moments, with how many were refused."""
    told = stories["card_testing"]
    tries = [moment for moment in told.moments if "test charge" in moment.title.lower()]

    assert len(tries) < told.case.facts["n_legs"] / 4
    assert any(re.search(r"in \d+ payments within \d+ minutes?, \d+ of them refused", moment.words) for moment in tries)


def test_who_never_reports_is_told(stories: dict[str, Told]) -> None:
    """Where nobody reports it, no label comes by a report, and the moment of noticing says so."""
    for told in stories.values():
        noticed = next(moment for moment in told.moments if moment.title == "Noticed")
        assert ("never reported" in noticed.words) == (told.case.facts["reported_at"] is None)
        assert any(moment.title == "Reported" for moment in told.moments) == bool((told.case.labels["stage"] == "reported").any())
