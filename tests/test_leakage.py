"""Nothing that should not tell fraud from honest does: the purse before a case, ids, seconds, paise, empty cells."""

import pytest

from benchmarks.leakage import column_aucs, purse_aucs
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Two months of many customers, so that there are many victims."""
    return generate(Spec.create(count=300_000, fraud_rate=0.02, seed=11, start="2025-06-01", end="2025-07-31"))


def test_the_purse_before_a_case_does_not_find_its_victim(dataset: Dataset) -> None:
    """A boosted model of balance, income and amount stays at or under AUC 0.65 within a segment."""
    found = purse_aucs(dataset)
    assert found, "no segment has enough cases to say anything"
    assert [auc for auc in found if not auc.passed] == []


def test_no_id_second_paisa_or_empty_cell_tells(dataset: Dataset) -> None:
    """Single columns stay within AUC 0.45 to 0.55 inside each rail and kind."""
    found = column_aucs(dataset)
    assert found, "no rail and kind has enough cases to say anything"
    assert [auc for auc in found if not auc.passed] == []
