"""Reasons and importance come from the model itself."""

import numpy as np

from synfin_core.learning.explain import importance, reasons
from synfin_core.learning.models import scores_of
from synfin_core.learning.split import Sides
from synfin_core.learning.train import Trained


class Rule:
    """A model that goes by its first column alone."""

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        """[row, class] more of the first column is more like fraud."""
        chance = np.clip(matrix[:, 0] / 10, 0, 1)
        return np.stack([1 - chance, chance], axis=1)


def test_a_column_that_nothing_goes_by_has_no_worth(trained: Trained) -> None:
    """And the one that everything goes by has all of it."""
    matrix = np.random.default_rng(0).random((1_000, len(trained.encoding.names))).astype(np.float32) * 10
    found = importance(Rule(), trained.encoding, matrix, matrix[:, 0] > 8, seed=1)
    first, *others = found.values()
    assert first > 0.5
    assert set(others) == {0.0}


def test_the_features_of_fraud_are_worth_something(trained: Trained) -> None:
    """Every feature of the model has a figure; some lose precision when shuffled."""
    assert set(trained.importance) == set(trained.encoding.names)
    assert max(trained.importance.values()) > 0.01


def test_reasons_are_what_a_typical_value_would_lower(sides: Sides, trained: Trained) -> None:
    """Of the payment with the highest score: each named feature, made typical, lowers the score by what is said."""
    matrix = trained.encoding.matrix(sides.test.features)
    row = int(np.argmax(scores_of(trained.model, matrix)))
    found = reasons(trained.model, trained.encoding, trained.typical, sides.test.features.slice(row, 1))
    assert 1 <= len(found) <= 5
    assert [one.effect for one in found] == sorted((one.effect for one in found), reverse=True)
    column = trained.encoding.names.index(found[0].name)
    changed = matrix[[row, row]]
    changed[1, column] = trained.typical[column]
    before, after = scores_of(trained.model, changed)
    assert found[0].effect == before - after > 0
    assert found[0].meaning
