"""Fraud Patterns, run as a script: what a dataset does not have is said in one sentence, with one thing to do."""

from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.analytics.catalogue import cards
from synfin_core.run import keep
from synfin_core.schema import TABLES
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from tests.pages.conftest import opened

PARTS = ("Gallery", "One case", "Golden hour", "Which one is the fraud?", "Two banks", "Mix and rate", "Compare", "Network")


def patterns(**link: str) -> AppTest:
    """The screen, opened by a link."""
    return opened("2_Fraud_Patterns", **link)


def said(at: AppTest) -> str:
    """Everything that the screen says in words."""
    assert not at.exception
    return "\n".join(one.value for kind in (at.markdown, at.info, at.warning, at.error, at.success, at.caption) for one in kind)


@pytest.mark.parametrize("look", PARTS)
def test_every_part_opens_with_and_without_a_dataset(every: Library, look: str) -> None:
    """No exception, and something to read, also in an empty library."""
    full = patterns(look=look)
    every.delete(every.list()[0].id)
    bare = patterns(look=look)

    assert said(full) and said(bare)
    assert not full.error and not bare.error


@pytest.mark.parametrize("typology", ["investment", "card_testing", "refund_abuse", "merchant_collusion", "fake_payment_proof"])
def test_a_case_is_told_to_its_last_step(every: Library, typology: str) -> None:
    """Of one victim, of many, of a cheating customer, of a merchant, without a loss: charts and words at both ends."""
    at = patterns(look="One case", typology=typology)
    first, last = at.slider(key="step").value, int(at.slider(key="step").max)
    end = at.slider(key="step").set_value(last).run()

    assert first == 1
    assert f"Step {last} of {last}" in said(end)
    assert len(end.get("plotly_chart")) == 3


def test_the_gallery_has_a_card_for_each_and_searches_them(every: Library) -> None:
    """Every typology with its share here; a word that nobody has says so."""
    at = patterns()
    assert len([button for button in at.button if button.label == "Tell a case"]) == len(cards())
    assert "kinds of fraud, shares of Every kind" in said(at)
    assert "mha_2025" in said(at)
    nothing = at.text_input(key="search").set_value("no such word").run()

    assert "No kind of fraud has 'no such word' on its card." in said(nothing)


def test_a_case_that_is_not_there_is_said_to_be_missing(every: Library) -> None:
    """One sentence, one action; whatever stands in the link."""
    for id in ("123", "-1", "abc", "9" * 400, "1; DROP TABLE transactions"):
        at = patterns(look="One case", case=id)
        assert len(at.warning) == 1
        assert at.warning[0].value.startswith(f"The case of this link, {id[:20].lower()}, is not in this dataset")
        assert len(at.button(key="another").click().run().get("plotly_chart")) == 3


def test_an_unknown_typology_is_said_to_be_unknown(every: Library) -> None:
    """With the closest one; the first is shown."""
    at = patterns(look="One case", typology="sim_swop")

    assert "'sim_swop' (closest: sim_swap)" in said(at)
    assert at.selectbox(key="typology_box").value == "digital_arrest"


@pytest.mark.parametrize("step", ["9999", "0", "x"])
def test_a_step_that_the_case_has_not_is_the_first(every: Library, step: str) -> None:
    """Whatever stands in the link."""
    assert "Step 1 of" in said(patterns(look="One case", step=step))


def test_a_dataset_without_the_typology_offers_some(empty: Path) -> None:
    """Says which one it has not, and makes a fresh case or a dataset with it."""
    keep(Spec(count=10_000, fraud_rate=0.02, seed=3, typologies=("sim_swap",)), Library(empty))
    at = patterns(look="One case", typology="romance_gift")
    assert "has no case of 'Romance or gift parcel" in said(at)
    fresh = patterns(look="One case", typology="romance_gift").button(key="fresh_offer").click().run()
    assert len(fresh.get("plotly_chart")) == 3 and "fresh" in fresh.query_params
    made = at.button(key="make_offer").click().run()

    assert len(made.get("plotly_chart")) == 3
    newest = Library(empty).list()[0].spec
    assert newest and newest.typologies == ("romance_gift",)


def test_a_dataset_without_fraud_says_so(empty: Path) -> None:
    """In every part that would need some."""
    keep(Spec(count=10_000, fraud_rate=0.0, seed=3), Library(empty))

    assert "This dataset has no fraud at all." in said(patterns(look="One case"))
    assert "None in this dataset." in said(patterns())
    assert "no fraud that it tells of" in said(patterns(look="Mix and rate"))
    assert "no case of" in said(patterns(look="Compare"))


def test_a_dataset_that_tells_nothing_of_its_fraud_says_so(every: Library) -> None:
    """One whose truth was taken out before it came here: it has fraud by its manifest, and no case."""
    whole = every.open(every.list()[0].id)
    tables = {name: whole.table(name).to_arrow() for name in TABLES}
    payments = tables["transactions"]
    for at, field in enumerate(payments.schema):
        if field.name in ("is_fraud", "is_laundering"):
            payments = payments.set_column(at, field, pa.array([False] * len(payments)))
        elif field.name.startswith("fraud_"):
            payments = payments.set_column(at, field, pa.nulls(len(payments), field.type))
    bare = {"transactions": payments, **{name: tables[name].slice(0, 0) for name in ("fraud_cases", "labels", "twins")}}
    made = every.add(Dataset(whole.spec, whole.manifest, tables=tables | bare), "Blind")

    assert "This dataset tells nothing of its fraud" in said(patterns(look="One case", dataset=made.id))
    assert "no fraud that it tells of" in said(patterns(look="Mix and rate", dataset=made.id))
    assert not patterns(look="Compare", dataset=made.id).error


def test_another_dataset_taken_in_hand_forgets_the_case(every: Library) -> None:
    """What was told of the one is not looked for in the other."""
    at = patterns(look="One case")
    other = keep(Spec(count=20_000, fraud_rate=0.02, min_cases=1, seed=4), every)
    at.run().selectbox(key="chosen").set_value(other.id).run()

    assert not at.warning
    assert len(at.get("plotly_chart")) == 3


def test_the_weights_must_sum_to_100(every: Library) -> None:
    """A sentence, a button that waits, and one that mends it."""
    at = patterns(look="Mix and rate", typology_mix="Acquirer")
    at.number_input(key="weight_acquirer_refund_abuse").set_value(10.0).run()
    assert "The weights sum to 70.0%; they must sum to 100%." in said(at)
    assert at.button(key="mix_generate").disabled
    at.button(key="scale").click().run()

    assert "The weights sum to **100%** over 8 kinds" in said(at)
    assert not at.button(key="mix_generate").disabled
