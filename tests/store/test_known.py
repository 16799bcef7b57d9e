"""What was known when: labels as of a day, and splits by time."""

from datetime import timedelta

import pytest

from synfin_core.errors import SpecError, WrongUse
from synfin_core.schema import TRANSACTIONS
from synfin_core.store.dataset import Dataset


def test_labels_as_of_a_day_are_those_known_by_its_end(dataset: Dataset) -> None:
    """A later day knows more, and nothing of the days after it."""
    all_labels = dataset.labels.to_pandas()
    middle = all_labels["labelled_at"].sort_values().iloc[len(all_labels) // 2].date()
    known = dataset.labels(as_of=str(middle)).to_pandas()

    assert 0 < len(known) < len(all_labels)
    assert known["labelled_at"].max().date() <= middle
    assert len(dataset.labels()) == len(all_labels)
    assert len(known) == (all_labels["labelled_at"].dt.date <= middle).sum()


@pytest.mark.parametrize("day", ["2024-12-31", "soon", 7])
def test_a_day_before_the_period_is_refused(dataset: Dataset, day: object) -> None:
    """The sentence says what came and what is allowed."""
    with pytest.raises(SpecError, match=r"as_of is .*; a day from 2025-01-01 on"):
        dataset.labels(as_of=day)  # type: ignore[arg-type]


@pytest.mark.parametrize("flat", [True, False])
def test_a_split_keeps_time_apart_and_truth_out(dataset: Dataset, flat: bool) -> None:
    """Training ends a gap before the test starts, and no truth but the label is in either."""
    split = dataset.split(test_share=0.25, gap_days=3, flat=flat)
    train, test = split.train.to_pandas(), split.test.to_pandas()
    truth = {column.name for column in TRANSACTIONS if column.truth}

    assert split.test_starts - split.train_ends == timedelta(days=3)
    assert train["transacted_at"].max() < split.train_ends
    assert test["transacted_at"].min() >= split.test_starts
    assert train["transacted_at"].is_monotonic_increasing
    assert truth & set(train.columns) == truth & set(test.columns) == {"is_fraud"}
    assert 0 < train["is_fraud"].sum() < len(train)
    assert 0 < test["is_fraud"].sum() < len(test)


def test_a_split_trains_on_what_was_known(dataset: Dataset) -> None:
    """Fraud in training is what was last taken for it before the test starts; in the test it is the truth."""
    split = dataset.split(test_share=0.3, gap_days=2)
    labels = dataset.labels.to_pandas().sort_values("labelled_at")
    last = labels[labels.labelled_at < split.test_starts].groupby("transaction_id").label.last()
    truth = dataset.transactions.to_pandas().set_index("transaction_id").is_fraud
    train, test = (side.to_pandas().set_index("transaction_id").is_fraud for side in (split.train, split.test))

    assert (train == train.index.isin(last.index[last == "fraud"])).all()
    assert 0 < train.sum() < truth[train.index].sum()
    assert test.tolist() == truth[test.index].tolist()


@pytest.mark.parametrize(("share", "gap"), [(0, 1), (1.0, 1), (0.3, -1), (0.3, 10_000)])
def test_an_impossible_split_is_refused(dataset: Dataset, share: float, gap: float) -> None:
    """The sentence names the value."""
    with pytest.raises(WrongUse, match=r"(test_share|gap_days) is .* allowed"):
        dataset.split(test_share=share, gap_days=gap)
