"""What a threshold does, held against counting it from the scores one by one; curves; what is kept; verdicts as labels."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from synfin_core.errors import StorageError
from synfin_core.learning.curves import precision_recall, roc, shared
from synfin_core.learning.models import scores_of
from synfin_core.learning.operating import Costs, Curve
from synfin_core.learning.split import Sides
from synfin_core.learning.taught import taught
from synfin_core.learning.tested import SCORES
from synfin_core.learning.tested import Tested as Said  # pytest would take the name for a test
from synfin_core.learning.train import Trained
from synfin_core.store.verdicts import Verdict, Verdicts


@pytest.fixture(scope="module")
def tested(sides: Sides, trained: Trained) -> Said:
    """What the default model said of the test."""
    return Said.of(sides.test, scores_of(trained.model, trained.encoding.matrix(sides.test.features)))


@pytest.fixture(scope="module")
def curve(tested: Said) -> Curve:
    """Its sums."""
    return Curve(tested.payments)


@pytest.mark.parametrize("threshold", [-1.0, 0.001, 0.05, 0.5, 2.0])
def test_a_threshold_splits_as_counting_does(tested: Said, curve: Curve, threshold: float) -> None:
    """All four corners, in payments and in rupees; all of them together are all payments."""
    rows = tested.payments.to_pandas()
    alert, fraud = rows["score"] >= threshold, rows["is_fraud"]
    point = curve.at(threshold)

    corners = (alert & fraud, ~alert & fraud, alert & ~fraud, ~alert & ~fraud)
    assert (point.caught, point.missed, point.stopped, point.passed) == tuple(int(corner.sum()) for corner in corners)
    rupees = (point.caught_inr, point.missed_inr, point.stopped_inr, point.passed_inr)
    np.testing.assert_allclose(rupees, [rows.loc[corner, "moved_inr"].sum() for corner in corners], atol=0.01)


def test_the_cheapest_threshold_is_cheaper_than_any_other(curve: Curve) -> None:
    """Also than no alert and than alerts alone; a price that nothing is worth leaves no alert."""
    costs = Costs()
    least = curve.at(curve.cheapest(costs)).cost_inr(costs)

    assert least <= min(curve.at(one).cost_inr(costs) for one in (*np.unique(curve.scores)[::50], -1, 2)) + 0.01
    assert curve.at(curve.cheapest(Costs(minute_inr=1e9))).alerts == 0


@pytest.mark.parametrize("a_day", [0, 1, 10, 1e9])
def test_a_budget_is_kept_and_used(curve: Curve, a_day: float) -> None:
    """No more alerts a day than it allows, and one score further would be too many."""
    threshold = curve.within(a_day)
    lower = curve.scores[curve.scores < threshold]

    assert curve.at(threshold).alerts <= a_day * curve.days
    assert not len(lower) or curve.at(float(lower[0])).alerts > a_day * curve.days


def test_what_is_missed_adds_up(curve: Curve) -> None:
    """Over the kinds of fraud as over all; a case is missed whole only when each of its payments is."""
    point, found = curve.at(0.05), curve.by_typology(0.05)

    assert found["missed"].sum() == point.missed
    assert found["missed_inr"].sum() == pytest.approx(point.missed_inr)
    assert (found["cases_missed"] <= found["cases"]).all() and (found["missed"] <= found["payments"]).all()


def test_the_band_lies_around_the_curve(tested: Said, sides: Sides) -> None:
    """Precision ends at about the base rate where all is caught; the ROC curve climbs from 0 to 1."""
    points, rates = precision_recall(tested.payments), roc(tested.payments)

    assert (points["low"] <= points["high"]).all()
    inside = (points["precision"] >= points["low"] - 1e-9) & (points["precision"] <= points["high"] + 1e-9)
    assert inside.mean() > 0.9
    assert points["precision"].iloc[-1] >= sides.test.is_fraud.mean()
    assert rates["true_positives"].is_monotonic_increasing and rates["true_positives"].iloc[-1] == 1


def test_two_models_are_compared_on_what_both_were_tested_on(tested: Said, trained: Trained) -> None:
    """A model with itself is equal, and as good as it was found to be; without a fraud in common there is nothing to say."""
    half = tested.payments.slice(len(tested.payments) // 2)
    n, n_fraud, first, second = shared(tested.payments, half) or (0, 0, 0.0, 1.0)
    honest = tested.payments.filter([not one for one in tested.payments["is_fraud"].to_pylist()])

    assert n == len(half) and n_fraud == sum(half["is_fraud"].to_pylist()) and first == second
    whole = shared(tested.payments, tested.payments)
    assert whole and whole[2] == pytest.approx(trained.metrics["average_precision"]["value"], abs=0.005)
    assert shared(tested.payments, honest) is None


def test_tests_are_kept_and_a_damaged_file_is_told(tested: Said, tmp_path: Path) -> None:
    """What was written is read; features are there for the highest scores."""
    tested.write(tmp_path)
    read = Said.read(tmp_path)
    assert read.payments.equals(tested.payments)
    highest = read.payments.sort_by([("score", "descending")])["transaction_id"][0].as_py()
    assert highest in read.features["transaction_id"].to_pylist()
    (tmp_path / SCORES).write_bytes(b"no parquet")

    with pytest.raises(StorageError, match="train it again"):
        Said.read(tmp_path)


def test_verdicts_stand_in_for_labels_when_known_before_the_test(sides: Sides, tmp_path: Path) -> None:
    """A wrong one as well; 'unsure' and one that came too late leave the label as it is."""
    verdicts = Verdicts(tmp_path, "0123456789ab")
    ids = sides.train.features["transaction_id"].to_numpy()
    honest = np.flatnonzero(~sides.target)[:3]
    assert sides.test_starts
    early, late = sides.test_starts.date() - timedelta(days=1), sides.test_starts.date()
    for row, word, known_on in zip(honest, ("fraud", "unsure", "fraud"), (early, early, late), strict=True):
        verdicts.add(Verdict(int(ids[row]), word, known_on, "2026-01-01T00:00:00+00:00"))
    changed, n = taught(sides, verdicts)

    assert n == 1
    assert changed.target[honest].tolist() == [True, False, False]
    assert not sides.target[honest].any()
