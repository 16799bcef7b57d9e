"""A slice of the payments: what it asks, what it refuses, and a download of it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from synfin_core.errors import WrongUse
from synfin_core.jobs.kinds import export as job
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.slice import Slice

HOSTILE = "x') OR 1=1; DROP TABLE transactions; --"


def test_a_slice_says_the_same_as_pandas(dataset: Dataset) -> None:
    """Days include both ends; words of one list are alternatives, lists hold together."""
    rows = dataset.transactions.to_pandas()
    days = rows["transacted_at"].dt.date
    first, last = sorted(days.unique())[2], sorted(days.unique())[-3]
    chosen = Slice(first, last, states=("MH", "UP"), rails=("UPI",))

    found = dataset.sql(f"SELECT count(*) AS n FROM transactions WHERE {chosen.where()}")["n"][0].as_py()

    expected = (days >= first) & (days <= last) & rows["state"].isin(["MH", "UP"]) & (rows["rail"] == "UPI")
    assert found == expected.sum() > 0


def test_the_same_slice_is_spelled_in_one_way() -> None:
    """Order and repetition do not matter; what a job carries makes the same slice again."""
    one = Slice.create({"states": ["UP", "MH", "UP"], "first": "2025-02-01"})
    assert one == Slice(first=date(2025, 2, 1), states=("MH", "UP")) == Slice.create(one.as_dict())
    assert one.digest == Slice.create(one.as_dict()).digest != Slice().digest
    assert Slice().is_whole and Slice().where() == "TRUE" and not one.is_whole


@pytest.mark.parametrize(
    "asked",
    [{"first": "yesterday"}, {"states": "MH"}, {"rails": [7]}, {"words": ["x"]}, {"states": ["a" * 81]}, {"rails": ["a\nb"]},
     {"rails": [str(n) for n in range(65)]}],
)  # fmt: skip
def test_a_slice_of_another_shape_is_refused(asked: dict[str, object]) -> None:
    """One sentence."""
    with pytest.raises(WrongUse, match="allowed"):
        Slice.create(asked)


def test_a_hostile_word_is_only_a_word(dataset: Dataset) -> None:
    """It is quoted, finds nothing and breaks nothing."""
    chosen = Slice.create({"states": [HOSTILE]})
    assert dataset.sql(f"SELECT count(*) AS n FROM transactions WHERE {chosen.where()}")["n"][0].as_py() == 0
    assert len(dataset.transactions)


def test_a_download_of_a_slice_holds_these_payments_alone(small: Dataset, library: Library) -> None:
    """Each file beside the whole one, under its own name, with a card that says so."""
    id = library.add(small).id
    chosen = Slice(rails=("Card",))
    data, card, *_ = library.export(id, ("csv",), slice=chosen)
    rows = pd.read_csv(data.path, low_memory=False)
    expected = small.sql("SELECT count(*) AS n FROM transactions WHERE rail = 'Card'")["n"][0].as_py()
    assert len(rows) == expected > 0 and set(rows["payment_mode"]) == {"Card"}
    assert data.rows is None and chosen.digest in data.path.name
    assert "is a slice of the payments: rails Card" in card.path.read_text(encoding="utf-8")


def test_only_payments_are_sliced(small: Dataset, tmp_path: Path) -> None:
    """Linked tables and other tables have no slice; neither does a job ask for one."""
    for asked in ({"layout": "linked"}, {"table": "events"}):
        with pytest.raises(WrongUse, match="a slice is of payments"):
            small.export(tmp_path / "some.csv", slice=Slice(rails=("Card",)), **asked)
    for parameters in ({"layout": "linked", "slice": {"rails": ["UPI"]}}, {"slice": "all"}, {"slice": {"rails": "UPI"}}):
        with pytest.raises(WrongUse):
            job.checked({"dataset": "0123456789ab", **parameters})
