"""Verdicts: the last one on a payment counts, only those known by a day are told, and they go with their dataset."""

from datetime import date
from pathlib import Path

import pytest

from synfin_core.errors import StorageError, WrongUse
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.store.verdicts import Verdict, Verdicts

ID, SAID = "0123456789ab", "2026-01-01T00:00:00+00:00"


def test_the_last_verdict_counts_from_its_day_on(tmp_path: Path) -> None:
    """Nothing at first; then by payment; before a day only what was known before it."""
    verdicts = Verdicts(tmp_path, ID)
    assert verdicts.latest() == {}
    for payment, word, day in ((1, "fraud", 3), (2, "honest", 5), (1, "unsure", 9)):
        verdicts.add(Verdict(payment, word, date(2025, 3, day), SAID))

    assert {id: one.word for id, one in Verdicts(tmp_path, ID).latest().items()} == {1: "unsure", 2: "honest"}
    assert {id: one.word for id, one in verdicts.latest(date(2025, 3, 5)).items()} == {1: "fraud"}


def test_what_is_no_verdict_is_refused(tmp_path: Path) -> None:
    """Another word, an id that is a path, a file that somebody changed."""
    with pytest.raises(WrongUse, match="fraud, honest, unsure"):
        Verdict(1, "maybe", date(2025, 3, 1), SAID)  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="no id of a dataset"):
        Verdicts(tmp_path, "../../etc")
    (tmp_path / "verdicts").mkdir()
    (tmp_path / "verdicts" / f"{ID}.jsonl").write_text('{"transaction_id": 1}\n', "utf-8")

    with pytest.raises(StorageError, match="cannot be read as verdicts"):
        Verdicts(tmp_path, ID).latest()


def test_verdicts_go_with_their_dataset(tmp_path: Path) -> None:
    """Deleting the dataset deletes them."""
    library = Library(tmp_path)
    id = library.add(generate(Spec(count=1_000, seed=3))).id
    library.verdicts(id).add(Verdict(1, "fraud", date(2025, 3, 1), SAID))
    library.delete(id)

    assert library.verdicts(id).latest() == {}
