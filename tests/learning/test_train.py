"""Models learn from training alone, and are shown beside what needs no learning."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from synfin_core.errors import WrongUse
from synfin_core.learning.encoding import Encoding
from synfin_core.learning.models import Type
from synfin_core.learning.split import Sides
from synfin_core.learning.train import Trained, train

BELOW_ALL = "amount_inr", "hour", "rail"


def test_the_model_beats_its_baselines(trained: Trained) -> None:
    """Average precision above nobody-is-a-thief, the amount, and the best eight rules."""
    ours = trained.metrics["average_precision"]["value"]
    assert ours > max(one["value"] for one in trained.baselines.values())
    assert trained.baselines["always honest"]["value"] == pytest.approx(trained.metrics["base_rate"])
    assert not any("perfect" in said for said in trained.warnings)


@pytest.mark.parametrize("kind", get_args(Type))
def test_every_kind_learns(sides: Sides, kind: Type) -> None:
    """On few columns, above the base rate."""
    found = train(sides, kind, names=(*BELOW_ALL, "amount_over_usual", "is_new_payee", "days_payer_known"), honest_a_fraud=10)
    assert found.metrics["average_precision"]["value"] > 1.2 * found.metrics["base_rate"]


def test_shuffled_labels_teach_nothing(sides: Sides) -> None:
    """Average precision falls to the base rate: no way leads from the label into the features."""
    shuffled = replace(sides, target=np.random.default_rng(0).permutation(sides.target))
    found = train(shuffled).metrics
    assert found["average_precision"]["value"] < 1.6 * found["base_rate"]
    assert found["roc_auc"] == pytest.approx(0.5, abs=0.1)


def test_the_same_seed_makes_the_same_model(sides: Sides, trained: Trained) -> None:
    """Every figure alike."""
    assert train(sides).metrics == trained.metrics


def test_words_are_learned_from_training_alone(sides: Sides) -> None:
    """A word that training had not seen reads as empty."""
    rows = np.flatnonzero(np.asarray(sides.train.features["rail"].to_pylist()) != "UPI")
    encoding = Encoding.fitted(sides.train.features.take(rows), BELOW_ALL)
    rails = np.asarray(sides.test.features["rail"].to_pylist())
    column = encoding.matrix(sides.test.features)[:, BELOW_ALL.index("rail")]
    assert "UPI" not in encoding.words["rail"]
    assert np.isnan(column[rails == "UPI"]).all()
    assert not np.isnan(column[np.isin(rails, encoding.words["rail"])]).any()


def test_too_little_fraud_says_how_much_is_needed(sides: Sides) -> None:
    """The sentence offers the fix."""
    rows = np.flatnonzero(~sides.target)
    poor = replace(sides, train=sides.train.take(rows), target=sides.target[rows])
    with pytest.raises(WrongUse, match=r"0 payments known as fraud, of 0 cases; 30 of 5 are needed: make more payments"):
        train(poor)


def test_a_missing_column_is_named(sides: Sides, trained: Trained) -> None:
    """A model reads what it was trained on, or nothing."""
    with pytest.raises(WrongUse, match="no column 'amount_inr'"):
        trained.encoding.matrix(sides.test.features.drop_columns(["amount_inr"]))
