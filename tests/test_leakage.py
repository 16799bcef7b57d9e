"""Nothing that should not tell fraud from honest does: the purse before a case, ids, seconds, paise, empty cells, copies."""

import numpy as np
import pytest

from benchmarks.alone import amount_auc, implied_amount_auc, learned, read
from benchmarks.copies import COPIES
from benchmarks.leakage import AMOUNT_WITHIN, column_aucs, purse_aucs
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


def test_no_id_second_paisa_empty_cell_or_copy_tells(dataset: Dataset) -> None:
    """Single columns stay within AUC 0.45 to 0.55 inside each rail and kind, learnt from the first 60% of the time."""
    found = column_aucs(dataset)
    assert {auc.of for auc in found} >= {"paise", "last digit of merchant_id", "copies differ: device and its system"}
    assert [auc for auc in found if not auc.passed] == []


def test_the_amount_tells_no_more_than_published_tickets(dataset: Dataset) -> None:
    """By itself it finds fraud no better than the mean sizes of fraud.yaml imply."""
    assert amount_auc(dataset) <= implied_amount_auc(dataset) + AMOUNT_WITHIN


def test_copies_agree_with_what_they_are_copies_of(dataset: Dataset) -> None:
    """Merchants, devices, banks and customers are the same in every table; a town is the shop's where somebody stands in it."""
    rows = read(dataset, (), COPIES).rows
    always = [name for name in COPIES if name not in ("town of a purchase and its shop", "device and its user")]
    assert rows[always].fillna(0).sum().to_dict() == dict.fromkeys(always, 0)


def test_the_gate_finds_a_leak_that_is_put_in(dataset: Dataset) -> None:
    """A column that is 1 on nine frauds of ten is found on the later part of the time."""
    payments = read(dataset, (), {})
    planted = payments.fraud & (np.arange(len(payments.fraud)) % 10 > 0)
    found = learned(payments, planted.astype(float))
    assert found is not None and found.value > 0.9
