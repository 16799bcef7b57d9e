"""Mixes: per cents that sum to 100, and what a dataset delivers of them."""

import pytest

from synfin_core import generate
from synfin_core.analytics.mixture import checked, delivered, percents, preset_names, scaled
from synfin_core.errors import WrongUse


@pytest.mark.parametrize("mix", [None, *preset_names()])
def test_every_preset_sums_to_100(mix: str | None) -> None:
    """With one decimal each, so that what is shown is what is meant."""
    weights = percents(mix)

    assert sum(weights.values()) == pytest.approx(100, abs=1e-9)
    assert checked(weights) == weights
    assert all(weight == round(weight, 1) >= 0 for weight in weights.values())


def test_weights_that_do_not_sum_are_refused_and_can_be_scaled() -> None:
    """The sentence says what they sum to."""
    with pytest.raises(WrongUse, match=r"sum to 97\.0%; they must sum to 100%"):
        checked({"sim_swap": 50, "ato": 47})
    with pytest.raises(WrongUse, match="sum to 0%"):
        scaled({"sim_swap": 0.0})

    assert scaled({"sim_swap": 1, "ato": 1, "bec": 1}) == {"sim_swap": 33.4, "ato": 33.3, "bec": 33.3}


def test_asked_stands_beside_made() -> None:
    """Of a large enough run the shares of cases come near what was asked, within 3 points."""
    found = delivered(generate(count=150_000, fraud_rate=0.03, seed=5, fraud_mix={"vishing_otp": 60, "card_cnp": 40}))
    asked = found.set_index("typology")["asked"].to_dict()

    assert asked == {"vishing_otp": pytest.approx(0.6), "card_cnp": pytest.approx(0.4)}
    assert (found["asked"] - found["made"]).abs().max() < 0.03
    assert found["made"].sum() == pytest.approx(1)


def test_a_dataset_without_fraud_delivers_nothing() -> None:
    """Asked for all kinds, made none."""
    found = delivered(generate(count=5_000, fraud_rate=0.0, seed=5))

    assert found["cases"].sum() == 0 and found["made"].sum() == 0
