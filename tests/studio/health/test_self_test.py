"""The self-test passes where all is well, finds what is not, and leaves nothing behind."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synfin_core.store.library import Library
from synfin_core.studio.health import self_test


def test_it_passes_and_leaves_nothing(tmp_path: Path) -> None:
    """Five steps; the library has no dataset and no file afterwards."""
    steps = list(self_test.steps(Library(tmp_path)))

    assert [step.passed for step in steps] == [True] * 5
    assert steps[1].found.split()[1] == steps[4].found.split()[1]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_disk_that_changes_values_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back differs in the order of one column: the row count agrees, the checksum does not."""
    read = pq.read_table

    def read_wrong(path: Path) -> object:
        table = read(path)
        place = table.column_names.index("amount_inr")
        return table.set_column(place, "amount_inr", table["amount_inr"].take(list(range(table.num_rows))[::-1]))

    monkeypatch.setattr(pq, "read_table", read_wrong)
    steps = list(self_test.steps(Library(tmp_path)))

    assert [step.passed for step in steps] == [True, True, True, True, False]
