"""Every dataset has its card, and the card tells what quality's report found."""

from pathlib import Path

import pytest

from synfin_core.errors import StorageError
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.manifest import QUALITY

FOUND = {
    "passed": True,
    "score": 98.5,
    "judged": 180,
    "broken": ["quiet nights"],
    "held": 150,
    "share_met": 0.96,
    "evidence": 60,
    "evidence_met": 0.9,
    "misfits": [{"figure": "UPI ticket", "period": "2025", "target": 1290.0, "measured": 1500.0}],
}


@pytest.fixture
def kept(library: Library, small: Dataset) -> str:
    """The id of a small dataset in the library."""
    return library.add(small).id


def test_a_dataset_has_a_card_wherever_it_lies(library: Library, kept: str, tmp_path: Path) -> None:
    """In the library, and in a folder of the user's."""
    generate(Spec(count=500, seed=3), folder=tmp_path / "own")
    for folder in (tmp_path / "own", library.folder / "datasets" / kept):
        card = (folder / "card.md").read_text(encoding="utf-8")
        for title in (
            "What it holds",
            "Fraud",
            "Soundness and likeness",
            "Spec",
            "Sources",
            "Limits",
            "Responsible use",
            "Licence",
        ):
            assert f"\n## {title}\n" in card
        assert "Not measured yet" in card


def test_the_card_tells_what_was_found(library: Library, kept: str) -> None:
    """The score, the shares, and the figures that do not fit; the dataset is as whole as before."""
    library.remember(kept, FOUND)
    card = (library.folder / "datasets" / kept / "card.md").read_text(encoding="utf-8")
    assert "It passes its gates; quality score 98.5 of 100, 180 checks judged, broken: quiet nights." in card
    assert "96.0% of 150 published figures fit, and 90.0% of the 60 that the generator does not read." in card
    assert "| UPI ticket | 2025 | 1,290 | 1,500 |" in card
    assert library.entry(kept).state == "ok"


def test_downloads_tell_it_too(library: Library, kept: str) -> None:
    """The card of a download that was made before is made anew; a blind one leaves out single figures."""
    assert "Not measured yet" in _card(library, kept)
    library.remember(kept, FOUND)
    assert "quality score 98.5 of 100" in _card(library, kept)
    blind = _card(library, kept, truth=False)
    assert "quality score 98.5 of 100" in blind
    assert "UPI ticket" not in blind


def test_what_was_found_of_one_dataset_does_not_go_along_into_another(library: Library, kept: str, tmp_path: Path) -> None:
    """A dataset that is added anew has not been looked at."""
    library.remember(kept, FOUND)
    again = library.add(library.open(kept)).id
    assert not (library.folder / "datasets" / again / QUALITY).exists()
    assert "Not measured yet" in (library.folder / "datasets" / again / "card.md").read_text(encoding="utf-8")


def test_a_note_that_makes_no_sense_is_passed_over(library: Library, kept: str) -> None:
    """Somebody wrote into the folder: the dataset opens all the same."""
    (library.folder / "datasets" / kept / QUALITY).write_text("[1, 2", encoding="utf-8")
    assert library.open(kept).spec.count == 2_000
    assert "Not measured yet" in _card(library, kept)


def test_nothing_is_remembered_of_a_dataset_that_is_gone(library: Library, kept: str) -> None:
    """It is told as such."""
    library.delete(kept)
    with pytest.raises(StorageError, match="there is no dataset"):
        library.remember(kept, FOUND)


def _card(library: Library, id: str, truth: bool = True) -> str:
    [card] = [file.path for file in library.export(id, truth=truth) if file.path.name.endswith("card.md")]
    return card.read_text(encoding="utf-8")
