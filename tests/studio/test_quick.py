"""Small runs in the server: into the library, one at a time, the same one only once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from synfin_core.errors import SpecError
from synfin_core.spec import Spec
from synfin_core.store.library import Library
from synfin_core.studio import quick


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An empty library."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path))
    return Library(tmp_path)


def test_who_asks_for_the_same_gets_the_same(library: Library) -> None:
    """Several sessions press at once: one dataset for each spec."""
    specs = [Spec(count=2_000, seed=seed) for seed in (1, 2, 1, 1)]
    with ThreadPoolExecutor(4) as sessions:
        first, second, *others = sessions.map(quick.make, specs)

    assert {first, *others} == {first} != {second}
    assert {entry.id for entry in library.list()} == {first, second}


def test_an_error_reaches_everybody_and_is_forgotten(library: Library) -> None:
    """The sentence of the engine comes through; the next run works."""
    with pytest.raises(SpecError, match="UPI cannot be left out"):
        quick.make(Spec(count=100, rails=("IMPS",)))

    assert quick.make(Spec(count=100)) == library.list()[0].id
