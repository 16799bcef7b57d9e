"""Figures are those of the definitions, and intervals are over cases."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Examples
from synfin_core.learning.metrics import (
    alerts_a_day,
    average_precision,
    by_group,
    by_typology,
    cheapest,
    evaluate,
    recall,
    threshold_at,
)


def _scores(examples: Examples, n_levels: int) -> np.ndarray:
    """Noise that leans towards fraud, in so many different values."""
    noise = np.random.default_rng(4).random(len(examples)) + 0.3 * examples.is_fraud
    return np.floor(noise * n_levels) / n_levels


@pytest.mark.parametrize("n_levels", [1, 7, 1_000_000])
def test_average_precision_is_that_of_scikit_learn(examples: Examples, n_levels: int) -> None:
    """Also where many payments have one score."""
    scores = _scores(examples, n_levels)
    found = average_precision(examples, scores)
    assert found.value == pytest.approx(average_precision_score(examples.is_fraud, scores), rel=1e-9)
    assert found.low <= found.value <= found.high


def test_a_case_of_many_rows_widens_the_interval(examples: Examples) -> None:
    """Rows of one case are not independent: an interval over rows would be too narrow."""
    scores = _scores(examples, 1_000)
    over_rows = replace(examples, case=np.arange(len(examples)))
    whole, single = average_precision(examples, scores), average_precision(over_rows, scores)
    assert whole.high - whole.low > single.high - single.low


def test_the_threshold_lets_a_share_of_honest_payments_pass(examples: Examples) -> None:
    """One in a hundred honest payments lies above it."""
    scores = _scores(examples, 1_000_000)
    threshold = threshold_at(examples.is_fraud, scores, 0.01)
    assert (scores[~examples.is_fraud] > threshold).mean() == pytest.approx(0.01, abs=0.001)
    assert recall(examples.is_fraud, scores, threshold) == (scores[examples.is_fraud] > threshold).mean()


def test_a_perfect_score_finds_every_customer_within_the_budget(examples: Examples) -> None:
    """Recall is 1 when a day has fewer victims than alerts; precision is their share of those looked at."""
    precision, found = alerts_a_day(examples, examples.is_fraud.astype(np.float64))
    assert found == 1.0
    assert 0 < precision < 1


def test_a_model_that_knows_nothing_costs_no_more_than_none(examples: Examples) -> None:
    """Not to look at anything is always allowed; a perfect score costs its alerts alone."""
    nothing = cheapest(examples, np.zeros(len(examples)))
    perfect = cheapest(examples, examples.moved_inr * examples.is_fraud)
    assert nothing["inr"] <= nothing["inr_without"]
    assert perfect["inr"] < 0.2 * perfect["inr_without"]


def test_every_typology_is_told(examples: Examples) -> None:
    """Payments and cases add up to all of them."""
    told = by_typology(examples, np.ones(len(examples)), 0.5)
    assert sum(one["payments"] for one in told.values()) == examples.is_fraud.sum()
    assert all(one["payments_caught"] == one["cases_caught"] == 1 for one in told.values())


def test_groups_add_up_to_the_whole(examples: Examples) -> None:
    """Honest payments stopped in each segment make up the share that is stopped in all."""
    scores = _scores(examples, 1_000_000)
    threshold = threshold_at(examples.is_fraud, scores, 0.01)
    told = by_group(examples, scores, threshold, "rail")
    assert sum(one["payments"] for one in told.values()) == len(examples)
    fraud = pd.Series(examples.is_fraud).groupby(examples.features["rail"].to_pylist()).mean()
    stopped = sum(one["honest_stopped"] * one["payments"] * (1 - fraud[rail]) for rail, one in told.items())
    assert stopped / (~examples.is_fraud).sum() == pytest.approx(0.01, abs=0.001)


def test_one_class_is_refused(examples: Examples) -> None:
    """A test of honest payments alone says nothing."""
    honest = examples.take(np.flatnonzero(~examples.is_fraud))
    with pytest.raises(WrongUse, match=r"0 of .* test rows are fraud"):
        evaluate(honest, np.zeros(len(honest)))


def test_people_are_asked_after_by_age_language_segment_and_state(examples: Examples) -> None:
    """Each of them has its groups; payers outside the simulation have none."""
    found = evaluate(examples, _scores(examples, 1_000) / 2)["by_group"]
    for name in ("payer_age_band", "payer_language", "payer_segment", "payer_home_state"):
        assert len(set(found[name]) - {"none"}) > 2
        assert sum(one["payments"] for one in found[name].values()) == len(examples)
