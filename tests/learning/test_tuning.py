"""A search tries what it was asked to try, on training alone, and the same seed finds the same."""

import numpy as np
import pytest

from synfin_core.errors import WrongUse
from synfin_core.learning.split import Sides
from synfin_core.learning.tuning import SPANS, Search, optimize

FEW = ("amount_inr", "amount_over_usual", "rail", "paid_n_24h")


@pytest.mark.parametrize("search", ["grid", "random", "bayesian"])
def test_the_best_of_all_trials_is_taken(sides: Sides, search: Search) -> None:
    """Within the span, and the same again."""
    found = optimize(sides, "logistic", search, trials=3, n_folds=2, names=FEW)
    span = SPANS["logistic"]["C"]
    worth = [one["average_precision"] for one in found.trials]
    assert worth == sorted(worth, reverse=True) and len(worth) == 3
    assert found.settings == found.trials[0]["settings"]
    assert all(span.low <= one["settings"]["C"] <= span.high for one in found.trials)
    again = optimize(sides, "logistic", search, trials=3, n_folds=2, names=FEW)
    np.testing.assert_allclose([one["average_precision"] for one in again.trials], worth)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"kind": "voting"}, "type is 'voting'"), ({"search": "hope"}, "search is 'hope'"), ({"trials": 0}, "trials is 0")],
)
def test_a_search_that_is_none_is_refused(sides: Sides, given: dict[str, object], said: str) -> None:
    """Before anything is tried."""
    with pytest.raises(WrongUse, match=said):
        optimize(sides, **given)  # type: ignore[arg-type]
