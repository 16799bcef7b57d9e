"""Weights, chances, selection and stacking learn from training alone, and what they make can be kept."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from synfin_core.errors import WrongUse
from synfin_core.learning.folds import folds
from synfin_core.learning.models import Type, scores_of
from synfin_core.learning.recipe import Recipe
from synfin_core.learning.registry import Registry
from synfin_core.learning.split import Sides
from synfin_core.learning.train import train
from synfin_core.store.dataset import Dataset

FEW = ("amount_inr", "hour", "rail", "amount_over_usual", "is_new_payee", "days_payer_known", "paid_inr_30d", "paid_inr_7d")


@pytest.mark.parametrize(
    ("kind", "recipe"),
    [
        ("voting", Recipe(class_weight="balanced")),
        ("stacking", Recipe()),
        ("hist-gradient-boosting", Recipe(strangeness=True)),
        ("hist-gradient-boosting", Recipe(calibration="isotonic")),
        ("logistic", Recipe(calibration="sigmoid")),
    ],
)
def test_what_a_recipe_makes_can_be_kept(sides: Sides, dataset: Dataset, kind: Type, recipe: Recipe, tmp_path: Path) -> None:
    """It is of trusted types alone, is above the base rate, and scores the same when loaded (a forest's
    threads add up in any order)."""
    trained = train(sides, kind, names=FEW, honest_a_fraud=10, recipe=recipe)
    loaded = Registry(tmp_path).load(Registry(tmp_path).keep(trained, dataset).id)
    matrix = trained.encoding.matrix(sides.test.features.slice(0, 500))
    np.testing.assert_allclose(scores_of(loaded.model, matrix), scores_of(trained.model, matrix), rtol=1e-12)
    assert trained.metrics["average_precision"]["value"] > 1.1 * trained.metrics["base_rate"]


@pytest.mark.parametrize("how", ["sigmoid", "isotonic"])
def test_chances_are_nearer_to_what_happens(sides: Sides, how: str) -> None:
    """A model that weighs both classes alike says far too much; made into chances, its mean is near what is known as fraud."""
    plain, made = (
        train(sides, "logistic", names=FEW, recipe=Recipe(calibration=word))  # type: ignore[arg-type]
        for word in ("none", how)
    )
    errors = [one.metrics["chances"]["mean_squared_error"] for one in (plain, made)]
    assert errors[1] < 0.5 * errors[0]


@pytest.mark.parametrize("how", ["rfe", "l1", "correlation"])
def test_a_selection_leaves_fewer_features(sides: Sides, how: str) -> None:
    """No more than were asked for, besides words; it never adds one."""
    found = train(sides, "logistic", names=FEW, honest_a_fraud=10, recipe=Recipe(selection=how, most_features=4))  # type: ignore[arg-type]
    assert set(found.encoding.names) < set(FEW)
    assert 1 <= len(set(found.encoding.names) - {"rail"}) <= 4


def test_folds_keep_time_and_cases_apart(sides: Sides) -> None:
    """Every fold learns from what came before, and from no case that it is held against."""
    for earlier, later in folds(sides.target, sides.train.case, 3):
        assert earlier.max() < later.min()
        assert not set(sides.train.case[earlier]) & set(sides.train.case[later]) - {0}


def test_a_column_that_tells_the_label_is_named(sides: Sides) -> None:
    """A copy of the label, among honest columns."""
    place = sides.train.features.column_names.index("hour")
    copied = sides.train.features.set_column(place, "hour", [sides.target.astype(np.float32)])
    told = train(replace(sides, train=replace(sides.train, features=copied)), "logistic", names=FEW, honest_a_fraud=5).warnings
    assert any("Column 'hour' alone tells fraud from honest" in said for said in told)


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("logistic", {"calibration": "isotonik"}, "closest: isotonic"),
        ("logistic", {"settings": {"max_leafs": 3}}, "logistic has no setting 'max_leafs'"),
        ("isolation-forest", {"class_weight": "balanced"}, "looks at no label"),
        ("isolation-forest", {"calibration": "sigmoid"}, "gives no chances"),
    ],
)
def test_a_recipe_that_is_none_is_refused(sides: Sides, kind: Type, given: Mapping[str, object], said: str) -> None:
    """The sentence says what came and what is allowed."""
    with pytest.raises(WrongUse, match=said):
        train(sides, kind, names=FEW, honest_a_fraud=2, recipe=Recipe(**given))  # type: ignore[arg-type]
