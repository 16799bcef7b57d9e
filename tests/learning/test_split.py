"""Training never sees what it could not have known, and balancing touches training alone."""

from datetime import timedelta

import numpy as np
import pytest

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Examples
from synfin_core.learning.split import How, Sides, balanced, split
from synfin_core.store.dataset import Dataset


def test_examples_lie_beside_their_truth(dataset: Dataset, examples: Examples) -> None:
    """Features and truth are read apart; the ids show that they belong together."""
    fraud = dataset.sql("SELECT transaction_id FROM transactions WHERE is_fraud ORDER BY 1")["transaction_id"].to_numpy()
    ours = examples.features["transaction_id"].to_numpy()[examples.is_fraud]
    np.testing.assert_array_equal(np.sort(ours), fraud)


def test_a_split_by_time_leaves_a_gap(sides: Sides) -> None:
    """A week by default, and nothing of the test before it."""
    assert sides.train_ends is not None and sides.test_starts is not None
    assert sides.test_starts - sides.train_ends == timedelta(days=7)
    assert sides.train.at.max() < np.datetime64(sides.train_ends)
    assert sides.test.at.min() >= np.datetime64(sides.test_starts)


def test_training_has_the_labels_known_when_the_test_begins(dataset: Dataset, sides: Sides) -> None:
    """The same as the split of the dataset itself; some fraud is not known yet, or never."""
    known = (
        dataset.split(flat=False).train.select(["transaction_id", "is_fraud"]).to_pandas().set_index("transaction_id")["is_fraud"]
    )
    np.testing.assert_array_equal(known.loc[sides.train.features["transaction_id"].to_numpy()], sides.target)
    assert 0 < sides.target.sum() < sides.train.is_fraud.sum()


@pytest.mark.parametrize("how", ["random", "customer", "case"])
def test_a_random_split_keeps_its_share(dataset: Dataset, examples: Examples, how: How) -> None:
    """Three in ten for the test, give or take what groups make; no payment is lost or on both sides."""
    both = split(dataset, examples, how, test_share=0.3, seed=1)
    ids = np.concatenate([both.train.features["transaction_id"].to_numpy(), both.test.features["transaction_id"].to_numpy()])
    assert len(np.unique(ids)) == len(ids) == len(examples)
    assert len(both.test) / len(examples) == pytest.approx(0.3, abs=0.06)


def test_no_customer_and_no_case_is_on_both_sides(dataset: Dataset, examples: Examples) -> None:
    """What is split by is whole."""
    by_customer, by_case = split(dataset, examples, "customer"), split(dataset, examples, "case")
    assert not set(by_customer.train.customer) & set(by_customer.test.customer)
    assert not set(by_case.train.case[by_case.train.case > 0]) & set(by_case.test.case[by_case.test.case > 0])


def test_balancing_keeps_all_fraud_of_training(sides: Sides) -> None:
    """Five honest payments a fraud, the same for the same seed."""
    rows = balanced(sides, 5.0, seed=2)
    kept = sides.target[rows]
    assert kept.sum() == sides.target.sum()
    assert (~kept).sum() / kept.sum() == pytest.approx(5, rel=0.1)
    np.testing.assert_array_equal(rows, balanced(sides, 5.0, seed=2))


@pytest.mark.parametrize(("how", "share", "said"), [("hope", 0.3, "by 'hope'"), ("random", 1.5, "test_share is 1.5")])
def test_a_split_that_is_none_is_refused(dataset: Dataset, examples: Examples, how: How, share: float, said: str) -> None:
    """The sentence says what came."""
    with pytest.raises(WrongUse, match=said):
        split(dataset, examples, how, test_share=share)
