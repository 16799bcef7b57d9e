"""The measure of hardness itself: split by time and case, intervals by case, areas as scikit-learn has them."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from benchmarks.hardness import intervals
from benchmarks.observed import Observed
from synfin_core.run import generate
from synfin_core.schema import TRANSACTIONS
from synfin_core.spec import Spec


@pytest.fixture(scope="module")
def seen() -> Observed:
    """60,000 payments as a detector sees them."""
    return Observed.of(generate(Spec(count=60_000, fraud_rate=0.01, seed=4)))


def test_no_truth_and_no_id_is_seen(seen: Observed) -> None:
    """Every column is observable, and none names a party."""
    truth = {column.name for column in TRANSACTIONS if column.truth or column.dtype == "id"}
    assert not truth & set(seen.frame) and len(seen.frame.columns) > 30


def test_no_case_lies_on_both_sides(seen: Observed) -> None:
    """What straddles the cut only tests."""
    sides = [set(seen.case[side & seen.is_fraud].tolist()) for side in (seen.train, seen.test)]
    assert min(map(len, sides)) > 10 and not sides[0] & sides[1]
    assert not (seen.train & seen.test).any()


def test_areas_are_those_of_the_textbook() -> None:
    """With ties too; the interval holds the value."""
    stream = np.random.default_rng(3)
    fraud = stream.random(5_000) < 0.05
    scores, case = np.round(stream.normal(fraud * 1.0, 1.0), 1), np.where(fraud, stream.integers(0, 60, 5_000), -1)
    auc, precision = intervals(scores, fraud, case)

    assert auc.value == pytest.approx(roc_auc_score(fraud, scores), abs=1e-9)
    assert precision.value == pytest.approx(average_precision_score(fraud, scores), abs=1e-9)
    assert auc.low < auc.value < auc.high and precision.low < precision.value < precision.high
